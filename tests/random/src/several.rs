//! Functions that change several things at once.

use chainrule::differentiate;

use crate::helpers::*;

/// Changes two numbers by each other.
#[differentiate(hessian)]
pub(crate) fn interchanged(a: &mut f64, b: &mut f64) {
    let t = *a;
    *a = *b * 0.5_f64;
    *b = t.sin() - *a * t;
}

/// Yields a number, too.
#[differentiate(hessian)]
pub(crate) fn interchanging(a: &mut f64, b: &mut f64) -> f64 {
    let t = *a;
    *a = (*b).tanh();
    *b = t * 0.8_f64;
    t * *b
}

/// Changes two of three numbers, and hands the first on.
#[differentiate(hessian)]
pub(crate) fn rotated(a: &mut f64, b: &mut f64, c: &mut f64) {
    let t = *a;
    *a = (*b).sin();
    *b = *c * t;
    *c = t;
}

/// Changes two numbers by one that is read.
#[differentiate(hessian)]
pub(crate) fn driven(a: &mut f64, k: &f64, b: &mut f64) {
    *a = *a * *k + *b * 0.5_f64;
    *b = (*a).cos() * *k;
}

/// Changes two slices by each other.
#[differentiate(hessian)]
pub(crate) fn woven(a: &mut [f64], b: &mut [f64]) {
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        let t = *p;
        *p = (*q).sin();
        *q = t * *p;
    }
}

/// Changes two pairs by each other.
#[differentiate(hessian)]
pub(crate) fn bartered(p: &mut Pair, q: &mut Pair) {
    let t = p.a;
    p.a = q.b[0] * 0.7_f64;
    q.b[0] = t.sin();
    q.a = q.a * p.b[1];
}
