//! What the tests of chainrule share: derivatives by other means.

/// The derivative of `f` at `x` by central differences, extrapolated once (Richardson, 1911).
pub fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3 * x.abs().max(1.0);
    let slope = |h: f64| (f(x + h) - f(x - h)) / (2.0 * h);
    let (a, b, c) = (slope(h), slope(h / 2.0), slope(h / 4.0));
    let (ab, bc) = ((4.0 * b - a) / 3.0, (4.0 * c - b) / 3.0);
    (16.0 * bc - ab) / 15.0
}

/// Asserts that two numbers agree to a relative error of 1e-7.
///
/// # Panics
///
/// Where they do not.
#[track_caller]
pub fn assert_close(ours: f64, theirs: f64) {
    let scale = ours.abs().max(theirs.abs()).max(1.0);
    assert!((ours - theirs).abs() <= 1e-7 * scale, "{ours} against {theirs}");
}
