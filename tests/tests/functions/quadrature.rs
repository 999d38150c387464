//! Integrals by rules that are written once.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn simpson(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let mut sum = f(a) + f(b);
    for i in 1..n {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * f(a + i as f64 * h);
    }
    sum * h / 3.0
}

#[differentiate]
fn trapezoid<F>(f: F, (a, b): (f64, f64), n: usize) -> f64
where
    F: Fn(f64) -> f64,
{
    let h = (b - a) / n as f64;
    let inner: f64 = (1..n).map(|i| f(a + i as f64 * h)).sum();
    h * (0.5 * (f(a) + f(b)) + inner)
}

#[differentiate]
fn gauss(f: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    const POINTS: [f64; 3] = [-0.774_596_669_241_483_4, 0.0, 0.774_596_669_241_483_4];
    const WEIGHTS: [f64; 3] = [5.0 / 9.0, 8.0 / 9.0, 5.0 / 9.0];
    let (centre, half) = (0.5 * (a + b), 0.5 * (b - a));
    let mut sum = 0.0;
    for (p, w) in POINTS.iter().zip(&WEIGHTS) {
        sum += w * f(centre + half * p);
    }
    half * sum
}

#[differentiate(hessian)]
fn bump(x: f64) -> f64 {
    (-x * x).exp()
}

#[differentiate(hessian)]
fn work(k: f64, end: f64) -> f64 {
    simpson(|x| k * x * x.sin(), 0.0, end, 100)
}

#[differentiate(hessian)]
fn area(end: f64) -> f64 {
    simpson(bump, 0.0, end, 64)
}

#[differentiate(hessian, checkpoint)]
fn area_again(end: f64) -> f64 {
    simpson(bump, 0.0, end, 64)
}

/// The same in single precision is another function, and sines are known by their paths.
#[differentiate(hessian)]
fn arch(end: f64) -> f64 {
    trapezoid(f64::sin, (0.0, end), 400) + trapezoid(|x| bump(end * x), (0.0, 1.0), 400)
}

#[differentiate(hessian)]
fn gaussian(mean: f64, width: f64) -> f64 {
    let density = |x: f64| {
        let z = (x - mean) / width;
        (-0.5 * z * z).exp() / width
    };
    gauss(&density, -0.5, 0.25) + gauss(&density as &dyn Fn(f64) -> f64, 0.25, 1.0)
}

/// ∫∫ exp(s x y) over the triangle below a diagonal.
#[differentiate(hessian)]
fn twice(s: f64, side: f64) -> f64 {
    simpson(|y| simpson(|x| (s * x * y).exp(), 0.0, y, 16), 0.0, side, 16)
}

fn check(value: impl Fn(&[f64]) -> f64, gradient: &[f64], at: &[f64]) {
    assert_all_close(gradient, &differences(value, at));
}

#[test]
fn closures_that_capture() {
    let (k, end) = (1.3, 2.1);
    let (dk, dend) = work::gradient(k, end);
    // ∫ x sin x = sin x − x cos x; what the rule leaves is far below.
    chainrule_tests::assert_within(dk, end.sin() - end * end.cos(), 1e-6);
    check(|at| work(at[0], at[1]), &[dk, dend], &[k, end]);
    let (value, dot) = work::jvp(k, end, 0.5, -2.0);
    assert_close(value, work(k, end));
    assert_close(dot, 0.5 * dk - 2.0 * dend);
    let hessian = work::hessian(k, end);
    check(|at| work::gradient(at[0], at[1]).0, &hessian[0], &[k, end]);
    check(|at| work::gradient(at[0], at[1]).1, &hessian[1], &[k, end]);
}

#[test]
fn functions_by_their_paths() {
    for end in [0.3, 1.7] {
        assert_close(area::gradient(end), difference(area, end));
        chainrule_tests::assert_within(area::gradient(end), bump(end), 1e-5);
        assert_eq!(area_again::gradient(end), area::gradient(end));
        assert_close(area::hessian(end)[0][0], difference(area::gradient, end));
        assert_close(area_again::hessian(end)[0][0], difference(area_again::gradient, end));
        assert_close(arch::gradient(end), difference(arch, end));
        assert_close(arch::hessian(end)[0][0], difference(arch::gradient, end));
    }
}

#[test]
fn closures_behind_references() {
    let at = [0.2, 0.8];
    let (mean, width) = gaussian::gradient(at[0], at[1]);
    check(|at| gaussian(at[0], at[1]), &[mean, width], &at);
    let hessian = gaussian::hessian(at[0], at[1]);
    check(|at| gaussian::gradient(at[0], at[1]).1, &hessian[1], &at);
}

#[test]
fn an_integral_within_an_integral() {
    let at = [0.7, 1.1];
    let (s, side) = twice::gradient(at[0], at[1]);
    check(|at| twice(at[0], at[1]), &[s, side], &at);
    let hessian = twice::hessian(at[0], at[1]);
    check(|at| twice::gradient(at[0], at[1]).0, &hessian[0], &at);
}
