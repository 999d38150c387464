//! Functions that may have no value, and functions that take functions.

use chainrule::differentiate;

/// A logarithm, if there is one.
#[differentiate(hessian)]
pub(crate) fn risky(a: f64) -> Option<f64> {
    if a < -0.37_f64 {
        return None;
    }
    Some((a + 0.5_f64).ln_1p())
}

/// A sine, or why there is none.
#[differentiate(hessian)]
pub(crate) fn checked(a: f64, b: f64) -> Result<f64, usize> {
    if a > 1.2_f64 {
        return Err(2);
    }
    if b < -0.5_f64 { Err(1) } else { Ok((a * b).sin()) }
}

/// Two logarithms, one of the other.
#[differentiate(hessian)]
pub(crate) fn chained(a: f64, b: f64) -> Option<f64> {
    let p = risky(a)?;
    let q = risky(p * b)?;
    Some(p * q)
}

/// A sum of logarithms, up to the first that is missing.
#[differentiate(hessian)]
pub(crate) fn summed(a: &[f64]) -> Result<f64, String> {
    let mut sum = 0.2_f64;
    for (i, v) in a.iter().enumerate() {
        if *v < -0.65_f64 {
            return Err(format!("{i} has none"));
        }
        sum += (v + 0.7_f64).ln_1p();
    }
    Ok(sum)
}

/// The first element above.
#[differentiate(hessian)]
pub(crate) fn first_above(a: &[f64], least: f64) -> Option<f64> {
    for v in a {
        if *v > least {
            return Some(v * least);
        }
    }
    None
}

/// Takes an element, or adds one.
#[differentiate(hessian)]
pub(crate) fn kept_short(a: &mut Vec<f64>, by: f64) -> (f64, usize) {
    if a.len() > 4 {
        let last = a.pop().unwrap();
        (last * by, a.len())
    } else {
        a.push(by.cos());
        (by, a.len() + 1)
    }
}

/// A bounded number.
#[differentiate(hessian)]
pub(crate) fn softened(a: f64) -> f64 {
    a / (1.5_f64 + a * a)
}

/// One function of the other's value.
#[differentiate]
pub(crate) fn composed(f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, a: f64) -> f64 {
    f(g(a)) + g(a) * 0.3_f64
}

/// Steps of Euler's method.
#[differentiate]
pub(crate) fn euler(f: impl Fn(f64, f64) -> f64, start: f64, steps: usize) -> f64 {
    let mut y = start;
    for i in 0..steps {
        let at = (i as f64) * 0.2_f64;
        y += f(at, y) * 0.2_f64;
    }
    y
}

/// Hands each element on.
#[differentiate]
pub(crate) fn each<F: FnMut(f64)>(mut f: F, a: &[f64]) {
    for v in a {
        f(*v);
    }
}

/// What a function settles at, unless it runs away.
#[differentiate]
pub(crate) fn settled(f: impl Fn(f64) -> f64, start: f64) -> Option<f64> {
    let mut at = start;
    for _ in 0..4 {
        at = f(at);
        if at > 1.4_f64 {
            return None;
        }
    }
    Some(at)
}

/// The same, with a reason.
#[differentiate]
pub(crate) fn solved(f: impl Fn(f64) -> f64, start: f64) -> Result<f64, usize> {
    let (mut at, mut steps) = (start, 0);
    while steps < 3 {
        let next = at - f(at) * 0.4_f64;
        if next > 1.3_f64 {
            return Err(steps);
        }
        at = next;
        steps += 1;
    }
    Ok(at)
}

/// A step on two numbers.
#[differentiate]
pub(crate) fn relaxed(f: impl Fn(&[f64], &mut [f64]), u: &mut [f64; 2]) {
    let mut out = [0.1_f64; 2];
    f(&u[..], &mut out[..]);
    for (a, b) in u.iter_mut().zip(&out) {
        *a = *a * 0.5_f64 + b * 0.5_f64;
    }
}
