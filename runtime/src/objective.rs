//! Handles as type arguments: what a solver asks of a function.

use crate::Differentiable;

/// The handle of a scalar function of one array, slice or vector, as a type argument.
///
/// `X` is what the function takes a reference to, or takes: `[f64]`, `Vec<f64>`, `[f64; N]`,
/// `Array1<f64>`. Every handle of such a function implements it.
///
/// ```
/// use chainrule::{Objective, differentiate};
///
/// #[differentiate]
/// fn bowl(x: &[f64]) -> f64 {
///     x.iter().map(|x| x * x).sum()
/// }
///
/// /// One step downhill.
/// fn step<F: Objective<[f64], Scalar = f64>>(x: &mut [f64], length: f64) -> f64 {
///     let (value, gradient) = F::value_and_gradient(x);
///     for (x, slope) in x.iter_mut().zip(&gradient) {
///         *x -= length * slope;
///     }
///     value
/// }
///
/// let mut x = [1.0, 2.0];
/// assert_eq!(step::<bowl>(&mut x, 0.25), 5.0);
/// assert_eq!(x, [0.5, 1.0]);
/// ```
pub trait Objective<X: ?Sized + Differentiable> {
    /// What the function returns.
    type Scalar;

    /// f(x)
    fn value(x: &X) -> Self::Scalar;

    /// f(x) and ∇f(x), in one pass.
    fn value_and_gradient(x: &X) -> (Self::Scalar, X::Cotangent);

    /// ∇f(x)
    fn gradient(x: &X) -> X::Cotangent {
        Self::value_and_gradient(x).1
    }
}

/// The same for a function with the option `hessian`.
///
/// ```
/// use chainrule::{SmoothObjective, differentiate};
///
/// #[differentiate(hessian)]
/// fn product(x: &[f64; 2]) -> f64 {
///     x[0] * x[1]
/// }
///
/// fn curvature<F: SmoothObjective<[f64; 2]>>(x: &[f64; 2]) -> [f64; 2] {
///     F::hvp(x, &[1.0, 0.0])
/// }
///
/// assert_eq!(curvature::<product>(&[3.0, 4.0]), [0.0, 1.0]);
/// ```
pub trait SmoothObjective<X: ?Sized + Differentiable>: Objective<X> {
    /// ∇f(x), and ∇²f(x) · direction: forward mode over reverse mode (Pearlmutter, 1994).
    fn gradient_and_hvp(x: &X, direction: &X) -> (X::Cotangent, X::Cotangent);

    /// ∇²f(x) · direction
    fn hvp(x: &X, direction: &X) -> X::Cotangent {
        Self::gradient_and_hvp(x, direction).1
    }
}
