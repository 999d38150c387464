//! Means of several tangents, which no division by themselves makes.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use super::Element;
use crate::Float;

/// The mean of all elements.
///
/// # Panics
///
/// Where there are none.
pub fn mean<X: Element, D: Dimension>(array: &ArrayRef<X, D>) -> X {
    assert!(!array.is_empty(), "the mean of an empty array");
    array.sum() / X::Number::from_f64(array.len() as f64)
}

/// The mean along an axis.
///
/// # Panics
///
/// Where the axis is empty, or there is no such axis.
pub fn mean_axis<X: Element, D: RemoveAxis>(
    array: &ArrayRef<X, D>,
    axis: Axis,
) -> Array<X, D::Smaller> {
    let count = array.len_of(axis);
    assert!(count > 0, "the mean along an empty axis");
    let count = X::Number::from_f64(count as f64);
    array.sum_axis(axis).mapv_into(|sum| sum / count)
}
