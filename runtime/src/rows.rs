//! Sums and additions along rows of numbers, as backward loops have them.

use crate::Scalar;

/// `Σ xᵢ yᵢ`, in eight sums side by side: one sum would wait for each addition before the next.
#[doc(hidden)]
#[inline]
pub fn sum_of_products<T: Scalar>(x: &[T], y: &[T]) -> T {
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<8>(), y.as_chunks::<8>());
    let mut sums = [T::default(); 8];
    for (x, y) in x.iter().zip(y) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += *x * *y;
        }
    }
    let rest: T = x_rest.iter().zip(y_rest).map(|(x, y)| *x * *y).sum();
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h)) + rest
}

/// `totalᵢ += factor · xᵢ`
#[doc(hidden)]
#[inline]
pub fn add_multiple<T: Scalar>(total: &mut [T], factor: T, x: &[T]) {
    for (total, x) in total.iter_mut().zip(x) {
        *total += factor * *x;
    }
}

/// The same, but nothing where `xᵢ` is 0, whatever the factor is.
#[doc(hidden)]
#[inline]
pub fn add_multiple_unless_zero<T: Scalar>(total: &mut [T], factor: T, x: &[T]) {
    // Neither infinite nor NaN.
    if factor * T::default() == T::default() {
        return add_multiple(total, factor, x);
    }
    for (total, x) in total.iter_mut().zip(x) {
        if *x != T::default() {
            *total += factor * *x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{add_multiple, add_multiple_unless_zero, sum_of_products};

    #[test]
    fn along_rows() {
        for n in [0, 1, 7, 8, 9, 31] {
            let x: Vec<f64> = (0..n).map(f64::from).collect();
            let squares = f64::from(n * (n - 1) * (2 * n - 1)) / 6.0;
            assert_eq!(sum_of_products(&x, &x), squares);
            let mut total = vec![1.0; x.len()];
            add_multiple(&mut total, 0.5, &x);
            assert!(total.iter().zip(&x).all(|(total, x)| *total == 1.0 + 0.5 * x));
        }
    }

    #[test]
    fn nothing_where_there_is_nothing() {
        let mut total = [1.0f32, 1.0];
        add_multiple_unless_zero(&mut total, f32::INFINITY, &[0.0, -2.0]);
        assert_eq!(total, [1.0, f32::NEG_INFINITY]);
        add_multiple_unless_zero(&mut total, 2.0, &[3.0, 1.0]);
        assert_eq!(total, [7.0, f32::NEG_INFINITY]);
        add_multiple_unless_zero(&mut total, f32::NAN, &[0.0, 0.0]);
        assert_eq!(total, [7.0, f32::NEG_INFINITY]);
    }
}
