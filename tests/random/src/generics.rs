//! What generic programs call.

use chainrule::{Differentiable, differentiate};

pub(crate) use chainrule::Float;
pub(crate) use ndarray::prelude::*;

/// Reads and writes.
#[differentiate(hessian)]
pub(crate) fn mixed<T: Float>(a: &[T], k: T, out: &mut [T]) {
    for i in 0..out.len() {
        out[i] = out[i] * T::from_f64(0.5) + k * a[i % a.len()];
    }
}

/// Overwrites, and returns.
#[differentiate(hessian)]
pub(crate) fn overwritten<T: Float>(a: &[T], out: &mut [T]) -> T {
    let mut last = T::from_f64(0.0);
    for (o, v) in out.iter_mut().zip(a) {
        *o = v.sin();
        last += *o * *v;
    }
    last
}

/// Reads.
#[differentiate(hessian)]
pub(crate) fn total<T: Float>(a: &[T]) -> T {
    let mut sum = T::from_f64(0.3);
    for v in a {
        sum = sum * T::from_f64(0.9) + *v * *v;
    }
    sum
}

/// Changes a number.
#[differentiate(hessian)]
pub(crate) fn bumped<T: Float>(s: &mut T, by: T) -> T {
    *s = *s * T::from_f64(0.7) + by.cos();
    *s * by
}

/// Returns early, and calls itself.
#[differentiate(hessian)]
pub(crate) fn folded<T: Float>(x: T, depth: usize) -> T {
    if depth == 0 {
        return x;
    }
    if x > T::from_f64(0.5) {
        return folded(x * T::from_f64(0.6), depth - 1).sin();
    }
    folded(x + T::from_f64(0.3), depth - 1) * x
}

/// Changes two numbers.
#[differentiate(hessian)]
pub(crate) fn step<T: Float>(x: &mut T, v: &mut T, k: T) {
    *v -= *x * k;
    *x += *v * T::from_f64(0.5);
}

/// Numbers of a structure.
#[derive(Clone, Differentiable)]
pub(crate) struct Pair<T: Float> {
    pub(crate) a: T,
    pub(crate) b: [T; 2],
}

/// Numbers of another.
#[derive(Clone, Differentiable)]
pub(crate) struct Particle<T: Float> {
    pub(crate) x: T,
    pub(crate) v: T,
}
