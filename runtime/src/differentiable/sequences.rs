//! Fixed arrays, slices and vectors.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::path::Path;
use crate::{Differentiable, lengths};

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Cotangent = [T::Cotangent; N];

    const FIXED: bool = T::FIXED;

    #[inline]
    fn zeros(&self) -> Self::Cotangent {
        self.each_ref().map(T::zeros)
    }

    #[inline]
    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
        for (total, term) in total.iter_mut().zip(term) {
            T::add(total, term);
        }
    }

    #[inline]
    fn scale(total: &mut Self::Cotangent, factor: f64) {
        for part in total {
            T::scale(part, factor);
        }
    }

    #[inline]
    #[track_caller]
    fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
        lengths::items(cotangent, self, at);
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for [T] {
    type Cotangent = Vec<T::Cotangent>;

    fn zeros(&self) -> Self::Cotangent {
        self.iter().map(T::zeros).collect()
    }

    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
        assert!(
            total.len() == term.len(),
            "a cotangent of length {} cannot be added to one of length {}",
            term.len(),
            total.len(),
        );
        for (total, term) in total.iter_mut().zip(term) {
            T::add(total, term);
        }
    }

    fn scale(total: &mut Self::Cotangent, factor: f64) {
        for part in total {
            T::scale(part, factor);
        }
    }

    #[inline]
    #[track_caller]
    fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
        lengths::items(cotangent, self, at);
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for Vec<T> {
    type Cotangent = Vec<T::Cotangent>;

    fn zeros(&self) -> Self::Cotangent {
        self.as_slice().zeros()
    }

    fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
        <[T]>::add(total, term);
    }

    fn scale(total: &mut Self::Cotangent, factor: f64) {
        <[T]>::scale(total, factor);
    }

    #[inline]
    #[track_caller]
    fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
        lengths::items(cotangent, self, at);
    }
}
