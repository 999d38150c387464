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
