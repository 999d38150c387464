//! Something else than the value that is wanted at the end.

use chainrule::differentiate;

#[differentiate]
fn not_wrapped(x: f64) -> Result<f64, String> {
    x
}

#[differentiate]
fn not_there_perhaps(x: f64) -> Option<f64> {
    x * 2.0
}

#[differentiate]
fn wrapped(x: f64) -> f64 {
    Ok(x)
}

#[differentiate]
fn without_sum(x: &[f64]) -> f64 {
    x.iter().map(|v| v * 2.0)
}

#[differentiate]
fn without_unwrap(x: &[f64]) -> f64 {
    x.first()
}

fn main() {}
