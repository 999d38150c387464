//! Ways of handing functions over, and names that meet.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn simpson(f: &impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b))
}

/// Hands its parameter on.
#[differentiate]
fn composed<F: Fn(f64) -> f64>(f: F, a: f64, b: f64, parts: usize) -> f64 {
    let h = (b - a) / parts as f64;
    let mut sum = 0.0;
    for i in 0..parts {
        let a = a + i as f64 * h;
        sum += simpson(&f, a, a + h);
    }
    sum
}

/// Hands on a closure around its parameter.
#[differentiate]
fn substituted(f: impl Fn(f64) -> f64, scale: f64) -> f64 {
    composed(|x| f(scale * x) * scale, 0.0, 1.0, 4)
}

#[differentiate]
fn each(mut visit: impl FnMut(usize, f64), xs: &[f64]) {
    for (i, x) in xs.iter().enumerate() {
        visit(i, *x);
    }
}

#[differentiate]
fn both(f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(g(x)) - g(f(x))
}

#[differentiate]
fn twice(f: &mut dyn FnMut(f64) -> f64, x: f64) -> f64 {
    let first = f(x);
    f(first)
}

#[differentiate(hessian)]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiate(hessian)]
fn stretched(scale: f64, k: f64) -> f64 {
    substituted(|x| (k * x).sin(), scale)
}

/// Names of the callee's, `h`, `sum`, `i`, `a`, in the caller.
#[differentiate(hessian)]
fn named(sum: f64, h: f64) -> f64 {
    let i = 3;
    let a = 0.5 * h;
    let parts = composed(|x| sum * x + h * x * x + a, a, sum, i);
    parts + a * h + sum * i as f64
}

#[differentiate(hessian)]
fn gathered(x: f64, y: f64) -> f64 {
    let mut total = 0.0;
    let mut last = 1.0;
    each(
        |i, value| {
            total += value * last * (i + 1) as f64;
            last = value;
        },
        &[x, y, x * y],
    );
    total * last
}

#[differentiate(hessian)]
fn mixed(x: f64, k: f64) -> f64 {
    both(cube, |x| k * x, x) + both(|x| x + k, f64::sin, x)
}

#[differentiate(hessian)]
fn counted(x: f64, k: f64) -> f64 {
    let mut n = 0.0;
    let mut step = |v: f64| {
        n += k;
        n * v * v
    };
    let y = twice(&mut step, x);
    y + step(x) + n
}

/// A local function, a closure that leaves early, one that moves.
#[differentiate(hessian)]
fn local(x: f64, k: f64) -> f64 {
    fn quarter(x: f64) -> f64 {
        0.25 * x * x
    }
    let positive = move |v: f64| {
        if v < 0.0 {
            return -k * v;
        }
        k * v * v
    };
    simpson(&quarter, 0.0, x) + simpson(&positive, -x, x)
}

/// In a branch, in a loop, with a callee that calls derivatives.
#[differentiate]
fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    cube::gradient(x) * f(x)
}

#[differentiate]
fn in_branches(x: f64, k: f64) -> f64 {
    let mut y = x;
    for i in 0..4 {
        y = if i % 2 == 0 { slope(|v| v.sin() + k, y) } else { 0.1 * both(|v| v * k, cube, y) };
        if y.abs() > 50.0 {
            return y * k;
        }
    }
    y
}

/// Two `move` closures, each with a counter of its own.
#[differentiate(hessian)]
fn moved(x: f64, k: f64) -> f64 {
    let mut n = 0.0;
    let y = twice(
        &mut move |v| {
            n += k;
            n + v * v
        },
        x,
    );
    y + n
}

macro_rules! check {
    ($($f:ident($a:expr, $b:expr))*) => {$(
        let at = [$a, $b];
        let joined = |(a, b): (f64, f64)| [a, b];
        let gradient = |at: &[f64]| joined($f::gradient(at[0], at[1]));
        assert_eq!($f::value_and_gradient(at[0], at[1]).0.to_bits(), $f(at[0], at[1]).to_bits());
        assert_all_close(&gradient(&at), &differences(|at| $f(at[0], at[1]), &at));
        let (value, dot) = $f::jvp(at[0], at[1], 0.3, -1.1);
        assert_close(value, $f(at[0], at[1]));
        assert_close(dot, 0.3 * gradient(&at)[0] - 1.1 * gradient(&at)[1]);
        let hessian = $f::hessian(at[0], at[1]);
        for i in 0..2 {
            assert_all_close(&hessian[i], &differences(|at| gradient(at)[i], &at));
        }
    )*};
}

#[test]
fn parameters_are_handed_on() {
    check! { stretched(1.4, 0.9) }
}

#[test]
fn names_do_not_meet() {
    check! { named(1.1, 0.6) }
}

#[test]
fn closures_that_change_what_they_capture() {
    check! { gathered(0.7, 1.2) counted(0.8, 0.5) moved(0.8, 0.5) }
}

#[test]
fn several_functions() {
    check! { mixed(0.9, 1.3) local(1.2, 0.7) }
}

#[test]
fn branches_and_loops() {
    let at = [0.6, 0.4];
    let (x, k) = in_branches::gradient(at[0], at[1]);
    assert_all_close(&[x, k], &differences(|at| in_branches(at[0], at[1]), &at));
    assert_close(k, difference(|k| in_branches(at[0], k), at[1]));
}
