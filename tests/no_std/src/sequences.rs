//! Slices, vectors and loops of any length.

use chainrule::{Differentiable, Float, differentiate};

extern crate alloc;
use alloc::vec::Vec;

/// A loop that keeps something.
#[differentiate(hessian)]
pub fn power(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = y * y;
    }
    y
}

/// Of a slice.
#[differentiate(hessian, lanes)]
pub fn stretched(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        let d = x[i] - x[i - 1];
        sum += k * d * d;
    }
    sum
}

/// Makes a vector, and calls.
#[differentiate]
pub fn scaled<T: Float>(x: &[T], k: T) -> Vec<T> {
    let mut y = x.to_vec();
    for e in y.iter_mut() {
        *e *= k;
    }
    y
}

/// A vector in a struct.
#[derive(Differentiable, Clone, Debug)]
pub struct Model {
    /// Its weights.
    pub weights: Vec<f64>,
}

/// Of a struct, with a vector of its own.
#[differentiate]
pub fn output(model: &Model, x: &[f64]) -> f64 {
    let y = scaled(x, 2.0);
    let terms: Vec<f64> = model.weights.iter().zip(&y).map(|(w, y)| w * y).collect();
    terms.iter().sum::<f64>() + power(x[0], 2)
}

/// A recursion, whose residuals are boxed.
#[differentiate]
pub fn descent(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { x * descent(x + 1.0, n - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn derivatives_of_sequences() {
        assert_eq!((power::gradient(1.0, 3), power::hessian(1.0, 3)), (8.0, [[56.0]]));
        assert_eq!(stretched::gradient(&[0.0, 1.0, 3.0], 1.0), (vec![-2.0, -2.0, 4.0], 5.0));
        let model = Model { weights: vec![1.0, 2.0] };
        let (model_bar, x_bar) = output::gradient(&model, &[1.0, 0.5]);
        assert_eq!((model_bar.weights, x_bar), (vec![2.0, 1.0], vec![6.0, 4.0]));
        // x (x + 1) (x + 2)
        assert_eq!(descent::gradient(1.0, 2), 11.0);
    }
}
