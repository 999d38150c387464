//! From arrays of any strides to the slices that kernels take, copying only where strides demand.

use ndarray::{Array, ArrayRef, Dimension};

use crate::Float;

/// Whether `x` is contiguous with its first axis the fastest, and not also with its last.
fn is_column_major<T, D: Dimension>(x: &ArrayRef<T, D>) -> bool {
    !x.is_standard_layout() && x.t().is_standard_layout()
}

/// `kernel` of all elements, laid out as `x` is.
pub(super) fn map<T: Float, D: Dimension>(
    x: &ArrayRef<T, D>,
    kernel: impl FnOnce(&[T::Simd], &mut [T::Simd]),
) -> Array<T, D> {
    if is_column_major(x) {
        return map_rows(&x.t(), kernel).reversed_axes();
    }
    map_rows(x, kernel)
}

fn map_rows<T: Float, D: Dimension>(
    x: &ArrayRef<T, D>,
    kernel: impl FnOnce(&[T::Simd], &mut [T::Simd]),
) -> Array<T, D> {
    let x = x.as_standard_layout();
    let mut y = Array::zeros(x.raw_dim());
    kernel(T::as_simd(slice(&x)), T::as_simd_mut(slice_mut(&mut y)));
    y
}

/// Runs `kernel(value, g, total)` over all elements; it adds to `total`.
pub(super) fn accumulate<T: Float, D: Dimension>(
    value: &ArrayRef<T, D>,
    g: &ArrayRef<T, D>,
    total: &mut ArrayRef<T, D>,
    kernel: impl FnOnce(&[T::Simd], &[T::Simd], &mut [T::Simd]),
) {
    check_same("the cotangent of the output", g.shape(), "the output", value.shape());
    check_same("the cotangent of the input", total.shape(), "the input", value.shape());
    if is_column_major(total) {
        let mut total = total.view_mut().reversed_axes();
        return accumulate_rows(&value.t(), &g.t(), &mut total, kernel);
    }
    accumulate_rows(value, g, total, kernel);
}

fn accumulate_rows<T: Float, D: Dimension>(
    value: &ArrayRef<T, D>,
    g: &ArrayRef<T, D>,
    total: &mut ArrayRef<T, D>,
    kernel: impl FnOnce(&[T::Simd], &[T::Simd], &mut [T::Simd]),
) {
    let value = value.as_standard_layout();
    let g = g.as_standard_layout();
    let (value, g) = (T::as_simd(slice(&value)), T::as_simd(slice(&g)));
    with_rows(total, |total| kernel(value, g, T::as_simd_mut(total)));
}

/// Has `add` add its terms to all elements of `total`, in row-major order.
pub(super) fn with_rows<T: Float, D: Dimension>(
    total: &mut ArrayRef<T, D>,
    add: impl FnOnce(&mut [T]),
) {
    if let Some(total) = total.as_slice_mut() {
        return add(total);
    }
    let mut terms = Array::zeros(total.raw_dim());
    add(slice_mut(&mut terms));
    total.zip_mut_with(&terms, |total, &term| *total += term);
}

/// The elements of an array in standard layout.
pub(super) fn slice<T, D: Dimension>(x: &ArrayRef<T, D>) -> &[T] {
    x.as_slice().expect("the standard layout is contiguous")
}

/// The elements of an array in standard layout.
pub(super) fn slice_mut<T, D: Dimension>(x: &mut ArrayRef<T, D>) -> &mut [T] {
    x.as_slice_mut().expect("the standard layout is contiguous")
}

/// Panics where two shapes differ.
pub(super) fn check_same(what: &str, got: &[usize], whose: &str, expected: &[usize]) {
    assert!(got == expected, "{what} has shape {got:?}, {whose} {expected:?}");
}
