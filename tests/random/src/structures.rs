//! Functions of structures, constants, and functions that are steep somewhere.

use chainrule::differentiate;

use crate::helpers::*;

/// Changes two numbers.
#[differentiate(hessian)]
pub(crate) fn step(x: &mut f64, v: &mut f64, k: f64) {
    *v -= *x * k;
    *x += *v * 0.5_f64;
}

/// Changes a particle.
#[differentiate(hessian)]
pub(crate) fn moved(p: &mut Particle, k: f64) {
    p.x += p.v * k;
    p.v = (p.v - p.x).sin();
}

/// Changes several, by their neighbours.
#[differentiate(hessian)]
pub(crate) fn pulled(ps: &mut [Particle], k: f64) {
    for i in 1..ps.len() {
        let d = ps[i].x - ps[i - 1].x;
        ps[i].v -= d * k;
        ps[i - 1].v += d * k;
    }
}

/// Changes a world.
#[differentiate(hessian)]
pub(crate) fn advance(w: &mut World, dt: f64) {
    for i in 0..w.ps.len() {
        let a = w.g - w.ps[i].x;
        w.ps[i].v += a * dt;
        w.ps[i].x += w.ps[i].v * dt;
    }
    w.g *= 0.9_f64;
}

/// Reads a particle.
#[differentiate(hessian)]
pub(crate) fn fallen(p: &Particle, g: f64) -> f64 {
    p.v * p.v * 0.5_f64 + g * p.x.sin()
}

/// Reads a world.
#[differentiate(hessian)]
pub(crate) fn energy(w: &World) -> f64 {
    let mut e = 0.1_f64;
    for p in &w.ps {
        e += p.v * p.v + w.g * p.x.sin();
    }
    e
}

/// A number of three slices.
#[differentiate(hessian)]
pub(crate) fn lin(x: &[f64], w: &[f64], b: &[f64]) -> f64 {
    let mut sum = b[0] * 1.0_f64;
    for (p, q) in x.iter().zip(w) {
        sum += p * q;
    }
    sum
}

/// A layer that yields as many numbers as there are weights.
#[differentiate(hessian)]
pub(crate) fn linear(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
    let mut h = vec![0.0_f64; w.len()];
    for i in 0..w.len() {
        h[i] = b[0] + x[i] * w[i] - 0.3_f64 * x[x.len() - 1];
    }
    h
}

/// A network.
#[differentiate(hessian)]
pub(crate) fn network(net: &Net, x: &[f64]) -> f64 {
    let mut sum = net.gain;
    for l in net.layers.iter() {
        for (p, q) in l.w.iter().zip(x) {
            sum += p * q;
        }
        sum = (sum * l.b[0]).sin();
    }
    sum
}

/// A root, and a number beside it.
#[differentiate(hessian)]
pub(crate) fn roots(a: f64, b: f64) -> (f64, f64) {
    (a.sqrt(), b.sin())
}

/// Writes roots.
#[differentiate(hessian)]
pub(crate) fn rooted(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[i].abs().sqrt();
    }
}

/// A number.
pub(crate) const SCALE: f64 = 0.8_f64;

/// Another.
pub(crate) const OFFSET: f64 = 0.25_f64;

/// A line.
pub(crate) const TABLE: [f64; 3] = [0.5_f64, 0.9_f64, 1.2_f64];

/// A square.
pub(crate) const GRID: [[f64; 2]; 2] = [[0.4_f64, 0.7_f64], [1.1_f64, 0.3_f64]];

/// A count.
pub(crate) const COUNT: usize = 3;
