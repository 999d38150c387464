//! Values whose tangents are infinite at the point, that are kept, and that nothing reads there: products of
//! the Hessian with a direction, by hand.

use chainrule::differentiate;

const AT: [f64; 4] = [0.0, 0.45, -0.7, 0.25];
const ALONG: [f64; 4] = [0.6, -0.3, 0.8, 0.5];

/// Overtaken before the next round reads it.
#[differentiate(hessian)]
fn next_round(x: &[f64]) -> f64 {
    let (mut s, mut r) = (0.4_f64, 0.3_f64);
    for i in 0..3 {
        s += r.sin();
        r = x[0].cbrt() * x[i];
        if x[0].abs() < 0.05 {
            r = x[1] * x[2];
        }
    }
    s
}

/// Read in the arm that is not taken, as a factor of something else.
#[differentiate(hessian)]
fn other_arm(x: &[f64]) -> f64 {
    let r = (x[0].abs() * 2.0).sqrt() * x[1].sin();
    let mut s = x[1] * x[2];
    if x[0].abs() > 0.05 {
        s += r.sin();
    }
    s
}

/// The round goes on before anything reads it.
#[differentiate(hessian)]
fn left_early(x: &[f64]) -> f64 {
    let mut s = 0.4;
    for i in 0..3 {
        let r = x[0].abs().powf(x[1].abs()) * x[i];
        s += x[i] * x[2];
        if x[0].abs() < 0.05 {
            continue;
        }
        s += (r * x[2]).sin();
    }
    s
}

/// Made in a branch, and read in none.
#[differentiate(hessian)]
fn made_in_a_branch(x: &[f64]) -> f64 {
    let mut s = x[1] * x[1];
    for i in 0..2 {
        let r = if x[3] > 0.1 { (1.0 - x[0].abs()).acos() } else { x[1] };
        let q = r * x[i + 1];
        s += if x[0].abs() < 0.05 { x[2] * x[3] } else { q.sin() };
    }
    s
}

#[track_caller]
fn same(ours: (Vec<f64>, Vec<f64>), gradient: [f64; 4], product: [f64; 4]) {
    for (ours, theirs) in [(ours.0, gradient), (ours.1, product)] {
        for (a, b) in ours.iter().zip(theirs) {
            assert!((a - b).abs() < 1e-12, "{ours:?} for {theirs:?}");
        }
    }
}

/// The Hessian of `x[1] * x[2]`, and of `(x[1] * x[2]).sin()` twice.
#[test]
fn what_is_kept_multiplies_no_infinite_tangent() {
    let [_, a, b, c] = AT;
    let [u, v, w, z] = ALONG;
    let (sin, cos) = (a * b).sin_cos();
    let product = |i, j, d: f64| 2.0 * (-sin * i * d + cos * j);
    let d = b * v + a * w;
    same(
        next_round::gradient_jvp(&AT, &ALONG),
        [0.0, 2.0 * cos * b, 2.0 * cos * a, 0.0],
        [0.0, product(b, w, d), product(a, v, d), 0.0],
    );
    same(other_arm::gradient_jvp(&AT, &ALONG), [0.0, b, a, 0.0], [0.0, w, v, 0.0]);
    // (x₀ + x₁ + x₂) x₂
    same(
        left_early::gradient_jvp(&AT, &ALONG),
        [b, b, a + 2.0 * b, 0.0],
        [w, w, u + v + 2.0 * w, 0.0],
    );
    // x₁² + 2 x₂ x₃
    same(
        made_in_a_branch::gradient_jvp(&AT, &ALONG),
        [0.0, 2.0 * a, 2.0 * c, 2.0 * b],
        [0.0, 2.0 * v, 2.0 * z, 2.0 * w],
    );
}
