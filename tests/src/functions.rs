//! Functions that several tests differentiate.

use chainrule::{Float, differentiate};

/// Rosenbrock's valley, as steep as asked: Σᵢ k (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)².
#[differentiate(order = 3)]
pub fn valley<T: Float>(x: &[T], stiffness: T) -> T {
    let mut sum = T::ZERO;
    for i in 0..x.len() - 1 {
        let climb = x[i + 1] - x[i] * x[i];
        sum += stiffness * climb * climb + (T::ONE - x[i]) * (T::ONE - x[i]);
    }
    sum
}
