//! Functions that take functions and may fail, and closures that do.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

/// Written out where it is called.
#[differentiate]
fn newton(f: impl Fn(f64) -> f64, x: f64) -> Result<f64, String> {
    let mut y = x;
    for _ in 0..5 {
        y -= f(y) / 2.0;
    }
    if y.is_nan() { Err("nan".to_owned()) } else { Ok(y) }
}

#[differentiate]
fn early(f: impl Fn(f64) -> f64, x: f64) -> Option<f64> {
    let y = f(x);
    if y < 0.0 {
        return None;
    }
    Some(y * x)
}

#[differentiate(hessian)]
fn uses(x: f64, k: f64) -> Result<f64, String> {
    let a = newton(|y| y * y - k, x)?;
    let b = early(|y| y.sin() * k, x).unwrap_or(a);
    let c = early(|y| y - k, x).ok_or("negative")?;
    Ok(a * b + c)
}

/// Leaves from within a loop.
#[differentiate]
fn root(f: impl Fn(f64) -> f64, start: f64) -> Option<f64> {
    let mut x = start;
    for _ in 0..50 {
        let step = f(x);
        x -= step;
        if step.abs() < 1e-14 {
            return Some(x);
        }
    }
    None
}

#[differentiate]
fn bounded(f: impl Fn(f64) -> f64, start: f64, most: f64) -> Result<f64, usize> {
    let (mut x, mut steps) = (start, 0);
    while steps < 3 {
        let next = f(x);
        if next > most {
            return Err(steps);
        }
        x = next;
        steps += 1;
    }
    Ok(x)
}

#[differentiate]
fn first_rise(f: impl Fn(f64) -> f64, v: &[f64]) -> Option<(f64, f64)> {
    for i in 1..v.len() {
        for j in 0..i {
            if f(v[i]) > f(v[j]) {
                return Some((v[i], v[j]));
            }
        }
    }
    None
}

#[differentiate(hessian)]
fn square_root(p: f64, k: f64) -> f64 {
    root(|x| (x * x - p) / (2.0 * x), 1.0).map_or(k, |x| x * k)
}

#[differentiate(hessian)]
fn steps(x: f64, k: f64) -> f64 {
    let reached = match bounded(|u| u * 1.5 + k, x, 2.0) {
        Ok(u) => u * k,
        Err(steps) => x * x * (steps + 1) as f64,
    };
    let risen = first_rise(|u| u * k, &[x, k, x * k]).map_or(k, |(a, b)| a * a * b);
    reached + risen
}

#[differentiate]
fn closures(x: f64) -> f64 {
    let g = |v: f64| {
        if v < 1.0 {
            return None;
        }
        Some(v.ln())
    };
    g(x).unwrap_or(x) + g(x + 2.0).map_or(0.0, |v| v * x)
}

#[test]
fn works() {
    assert_close(uses::gradient(1.9, 1.5).unwrap().0, difference(|x| uses(x, 1.5).unwrap(), 1.9));
    assert_close(uses::gradient(1.9, 1.5).unwrap().1, difference(|k| uses(1.9, k).unwrap(), 1.5));
    assert_eq!(uses::gradient(1.0, 1.5), Err("negative".to_owned()));
    assert_close(closures::gradient(0.5), difference(closures, 0.5));
    assert_close(closures::gradient(1.5), difference(closures, 1.5));
}

#[test]
fn loops_are_left_early() {
    // The root of p has the slope 1 / (2 √p).
    let (p_bar, k_bar) = square_root::gradient(2.0, 3.0);
    assert_close(p_bar, 3.0 / (2.0 * 2.0_f64.sqrt()));
    assert_close(k_bar, 2.0_f64.sqrt());
    let [[pp, pk], _] = square_root::hessian(2.0, 3.0);
    assert_close(pp, -3.0 / (4.0 * 2.0_f64.powf(1.5)));
    assert_close(pk, 1.0 / (2.0 * 2.0_f64.sqrt()));
    assert_eq!(square_root::gradient(-2.0, 3.0), (0.0, 1.0));
    for (x, k) in [(0.1, 0.2), (0.6, 0.5), (1.4, -0.3), (1.9, 0.8)] {
        let (x_bar, k_bar) = steps::gradient(x, k);
        assert_close(x_bar, difference(|x| steps(x, k), x));
        assert_close(k_bar, difference(|k| steps(x, k), k));
        let [[xx, xk], [_, kk]] = steps::hessian(x, k);
        assert_close(xx, difference(|x| steps::gradient(x, k).0, x));
        assert_close(xk, difference(|k| steps::gradient(x, k).0, k));
        assert_close(kk, difference(|k| steps::gradient(x, k).1, k));
    }
}
