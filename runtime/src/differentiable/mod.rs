//! The traits that generated code speaks.

#[cfg(feature = "ndarray")]
mod arrays;
mod scalars;
mod sequences;
mod tuples;

use crate::path::Path;

/// A type whose values carry derivatives.
///
/// The cotangent of a value has the shape of the value and owns its numbers: `f64` for `f64`,
/// `[f64; 3]` for `[f64; 3]`, `Vec<f64>` for `[f64]` and `Vec<f64>`, an owned `Array` for an array
/// or a view. References have the cotangent of what they point to.
///
/// ```
/// use chainrule::Differentiable;
///
/// let weights = (vec![1.0, 2.0], 3.0);
/// let mut total = weights.zeros();
/// <(Vec<f64>, f64)>::add(&mut total, &(vec![0.5, 0.0], 1.0));
/// <(Vec<f64>, f64)>::scale(&mut total, 2.0);
/// assert_eq!(total, (vec![1.0, 0.0], 2.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative",
    label = "not a type that carries derivatives",
    note = "structs get one by `#[derive(Differentiable)]`, fields without one by `#[constant]`"
)]
pub trait Differentiable {
    /// What a derivative with respect to such a value looks like.
    type Cotangent: Differentiable<Cotangent = Self::Cotangent>;

    /// Whether all values of the type have one shape, so that [`fits`](Differentiable::fits) has nothing to
    /// compare.
    const FIXED: bool = false;

    /// The zero cotangent of this value's shape.
    fn zeros(&self) -> Self::Cotangent;

    /// `total += term`.
    ///
    /// # Panics
    ///
    /// Where the two differ in length or shape, naming both.
    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent);

    /// `total *= factor`.
    fn scale(total: &mut Self::Cotangent, factor: f64);

    /// Asserts that a cotangent has the shape of this value; `at` is what it is called. Items of sequences are
    /// looked at in debug builds only.
    ///
    /// # Panics
    ///
    /// Where lengths or shapes differ, naming the part and both.
    fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
        let _ = (cotangent, at);
    }
}

/// What every handle tells its callers: the type its `forward` keeps for its `backward`.
///
/// `G` is the generic parameter of the function, or a tuple of them where it has several.
pub trait Differentiated<G = ()> {
    /// The values that `forward` returns beside the output and `backward` borrows.
    type Residuals;
}

/// What the handle of a function with second derivatives tells its callers beside that: the type of
/// the tangents of its residuals.
pub trait TwiceDifferentiated<G = ()>: Differentiated<G> {
    /// The tangents of those residuals that have one.
    type Tangent;
}
