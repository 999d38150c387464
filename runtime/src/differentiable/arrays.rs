//! Owned arrays, views, and the `ArrayRef` that both point to.

use ndarray::{Array, ArrayBase, ArrayRef, Data, Dimension};

use crate::{Differentiable, Float, array};

impl<T: Float, D: Dimension> Differentiable for ArrayRef<T, D> {
    type Cotangent = Array<T, D>;

    fn zeros(&self) -> Array<T, D> {
        Array::zeros(self.raw_dim())
    }

    fn add(total: &mut Array<T, D>, term: &Array<T, D>) {
        array::add_scaled(total, T::ONE, term);
    }

    fn scale(total: &mut Array<T, D>, factor: f64) {
        let factor = T::from_f64(factor);
        total.map_inplace(|x| *x *= factor);
    }
}

impl<S, D> Differentiable for ArrayBase<S, D>
where
    S: Data,
    S::Elem: Float,
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
}
