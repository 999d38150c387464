//! Owned arrays, views, and the `ArrayRef` that both point to.

use ndarray::{Array, ArrayBase, ArrayRef, Data, Dimension};

use crate::array::{Element, add_scaled};
use crate::path::Path;
use crate::{Differentiable, Float, lengths};

impl<X: Element, D: Dimension> Differentiable for ArrayRef<X, D> {
    type Cotangent = Array<X, D>;

    fn zeros(&self) -> Array<X, D> {
        Array::zeros(self.raw_dim())
    }

    fn add(total: &mut Array<X, D>, term: &Array<X, D>) {
        add_scaled(total, X::Number::ONE, term);
    }

    fn scale(total: &mut Array<X, D>, factor: f64) {
        let factor = X::Number::from_f64(factor);
        total.map_inplace(|x| *x = *x * factor);
    }

    #[inline]
    #[track_caller]
    fn fits(&self, cotangent: &Array<X, D>, at: Path<'_>) {
        if self.shape() != cotangent.shape() {
            lengths::differs(at, "shape", &cotangent.shape(), &self.shape());
        }
    }
}

impl<S, D> Differentiable for ArrayBase<S, D>
where
    S: Data,
    S::Elem: Element,
    D: Dimension,
{
    type Cotangent = Array<S::Elem, D>;

    fn zeros(&self) -> Self::Cotangent {
        ArrayRef::zeros(self)
    }

    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
        ArrayRef::add(total, term);
    }

    fn scale(total: &mut Self::Cotangent, factor: f64) {
        ArrayRef::scale(total, factor);
    }

    #[inline]
    #[track_caller]
    fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
        ArrayRef::fits(self, cotangent, at);
    }
}
