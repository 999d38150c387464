//! The traits that generated code speaks.

/// A type whose values carry derivatives.
pub trait Differentiable {
    /// What a derivative with respect to such a value looks like.
    type Cotangent;

    /// The zero cotangent of this value's shape.
    fn zeros(&self) -> Self::Cotangent;

    /// `total += term`.
    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent);

    /// `total *= factor`.
    fn scale(total: &mut Self::Cotangent, factor: f64);
}

/// What every handle tells its callers: the type its `forward` keeps for its `backward`.
///
/// `G` is the generic parameter of the function, or a tuple of them where it has several.
pub trait Differentiated<G = ()> {
    /// The values that `forward` returns beside the output and `backward` borrows.
    type Residuals;
}
