//! x² and its derivative.

use chainrule::differentiate;

/// x²
#[differentiate]
pub fn square(x: f64) -> f64 {
    x * x
}
