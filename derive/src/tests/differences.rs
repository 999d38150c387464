//! Derivatives by extrapolated central differences.

use crate::ir::interpret::Value;

/// The derivative of a function at 0: central differences with two steps, extrapolated
/// (Richardson, 1911), so that the error is of fourth order.
pub fn slope(f: impl Fn(f64) -> f64) -> f64 {
    let central = |h: f64| (f(h) - f(-h)) / (2.0 * h);
    let h = 1e-3;
    (4.0 * central(h / 2.0) - central(h)) / 3.0
}

/// Numbers that no accident makes equal, one for each place.
pub fn weights(count: usize) -> Vec<f64> {
    (0..count).map(|i| 0.7 + 0.31 * (i as f64 * 1.7).sin()).collect()
}

/// ⟨a, b⟩
pub fn inner(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "{a:?} and {b:?}");
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The gradient of ⟨seed, f(args)⟩ in the argument at a position.
pub fn gradient(
    f: &dyn Fn(&[Value]) -> Value,
    args: &[Value],
    position: usize,
    seed: &[f64],
) -> Vec<f64> {
    let center = args[position].reals();
    (0..center.len())
        .map(|i| {
            slope(|h| {
                let mut point = center.clone();
                point[i] += h;
                let mut args = args.to_vec();
                args[position] = args[position].with_reals(&mut point.into_iter());
                inner(&f(&args).reals(), seed)
            })
        })
        .collect()
}

/// Fails where numbers are further apart than differences can be wrong.
pub fn close(what: &str, got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len(), "{what}: {got:?}, expected {expected:?}");
    for (a, b) in got.iter().zip(expected) {
        let near = (a - b).abs() <= 2e-8 * (1.0 + b.abs());
        assert!(near, "{what}: {got:?}, expected {expected:?}");
    }
}
