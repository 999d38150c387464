//! What random programs call.

use chainrule::{Differentiable, differentiate};

/// Reads and writes.
#[differentiate(hessian)]
pub(crate) fn mixed(a: &[f64], k: f64, out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = out[i] * 0.5_f64 + k * a[i % a.len()];
    }
}

/// Overwrites, and returns.
#[differentiate(hessian)]
pub(crate) fn overwritten(a: &[f64], out: &mut [f64]) -> f64 {
    let mut last = 0.0_f64;
    for (o, v) in out.iter_mut().zip(a) {
        *o = v.sin();
        last += *o * v;
    }
    last
}

/// Reads.
#[differentiate(hessian)]
pub(crate) fn total(a: &[f64]) -> f64 {
    let mut sum = 0.3_f64;
    for v in a {
        sum = sum * 0.9_f64 + v * v;
    }
    sum
}

/// Changes a number.
#[differentiate(hessian)]
pub(crate) fn bumped(s: &mut f64, by: f64) -> f64 {
    *s = *s * 0.7_f64 + by.cos();
    *s * by
}

/// Returns early, and calls itself.
#[differentiate(hessian)]
pub(crate) fn folded(x: f64, depth: usize) -> f64 {
    if depth == 0 {
        return x;
    }
    if x > 0.5_f64 {
        return folded(x * 0.6_f64, depth - 1).sin();
    }
    folded(x + 0.3_f64, depth - 1) * x
}

/// Returns two numbers.
#[differentiate(hessian)]
pub(crate) fn parted(a: f64, b: f64) -> (f64, f64) {
    (a * b, (a - b).sin())
}

/// Numbers of a structure.
#[derive(Clone, Differentiable)]
pub(crate) struct Pair {
    pub(crate) a: f64,
    pub(crate) b: [f64; 2],
}

/// Reads a structure.
#[differentiate(hessian)]
pub(crate) fn held(q: &Pair) -> f64 {
    q.a * q.b[0] + q.b[1].sin()
}

/// Changes a structure.
#[differentiate(hessian)]
pub(crate) fn turned(q: &mut Pair, by: f64) {
    let a = q.a;
    q.a = a * 0.5_f64 - q.b[1] * by;
    q.b[1] = a.sin();
}

/// Calls itself with a shorter slice.
#[differentiate(hessian)]
pub(crate) fn halved(a: &[f64]) -> f64 {
    if a.len() < 2 {
        return 0.7_f64;
    }
    a[0] * halved(&a[1..]) + a[1].sin()
}

/// Its derivatives are called, too.
#[differentiate(order = 4)]
pub(crate) fn bent(a: f64, b: f64) -> f64 {
    (a * b).sin() + a * a * b
}

/// The same for a slice.
#[differentiate(order = 4)]
pub(crate) fn steep(a: &[f64]) -> f64 {
    let mut sum = 0.0_f64;
    for j in 1..a.len() {
        sum += (a[j] * a[j - 1]).sin() * a[j];
    }
    sum
}

/// A point that moves.
#[derive(Clone, Differentiable)]
pub(crate) struct Particle {
    pub(crate) x: f64,
    pub(crate) v: f64,
}

/// Some of them.
#[derive(Clone, Differentiable)]
pub(crate) struct World {
    pub(crate) ps: Vec<Particle>,
    pub(crate) g: f64,
}

/// A layer of a network.
#[derive(Clone, Differentiable)]
pub(crate) struct Layer {
    pub(crate) w: Vec<f64>,
    pub(crate) b: Vec<f64>,
}

/// A network.
#[derive(Clone, Differentiable)]
pub(crate) struct Net {
    pub(crate) layers: Vec<Layer>,
    pub(crate) gain: f64,
}
