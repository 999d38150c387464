//! Roots, minima and fixed points, with loops that end by themselves.

use chainrule::differentiate;
use chainrule_tests::{assert_close, assert_within, difference};

#[differentiate]
fn newton<F: Fn(f64) -> (f64, f64)>(f: F, start: f64) -> f64 {
    let mut x = start;
    let mut i = 0;
    loop {
        let (value, slope) = f(x);
        let step = value / slope;
        x -= step;
        i += 1;
        if step.abs() < 1e-13 || i > 60 {
            break;
        }
    }
    x
}

#[differentiate]
fn secant(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let (mut a, mut b) = (a, b);
    let (mut fa, mut fb) = (f(a), f(b));
    for _ in 0..40 {
        if (b - a).abs() < 1e-12 {
            return b;
        }
        let c = b - fb * (b - a) / (fb - fa);
        (a, fa) = (b, fb);
        b = c;
        fb = f(b);
        if fb == 0.0 {
            return b;
        }
    }
    b
}

/// The value at the least argument that halving finds: it has no slope of its own there.
#[differentiate]
fn golden(f: impl Fn(f64) -> f64, lo: f64, hi: f64) -> f64 {
    let ratio = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (lo, hi);
    while b - a > 1e-6 {
        let (c, d) = (b - ratio * (b - a), a + ratio * (b - a));
        if f(c) < f(d) {
            b = d;
        } else {
            a = c;
        }
    }
    f(0.5 * (a + b))
}

#[differentiate]
fn fixed_point(g: fn(f64, f64) -> f64, p: f64, start: f64) -> f64 {
    let mut x = start;
    loop {
        let next = g(x, p);
        if (next - x).abs() < 1e-14 {
            return next;
        }
        x = next;
    }
}

#[differentiate(hessian)]
fn kepler(mean: f64, e: f64) -> f64 {
    newton(|x| (x - e * x.sin() - mean, 1.0 - e * x.cos()), mean)
}

#[differentiate(hessian)]
fn cube_root(a: f64) -> f64 {
    newton(|x| (x * x * x - a, 3.0 * x * x), 1.0) + secant(|x| x * x - a, 1.0, 2.0)
}

#[differentiate(hessian)]
fn least(a: f64, b: f64) -> f64 {
    golden(|x| (x - a) * (x - a) + b * x, -4.0, 4.0)
}

#[differentiate(hessian)]
fn damped(x: f64, p: f64) -> f64 {
    0.5 * (x + p / x)
}

#[differentiate(hessian)]
fn heron(p: f64) -> f64 {
    fixed_point(damped, p, 1.0)
}

#[differentiate(hessian, checkpoint)]
fn cosine(p: f64) -> f64 {
    fixed_point(|x, p| (p * x).cos(), p, 0.7)
}

#[test]
fn by_newton() {
    let (mean, e) = (0.8, 0.3);
    let x = kepler(mean, e);
    let (dmean, de) = kepler::gradient(mean, e);
    assert_close(dmean, 1.0 / (1.0 - e * x.cos()));
    assert_close(de, x.sin() / (1.0 - e * x.cos()));
    let hessian = kepler::hessian(mean, e);
    assert_close(hessian[0][0], difference(|mean| kepler::gradient(mean, e).0, mean));
    assert_close(hessian[0][1], difference(|e| kepler::gradient(mean, e).0, e));
    let a: f64 = 2.2;
    assert_within(cube_root::gradient(a), 1.0 / (3.0 * a.cbrt() * a.cbrt()) + 0.5 / a.sqrt(), 1e-6);
    let (value, slope) = cube_root::jvp(a, 2.0);
    assert_close(value, a.cbrt() + a.sqrt());
    assert_close(slope, 2.0 * cube_root::gradient(a));
}

#[test]
fn by_the_golden_section() {
    // (x − a)² + b x is a b − b² / 4 at its least.
    let (a, b) = least::gradient(0.7, 0.4);
    assert_within(a, 0.4, 1e-5);
    assert_within(b, 0.7 - 0.2, 1e-5);
}

#[test]
fn by_iteration() {
    for p in [0.9, 2.3] {
        let p: f64 = p;
        assert_close(heron::gradient(p), 0.5 / p.sqrt());
        assert_close(heron::hessian(p)[0][0], -0.25 / (p * p.sqrt()));
    }
    let x = cosine(0.9);
    let slope = -x * (0.9 * x).sin() / (1.0 + 0.9 * (0.9 * x).sin());
    assert_close(cosine::gradient(0.9), slope);
    assert_close(cosine::hessian(0.9)[0][0], difference(cosine::gradient, 0.9));
}
