//! Checking gradients against central differences, for tests.

mod components;
mod error;
mod ridders;

pub use components::{Component, Components, Path};
pub use error::{GradientError, Mismatch};

use crate::Differentiable;
use ridders::Estimate;

/// Compares `gradient` with central differences of `f` at one point.
///
/// The argument is anything made of `f64` and `f32`: a number, a tuple of all parameters of a
/// function, an array, a `Vec`, `ndarray` arrays, structs with `#[derive(Differentiable)]`, and
/// these within each other. [`GradientCheck`] tells what counts as agreement, and changes it.
///
/// # Errors
///
/// The component that differs most, with both derivatives; or that the gradient isn't of the
/// argument's shape.
///
/// ```
/// use chainrule::check_gradient;
///
/// let norm = |x: &Vec<f64>| x.iter().map(|x| x * x).sum::<f64>();
/// let right = |x: &Vec<f64>| x.iter().map(|x| 2.0 * x).collect();
/// assert!(check_gradient(norm, right, &vec![1.0, 2.0, 3.0]).is_ok());
///
/// let wrong = |x: &Vec<f64>| vec![2.0 * x[0], x[1], 2.0 * x[2]];
/// let error = check_gradient(norm, wrong, &vec![1.0, 2.0, 3.0]).unwrap_err();
/// assert!(error.to_string().starts_with("the gradient is wrong at [1]"));
/// ```
pub fn check_gradient<P>(
    f: impl Fn(&P) -> f64,
    gradient: impl Fn(&P) -> P::Cotangent,
    at: &P,
) -> Result<(), GradientError>
where
    P: Differentiable<Cotangent: Components> + Components + Clone,
{
    GradientCheck::new().run(f, gradient, at)
}

/// A comparison of a gradient with central differences, and how close they must be.
///
/// A component passes where analytic and numeric derivative differ by at most the sum of
///
/// - the relative tolerance, 10⁻⁶ (10⁻³ for an `f32`), of the larger of the two;
/// - a ten-thousandth of that, of the gradient's largest component, for those that vanish;
/// - the absolute tolerance, none by default;
/// - the rounding error of the differences: eight units in the last place of `f`, over the step.
///
/// Differences are extrapolated to step zero by Ridders' method (C. J. F. Ridders, *Accurate
/// computation of F′(x) and F′(x) F″(x)*, Advances in Engineering Software 4, 1982), which also
/// estimates their error. Steps start at 1/16 of the component, or of 1 where it is smaller, and
/// are cut where the function is not finite, not smooth, or too curved for that. A function has to
/// be differentiable at the point, with room on both sides.
///
/// ```
/// use chainrule::GradientCheck;
///
/// let check = GradientCheck::new().tolerance(1e-9);
/// assert!(check.run(|x: &f64| x.exp(), |x| x.exp(), &0.5).is_ok());
/// assert!(check.run(|x: &f64| x.exp(), |x| x.exp() * (1.0 + 1e-7), &0.5).is_err());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GradientCheck {
    relative: Option<f64>,
    absolute: f64,
    step: f64,
}

impl Default for GradientCheck {
    fn default() -> Self {
        Self { relative: None, absolute: 0.0, step: 1.0 / 16.0 }
    }
}

impl GradientCheck {
    /// The check with default tolerances.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the relative tolerance of every component.
    #[must_use]
    pub fn tolerance(self, relative: f64) -> Self {
        Self { relative: Some(relative), ..self }
    }

    /// Sets the absolute tolerance, for functions whose value is noisier than rounding.
    #[must_use]
    pub fn absolute_tolerance(self, absolute: f64) -> Self {
        Self { absolute, ..self }
    }

    /// Sets the first step, in units of a component's size or of 1 where it is smaller.
    #[must_use]
    pub fn step(self, step: f64) -> Self {
        Self { step, ..self }
    }

    /// Compares `gradient` with differences of `f` at one point.
    ///
    /// # Errors
    ///
    /// As [`check_gradient`].
    pub fn run<P>(
        &self,
        f: impl Fn(&P) -> f64,
        gradient: impl Fn(&P) -> P::Cotangent,
        at: &P,
    ) -> Result<(), GradientError>
    where
        P: Differentiable<Cotangent: Components> + Components + Clone,
    {
        let mut point = at.clone();
        let arguments = components::collect(&mut point);
        let analytic = components::collect(&mut gradient(at));
        error::check_shape(&arguments, &analytic)?;
        let numeric: Vec<Estimate> = arguments
            .iter()
            .enumerate()
            .map(|(index, x)| {
                ridders::differentiate(x.value, x.epsilon, self.step, |x| {
                    components::set(&mut point, index, x);
                    let value = f(&point);
                    components::set(&mut point, index, arguments[index].value);
                    value
                })
            })
            .collect();
        self.compare(&arguments, &analytic, &numeric)
    }

    fn compare(
        &self,
        arguments: &[components::Entry],
        analytic: &[components::Entry],
        numeric: &[Estimate],
    ) -> Result<(), GradientError> {
        let largest = numeric.iter().map(|n| n.value.abs()).fold(0.0, f64::max);
        let mut wrong = Vec::new();
        for ((x, analytic), numeric) in arguments.iter().zip(analytic).zip(numeric) {
            let relative = self.relative.unwrap_or(if x.epsilon > 1e-10 { 1e-3 } else { 1e-6 });
            let size = analytic.value.abs().max(numeric.value.abs());
            let allowed = relative * (size + 1e-4 * largest) + self.absolute + numeric.rounding;
            let difference = (analytic.value - numeric.value).abs();
            // NaN and ∞ on either side are differences too.
            let agrees = difference <= allowed && size.is_finite();
            if !agrees {
                wrong.push(Mismatch {
                    component: x.path.clone(),
                    analytic: analytic.value,
                    numeric: numeric.value,
                    numeric_error: numeric.error,
                    allowed,
                    wrong: 0,
                    components: arguments.len(),
                });
            }
        }
        let count = wrong.len();
        match wrong.into_iter().max_by(|a, b| a.severity().total_cmp(&b.severity())) {
            None => Ok(()),
            Some(worst) => {
                Err(GradientError::Mismatch(Box::new(Mismatch { wrong: count, ..worst })))
            }
        }
    }
}
