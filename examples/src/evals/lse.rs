//! log Σᵢ exp xᵢ, without overflow.

use chainrule::differentiate;

/// log Σᵢ exp xᵢ: the largest element is subtracted before, and added again.
///
/// Minus infinity for no elements.
#[differentiate]
pub fn logsumexp(x: &[f64]) -> f64 {
    let mut largest = f64::NEG_INFINITY;
    for &value in x {
        if value > largest {
            largest = value;
        }
    }
    let mut sum = 0.0;
    for &value in x {
        sum += (value - largest).exp();
    }
    sum.ln() + largest
}
