//! Derivatives by differences, and by the other mode.

use chainrule_tests::{assert_all_close, assert_close, assert_within, differences};

/// Where functions of so many numbers are looked at.
pub fn point(count: usize) -> Vec<f64> {
    (0..count).map(|i| 0.7 + 0.4 * (1.9 * i as f64 + 0.3).sin()).collect()
}

/// Some direction.
fn direction(count: usize) -> Vec<f64> {
    (0..count).map(|i| (0.8 * i as f64 + 1.1).cos()).collect()
}

/// A gradient against differences.
#[track_caller]
pub fn gradient(at: &[f64], f: impl Fn(&[f64]) -> f64, gradient: impl Fn(&[f64]) -> Vec<f64>) {
    assert_all_close(&gradient(at), &differences(f, at));
}

/// A tangent against the gradient, and the value beside it.
#[track_caller]
pub fn tangent(
    at: &[f64],
    f: impl Fn(&[f64]) -> f64,
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    jvp: impl Fn(&[f64], &[f64]) -> (f64, f64),
) {
    let along = direction(at.len());
    let (value, slope) = jvp(at, &along);
    assert_close(value, f(at));
    let expected: f64 = gradient(at).iter().zip(&along).map(|(bar, dot)| bar * dot).sum();
    assert_close(slope, expected);
}

/// The product of the Hessian with a direction, against differences of the gradient.
#[track_caller]
pub fn curvature(
    at: &[f64],
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let along = direction(at.len());
    let product = hvp(at, &along);
    assert_eq!(product.len(), at.len());
    let moved = |h: f64| -> Vec<f64> {
        let at: Vec<f64> = at.iter().zip(&along).map(|(x, d)| x + h * d).collect();
        gradient(&at)
    };
    for (i, ours) in product.iter().enumerate() {
        let slope = |h: f64| (moved(h)[i] - moved(-h)[i]) / (2.0 * h);
        assert_within(*ours, (4.0 * slope(5e-4) - slope(1e-3)) / 3.0, 1e-6);
    }
}
