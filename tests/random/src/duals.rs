//! The helpers over dual numbers: the same source with another type.

pub(crate) use ndarray::prelude::*;
pub(crate) use ndarray::{Zip, concatenate, s, stack};

pub(crate) use crate::number::D;

/// The derivatives of `bent`, by hand.
pub(crate) mod bent {
    use super::D;

    pub(crate) fn gradient(a: D, b: D) -> (D, D) {
        let c = (a * b).cos();
        (b * c + a * b * 2.0, a * c + a * a)
    }

    pub(crate) fn value_and_gradient(a: D, b: D) -> (D, (D, D)) {
        (super::bent(a, b), gradient(a, b))
    }

    pub(crate) fn jvp(a: D, b: D, a_dot: D, b_dot: D) -> (D, D) {
        let (a_bar, b_bar) = gradient(a, b);
        (super::bent(a, b), a_bar * a_dot + b_bar * b_dot)
    }

    pub(crate) fn hessian(a: D, b: D) -> [[D; 2]; 2] {
        let (s, c) = (a * b).sin_cos();
        let mixed = c - a * b * s + a * 2.0;
        [[b * 2.0 - b * b * s, mixed], [mixed, -a * a * s]]
    }

    pub(crate) fn hvp(a: D, b: D, a_dot: D, b_dot: D) -> (D, D) {
        let [[aa, ab], [ba, bb]] = hessian(a, b);
        (aa * a_dot + ab * b_dot, ba * a_dot + bb * b_dot)
    }

    pub(crate) fn forward(a: D, b: D) -> (D, ()) {
        (super::bent(a, b), ())
    }

    pub(crate) fn backward(a: D, b: D, _: &(), seed: D) -> (D, D) {
        let (a_bar, b_bar) = gradient(a, b);
        (a_bar * seed, b_bar * seed)
    }
}

/// The derivatives of `steep`, by hand.
pub(crate) mod steep {
    use super::D;

    pub(crate) fn gradient(a: &[D]) -> Vec<D> {
        let mut bars = vec![D::from(0.0); a.len()];
        for j in 1..a.len() {
            let (s, c) = (a[j] * a[j - 1]).sin_cos();
            bars[j] += s + a[j] * a[j - 1] * c;
            bars[j - 1] += a[j] * a[j] * c;
        }
        bars
    }

    pub(crate) fn hvp(a: &[D], along: &[D]) -> Vec<D> {
        let mut bars = vec![D::from(0.0); a.len()];
        for j in 1..a.len() {
            let (x, y) = (a[j], a[j - 1]);
            let (s, c) = (x * y).sin_cos();
            let (xx, yy) = (y * c * 2.0 - x * y * y * s, -x * x * x * s);
            let mixed = x * c * 2.0 - x * x * y * s;
            bars[j] += xx * along[j] + mixed * along[j - 1];
            bars[j - 1] += mixed * along[j] + yy * along[j - 1];
        }
        bars
    }

    pub(crate) fn forward(a: &[D]) -> (D, ()) {
        (super::steep(a), ())
    }

    pub(crate) fn backward(a: &[D], _: &(), seed: D, bars: &mut [D]) {
        for (bar, slope) in bars.iter_mut().zip(gradient(a)) {
            *bar += slope * seed;
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/duals.rs"));
