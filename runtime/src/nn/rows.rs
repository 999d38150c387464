//! The sum of the exponentials of a row, without overflow.

use ndarray::{Array1, Array2, ArrayRef, Ix2};

use super::layout::{slice, slice_mut};
use crate::Float;
use crate::simd::Elementwise;

/// The sum of `e^(xᵢ - shift)` over a row; the shift is its largest entry.
pub(super) struct RowSum<T> {
    shift: T,
    sum: T,
    log_sum: T,
}

impl<T: Float> RowSum<T> {
    /// Leaves the exponentials in a slice as long as the row.
    pub(super) fn new(row: &[T], exponentials: &mut [T]) -> Self {
        let max = T::from_simd(T::Simd::max(T::as_simd(row)));
        if max == T::INFINITY {
            return Self::infinite(row, exponentials);
        }
        let shift = if max == T::NEG_INFINITY { T::ZERO } else { max };
        let (row, exponentials) = (T::as_simd(row), T::as_simd_mut(exponentials));
        let sum = T::from_simd(T::Simd::exp_sub_sum(row, shift.into_simd(), exponentials));
        Self { shift, sum, log_sum: sum.ln() }
    }

    /// The limit where entries grow without bound together.
    fn infinite(row: &[T], exponentials: &mut [T]) -> Self {
        for (e, &x) in exponentials.iter_mut().zip(row) {
            *e = match () {
                () if x.is_nan() => x,
                () if x == T::INFINITY => T::ONE,
                () => T::ZERO,
            };
        }
        let sum: T = exponentials.iter().sum();
        Self { shift: T::INFINITY, sum, log_sum: sum.ln() }
    }

    /// `ln Σ e^xᵢ`.
    pub(super) fn logsumexp(&self) -> T {
        self.shift + self.log_sum
    }

    /// `x - logsumexp` for an entry of the row.
    pub(super) fn log_probability(&self, x: T) -> T {
        let distance = if x == self.shift { T::ZERO } else { x - self.shift };
        distance - self.log_sum
    }

    /// [`log_probability`](Self::log_probability) of all entries.
    pub(super) fn log_probabilities(&self, row: &[T], out: &mut [T]) {
        for (out, &x) in out.iter_mut().zip(row) {
            *out = self.log_probability(x);
        }
    }

    /// Divides the exponentials by their sum.
    pub(super) fn normalise(&self, exponentials: &mut [T]) {
        for e in exponentials {
            *e /= self.sum;
        }
    }
}

/// A matrix made row by row: `row_map(row of x, row of the result)`.
pub(super) fn map_rows<T: Float>(
    x: &ArrayRef<T, Ix2>,
    mut row_map: impl FnMut(&[T], &mut [T]),
) -> Array2<T> {
    let x = x.as_standard_layout();
    let mut y = Array2::zeros(x.raw_dim());
    for (row, mut out) in x.rows().into_iter().zip(y.rows_mut()) {
        row_map(slice(&row), slice_mut(&mut out));
    }
    y
}

/// One number for each row: `row_map(row, scratch of its length)`.
pub(super) fn fold_rows<T: Float>(
    x: &ArrayRef<T, Ix2>,
    mut row_map: impl FnMut(&[T], &mut [T]) -> T,
) -> Array1<T> {
    let x = x.as_standard_layout();
    let mut scratch = vec![T::ZERO; x.ncols()];
    x.rows().into_iter().map(|row| row_map(slice(&row), &mut scratch)).collect()
}
