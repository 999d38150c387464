//! What is wrong with a gradient.

use std::fmt;

use super::components::Entry;

/// Why a gradient failed its check.
///
/// `Debug` prints the message as `Display` does, so that `unwrap` in a test shows it.
#[derive(Clone)]
#[non_exhaustive]
pub enum GradientError {
    /// The gradient isn't made of the components that the argument is made of.
    Shape {
        /// The first component of the argument that the gradient lacks, if any.
        argument: Option<String>,
        /// The gradient's component in that place, if any.
        gradient: Option<String>,
    },
    /// The gradient differs from central differences.
    Mismatch(Box<Mismatch>),
}

/// The component that differs most from central differences.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mismatch {
    /// Its name, empty where the argument is a single number.
    pub component: String,
    /// What the gradient says.
    pub analytic: f64,
    /// What central differences say.
    pub numeric: f64,
    /// An estimate of the error in that.
    pub numeric_error: f64,
    /// By how much the two may differ.
    pub allowed: f64,
    /// How many components differ by more than allowed.
    pub wrong: usize,
    /// How many components there are.
    pub components: usize,
}

impl Mismatch {
    /// The difference over the larger of the two derivatives.
    pub fn relative_error(&self) -> f64 {
        let size = self.analytic.abs().max(self.numeric.abs());
        (self.analytic - self.numeric).abs() / size
    }

    /// The difference in units of what is allowed; NaN is worst.
    pub(super) fn severity(&self) -> f64 {
        let severity = (self.analytic - self.numeric).abs() / self.allowed;
        if severity.is_nan() { f64::INFINITY } else { severity }
    }

    fn hint(&self) -> Option<&'static str> {
        if !self.numeric.is_finite() {
            Some("the function is not finite on both sides of this point, however close")
        } else if self.numeric_error > self.allowed {
            Some(
                "the differences do not settle: is the function smooth here, and free of noise? \
                 (a larger tolerance allows for noise)",
            )
        } else {
            None
        }
    }
}

/// Whether both have the same names in the same order.
pub(super) fn check_shape(arguments: &[Entry], gradient: &[Entry]) -> Result<(), GradientError> {
    for index in 0..arguments.len().max(gradient.len()) {
        let name = |entries: &[Entry]| entries.get(index).map(|entry| entry.path.clone());
        let (argument, gradient) = (name(arguments), name(gradient));
        if argument != gradient {
            return Err(GradientError::Shape { argument, gradient });
        }
    }
    Ok(())
}

/// A component's name in a sentence.
fn named(component: &str) -> &str {
    if component.is_empty() { "the argument" } else { component }
}

impl fmt::Display for GradientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { argument, gradient } => {
                f.write_str("the gradient has not the shape of the argument: ")?;
                match (argument, gradient) {
                    (Some(name), None) => write!(f, "it has nothing for {}", named(name)),
                    (None, Some(name)) => write!(f, "{} is not in the argument", named(name)),
                    (Some(argument), Some(gradient)) => {
                        write!(f, "it has {} in the place of {}", named(gradient), named(argument))
                    }
                    (None, None) => f.write_str("both are empty"),
                }
            }
            Self::Mismatch(mismatch) => mismatch.fmt(f),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the gradient is wrong at {}", named(&self.component))?;
        if self.components > 1 {
            write!(f, " ({} of {} components differ)", self.wrong, self.components)?;
        }
        write!(
            f,
            "\n  analytic: {:?}\n  numeric:  {:?} ± {:.1e}\n  difference {:.1e} (relative {:.1e}), \
             allowed {:.1e}",
            self.analytic,
            self.numeric,
            self.numeric_error,
            (self.analytic - self.numeric).abs(),
            self.relative_error(),
            self.allowed,
        )?;
        match self.hint() {
            Some(hint) => write!(f, "\n  {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for GradientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for GradientError {}
