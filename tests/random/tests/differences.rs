//! Every program: the value to the bit, the gradient against differences, the tangent against the
//! gradient, and the Hessian against differences of the gradient.

use chainrule_random::{PROGRAMS, Program};

/// Where programs are tried.
const POINTS: [[f64; 4]; 3] =
    [[0.3, 0.8, -0.4, 0.6], [-0.2, 0.5, 0.9, 0.1], [0.7, -0.6, 0.35, -0.15]];

/// Extrapolated central differences with two steps, so that a jump nearby shows.
fn slopes(f: impl Fn(&[f64]) -> f64, x: &[f64], i: usize) -> [f64; 2] {
    let central = |h: f64| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (f(&up) - f(&down)) / (2.0 * h)
    };
    [1e-4, 1e-5].map(|h| (4.0 * central(0.5 * h) - central(h)) / 3.0)
}

fn check(program: &Program, x: &[f64], n: usize) {
    let Program { name, source, value, gradient, .. } = program;
    let (ours, bars) = gradient(x, n);
    let expected = value(x, n);
    assert_eq!(ours.to_bits(), expected.to_bits(), "the value of {name} at {x:?}:\n{source}");
    for (i, bar) in bars.iter().enumerate() {
        let [coarse, fine] = slopes(|x| value(x, n), x, i);
        let scale = 1.0 + bar.abs().max(fine.abs());
        // Differences of a large value are rounded: by some units in its last place, over the step.
        let rounding = 16.0 * f64::EPSILON * expected.abs() / 1e-5;
        let smooth = (coarse - fine).abs() < 1e-5 * scale;
        let close = (fine - bar).abs() < 1e-5 * scale + rounding;
        assert!(
            close || !smooth,
            "{name} at {x:?} with n = {n}, slope {i}: {bar}, by differences {fine}\n{source}"
        );
    }
}

fn everywhere(check: fn(&Program, &[f64], usize)) {
    for program in PROGRAMS {
        for x in &POINTS {
            for n in [0, 3] {
                check(program, x, n);
            }
        }
    }
}

#[test]
fn values_and_gradients() {
    everywhere(check);
}

/// ⟨∇f, ẋ⟩ by both modes, and the value to the bit.
fn check_tangent(program: &Program, x: &[f64], n: usize) {
    let Program { name, source, value, gradient, jvp, .. } = program;
    let direction = [0.6, -0.3, 0.8, 0.5];
    let (ours, dot) = jvp(x, n, &direction);
    let expected = value(x, n);
    assert_eq!(ours.to_bits(), expected.to_bits(), "the value of {name} at {x:?}:\n{source}");
    let terms: Vec<f64> = gradient(x, n).1.iter().zip(direction).map(|(a, b)| a * b).collect();
    let (sum, scale) = (terms.iter().sum::<f64>(), terms.iter().map(|t| t.abs()).sum::<f64>());
    let close = (dot - sum).abs() <= 1e-9 * (1.0 + scale) || (dot.is_nan() && sum.is_nan());
    assert!(close, "{name} at {x:?} with n = {n}: {dot} forward, {sum} reverse\n{source}");
}

#[test]
fn tangents_agree_with_gradients() {
    everywhere(check_tangent);
}

/// ∇²f · ẋ against differences of the gradient, and symmetric.
fn check_hessian(program: &Program, x: &[f64], n: usize) {
    let Program { name, source, gradient, gradient_jvp, .. } = program;
    let [one, other] = [[0.6, -0.3, 0.8, 0.5], [0.2, 0.9, -0.4, 0.7]];
    let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (bars, product) = gradient_jvp(x, n, &one);
    let same = bars
        .iter()
        .zip(&gradient(x, n).1)
        .all(|(a, b)| (a - b).abs() <= 1e-12 * (1.0 + b.abs()) || (a.is_nan() && b.is_nan()));
    assert!(same, "{name} at {x:?} with n = {n}: {bars:?}\n{source}");
    let (ours, back) = (inner(&product, &other), inner(&gradient_jvp(x, n, &other).1, &one));
    let size = |v: &[f64]| v.iter().map(|v| v.abs()).sum::<f64>();
    let symmetric = (ours - back).abs() <= 1e-9 * (1.0 + size(&product));
    assert!(symmetric, "{name} at {x:?} with n = {n}: {ours} and {back}\n{source}");
    for i in 0..x.len() {
        let mut unit = [0.0; 4];
        unit[i] = 1.0;
        let along = inner(&gradient_jvp(x, n, &unit).1, &other);
        let [coarse, fine] = slopes(|x| inner(&gradient(x, n).1, &other), x, i);
        let scale = 1.0 + along.abs().max(fine.abs());
        let rounding = 64.0 * f64::EPSILON * size(&bars) / 1e-5;
        // Where the slope is huge, a sine of something huge may oscillate within a step.
        let smooth = (coarse - fine).abs() < 1e-4 * scale && size(&bars) < 1e6;
        let close = (fine - along).abs() < 1e-4 * scale + rounding;
        assert!(
            close || !smooth,
            "{name} at {x:?} with n = {n}, column {i}: {along}, by differences {fine}\n{source}"
        );
    }
}

#[test]
fn hessians_agree_with_differences_of_gradients() {
    everywhere(check_hessian);
}

/// Were every comparison skipped as not smooth, the other test could not fail.
#[test]
fn most_programs_are_smooth_where_they_are_tried() {
    let smooth = |program: &&Program| {
        let [coarse, fine] = slopes(|x| (program.value)(x, 3), &POINTS[0], 1);
        (coarse - fine).abs() < 1e-5 * (1.0 + fine.abs())
    };
    assert!(PROGRAMS.iter().filter(smooth).count() * 10 > PROGRAMS.len() * 9);
}
