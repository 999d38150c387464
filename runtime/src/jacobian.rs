//! Jacobians and Hessians as matrices, column by column or row by row: what generated code calls.

use ndarray::Array2;

pub use crate::Numbers;
use crate::{Differentiable, Float, Laned, Lanes};

/// So many columns at most are taken in one pass of as many tangents, not of [`LANES`](crate::LANES).
pub const FEW: usize = 8;

/// How many columns take as long as a row, where several columns are taken at once. Measured, a row takes
/// as long as 1.5 to 2 columns of a chain of rotations, 2 to 7 of three layers, and 0.4 to 0.8 where the
/// tangents of matrices outgrow the cache.
pub const COLUMNS_A_ROW: usize = 2;

/// The unit vector in a place, in the shape of a value.
pub fn unit<T: Float, V: Differentiable + ?Sized>(like: &V, place: Option<usize>) -> V::Cotangent
where
    V::Cotangent: Numbers<T>,
{
    unit_among(like.zeros(), place)
}

/// The unit vector in a place, given zeros.
pub fn unit_among<T: Float, V: Numbers<T>>(mut zeros: V, place: Option<usize>) -> V {
    if let Some(place) = place {
        *zeros.number(place) = T::ONE;
    }
    zeros
}

/// A place in a list of values: the place in the value that it falls into, which comes `before` others of
/// so many numbers.
pub fn within(place: usize, before: usize, count: usize) -> Option<usize> {
    place.checked_sub(before).filter(|place| *place < count)
}

/// The unit vectors in `N` places that follow each other, in the shape of a value that comes `before`
/// others of so many numbers; 0 where a place falls into another value.
pub fn units<T: Float, V: Laned<N> + ?Sized, const N: usize>(
    like: &V,
    place: usize,
    before: usize,
) -> V::Tangents
where
    V::Tangents: Numbers<Lanes<T, N>>,
{
    let mut units = like.zero_tangents();
    let count = units.count();
    for lane in 0..N {
        if let Some(place) = within(place + lane, before, count) {
            units.number(place)[lane] = T::ONE;
        }
    }
    units
}

/// A matrix of so many columns; `columns` yields as many as there are lanes, from one on, row by row.
///
/// # Panics
///
/// Where columns differ in length.
pub fn by_lanes<T: Float, const N: usize>(
    count: usize,
    mut columns: impl FnMut(usize) -> Vec<Lanes<T, N>>,
) -> Array2<T> {
    if count == 0 {
        return without_columns(columns(0).len());
    }
    let chunks: Vec<_> = (0..count).step_by(N).map(columns).collect();
    let height = chunks.first().map_or(0, Vec::len);
    let longest = chunks.iter().map(Vec::len).max().unwrap_or(0);
    assert_eq!(height, longest, "columns of one length");
    Array2::from_shape_fn((height, count), |(i, j)| chunks[j / N][i][j % N])
}

/// A matrix of so many columns; `column` yields each.
///
/// # Panics
///
/// Where columns differ in length.
pub fn by_columns<T: Float>(count: usize, mut column: impl FnMut(usize) -> Vec<T>) -> Array2<T> {
    if count == 0 {
        return without_columns(column(0).len());
    }
    by_rows(count, column).reversed_axes()
}

/// There is one pass even so, which tells how many rows there are.
fn without_columns<T: Float>(height: usize) -> Array2<T> {
    Array2::from_elem((height, 0), T::ZERO)
}

/// A matrix of so many rows; `row` yields each.
///
/// # Panics
///
/// Where rows differ in length.
pub fn by_rows<T: Float>(count: usize, row: impl FnMut(usize) -> Vec<T>) -> Array2<T> {
    let rows: Vec<Vec<T>> = (0..count).map(row).collect();
    let width = rows.first().map_or(0, Vec::len);
    Array2::from_shape_vec((count, width), rows.concat()).expect("rows of one length")
}
