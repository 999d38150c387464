//! Softmax and its kin, over the rows of a matrix.

use ndarray::{Array1, Array2, ArrayRef, Ix2};

use super::layout::{check_same, slice, with_rows};
use super::rows::{RowSum, fold_rows, map_rows};
use crate::array::sums;
use crate::{Differentiated, Float, Shadow};

/// `e^xᵢ / Σⱼ e^xⱼ` along every row of a matrix.
///
/// The largest entry of a row is subtracted first, so that nothing overflows. At infinite entries
/// this is the limit: those of `-∞` have probability 0, those of `+∞` share all of it. A row with
/// nothing but `-∞` has no limit and becomes NaN, as does a row with a NaN.
pub fn softmax<T: Float>(x: &ArrayRef<T, Ix2>) -> Array2<T> {
    map_rows(x, |row, p| RowSum::new(row, p).normalise(p))
}

/// `xᵢ - ln Σⱼ e^xⱼ` along every row of a matrix, the logarithm of [`softmax`](fn@softmax).
///
/// Accurate where probabilities vanish; at infinite entries the logarithm of softmax's limits.
pub fn log_softmax<T: Float>(x: &ArrayRef<T, Ix2>) -> Array2<T> {
    map_rows(x, |row, y| RowSum::new(row, y).log_probabilities(row, y))
}

/// `ln Σⱼ e^xⱼ` of every row of a matrix, without overflow.
///
/// `-∞` for a row of `-∞` or of no entries, `+∞` where an entry is `+∞`, NaN where one is NaN.
pub fn logsumexp<T: Float>(x: &ArrayRef<T, Ix2>) -> Array1<T> {
    fold_rows(x, |row, scratch| RowSum::new(row, scratch).logsumexp())
}

/// The derivative of [`softmax`](fn@softmax).
#[allow(non_camel_case_types)]
pub enum softmax {}

impl<T: Float> Differentiated<T> for softmax {
    type Residuals = Array2<T>;
}

impl softmax {
    /// The probabilities, of which a copy is kept.
    pub fn forward<T: Float>(x: &ArrayRef<T, Ix2>) -> (Array2<T>, Array2<T>) {
        let y = softmax(x);
        (y.clone(), y)
    }

    /// `x_bar += y (output_bar - y · output_bar)` by rows.
    ///
    /// # Panics
    ///
    /// Where the shapes of the cotangents are not that of `x`, naming both.
    pub fn backward<T: Float>(
        _x: &ArrayRef<T, Ix2>,
        residuals: &Array2<T>,
        output_bar: Array2<T>,
        mut x_bar: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        if let Some(x_bar) = x_bar.target() {
            add_by_rows(residuals, &output_bar, x_bar, |y, y_bar, x_bar| {
                let mean = sums::dot(y, y_bar);
                for ((x_bar, &y), &y_bar) in x_bar.iter_mut().zip(y).zip(y_bar) {
                    *x_bar += y * (y_bar - mean);
                }
            });
        }
    }
}

/// The derivative of [`log_softmax`](fn@log_softmax).
#[allow(non_camel_case_types)]
pub enum log_softmax {}

impl<T: Float> Differentiated<T> for log_softmax {
    type Residuals = Array2<T>;
}

impl log_softmax {
    /// The logarithms; the probabilities are kept.
    pub fn forward<T: Float>(x: &ArrayRef<T, Ix2>) -> (Array2<T>, Array2<T>) {
        let mut y = Array2::zeros(x.raw_dim());
        let mut y_rows = y.rows_mut().into_iter();
        let p = map_rows(x, |row, p| {
            let sum = RowSum::new(row, p);
            let mut y_row = y_rows.next().expect("`y` has the rows of `x`");
            sum.log_probabilities(row, y_row.as_slice_mut().expect("a new row is contiguous"));
            sum.normalise(p);
        });
        (y, p)
    }

    /// `x_bar += output_bar - p Σ output_bar` by rows, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shapes of the cotangents are not that of `x`, naming both.
    pub fn backward<T: Float>(
        _x: &ArrayRef<T, Ix2>,
        residuals: &Array2<T>,
        output_bar: Array2<T>,
        mut x_bar: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        if let Some(x_bar) = x_bar.target() {
            add_by_rows(residuals, &output_bar, x_bar, |p, y_bar, x_bar| {
                let total = sums::sum(y_bar);
                for ((x_bar, &p), &y_bar) in x_bar.iter_mut().zip(p).zip(y_bar) {
                    *x_bar += y_bar - p * total;
                }
            });
        }
    }
}

/// The derivative of [`logsumexp`](fn@logsumexp).
#[allow(non_camel_case_types)]
pub enum logsumexp {}

impl<T: Float> Differentiated<T> for logsumexp {
    type Residuals = Array2<T>;
}

impl logsumexp {
    /// The sums; the probabilities of [`softmax`](fn@softmax) are kept.
    pub fn forward<T: Float>(x: &ArrayRef<T, Ix2>) -> (Array1<T>, Array2<T>) {
        let mut sums = Vec::with_capacity(x.nrows());
        let p = map_rows(x, |row, p| {
            let sum = RowSum::new(row, p);
            sums.push(sum.logsumexp());
            sum.normalise(p);
        });
        (Array1::from_vec(sums), p)
    }

    /// `x_bar += p output_bar` by rows, with the probabilities `p`.
    ///
    /// # Panics
    ///
    /// Where the shape of `x_bar` is not that of `x`, or `output_bar` has not one entry a row.
    pub fn backward<T: Float>(
        _x: &ArrayRef<T, Ix2>,
        residuals: &Array2<T>,
        output_bar: Array1<T>,
        mut x_bar: impl Shadow<ArrayRef<T, Ix2>>,
    ) {
        let rows = [residuals.nrows()];
        check_same("the cotangent of the output", output_bar.shape(), "the output", &rows);
        if let Some(x_bar) = x_bar.target() {
            check_same("the cotangent of the input", x_bar.shape(), "the input", residuals.shape());
            for ((mut x_bar, p), &g) in
                x_bar.rows_mut().into_iter().zip(residuals.rows()).zip(&output_bar)
            {
                x_bar.zip_mut_with(&p, |x_bar, &p| *x_bar += p * g);
            }
        }
    }
}

/// Runs `add(row of the value, of its cotangent, of the total)` over all rows.
fn add_by_rows<T: Float>(
    value: &Array2<T>,
    g: &Array2<T>,
    total: &mut ArrayRef<T, Ix2>,
    add: impl Fn(&[T], &[T], &mut [T]),
) {
    check_same("the cotangent of the output", g.shape(), "the output", value.shape());
    check_same("the cotangent of the input", total.shape(), "the input", value.shape());
    let (value, g) = (value.as_standard_layout(), g.as_standard_layout());
    let columns = value.ncols().max(1);
    with_rows(total, |total| {
        let rows = slice(&value).chunks_exact(columns).zip(slice(&g).chunks_exact(columns));
        for (total, (value, g)) in total.chunks_exact_mut(columns).zip(rows) {
            add(value, g, total);
        }
    });
}
