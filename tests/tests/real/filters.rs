//! Kalman filters and their kin.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, array};

use crate::of_numbers;

#[derive(Differentiable, Clone)]
struct State {
    x: Array1<f64>,
    p: Array2<f64>,
}

#[derive(Differentiable, Clone)]
struct Model {
    f: Array2<f64>,
    h: Array1<f64>,
}

/// One step, and how likely what was seen is.
#[differentiate]
fn step(s: &mut State, #[constant] m: &Model, q: f64, r: f64, seen: f64) -> f64 {
    let f: &Array2<f64> = &m.f;
    let x = f.dot(&s.x);
    let mut p = f.dot(&s.p).dot(&f.t());
    for i in 0..p.nrows() {
        p[[i, i]] += q;
    }
    let h: &Array1<f64> = &m.h;
    let ph = p.dot(h);
    let spread = h.dot(&ph) + r;
    let innovation = seen - h.dot(&x);
    let gain = &ph / spread;
    s.x = &x + &gain * innovation;
    for i in 0..p.nrows() {
        for j in 0..p.ncols() {
            s.p[[i, j]] = p[[i, j]] - gain[i] * ph[j];
        }
    }
    -0.5 * (innovation * innovation / spread + spread.ln())
}

#[differentiate]
fn log_likelihood(log_q: f64, log_r: f64) -> f64 {
    let m = Model { f: array![[1.0, 1.0], [0.0, 1.0]], h: array![1.0, 0.0] };
    let mut s = State { x: Array1::zeros(2), p: Array2::eye(2) };
    let mut total = 0.0;
    for k in 0..8 {
        let seen = (k as f64 * 0.7).sin();
        total += step(&mut s, &m, log_q.exp(), log_r.exp(), seen);
    }
    total
}

/// The same in one dimension with plain numbers.
#[differentiate(hessian)]
fn local_level(log_q: f64, log_r: f64) -> f64 {
    let (q, r) = (log_q.exp(), log_r.exp());
    let observed = [0.3, 0.5, 0.1, 0.9, 1.2, 0.8];
    let (mut mean, mut var) = (observed[0], 1.0);
    let mut ll = 0.0;
    for y in &observed[1..] {
        var += q;
        let s = var + r;
        let k = var / s;
        let e = y - mean;
        ll += -0.5 * (s.ln() + e * e / s);
        mean += k * e;
        var *= 1.0 - k;
    }
    ll
}

/// A complementary filter over samples of a gyroscope and an accelerometer.
#[differentiate]
fn tilt(alpha: f64, bias: f64) -> f64 {
    let gyro = [0.1, 0.2, 0.15, -0.1];
    let accel = [[0.05, 0.99], [0.2, 0.97], [0.3, 0.95], [0.1, 1.0]];
    let dt = 0.1;
    let mut angle = 0.0;
    let mut cost = 0.0;
    for (w, [x, z]) in gyro.into_iter().zip(accel) {
        let seen = f64::atan2(x, z);
        angle = alpha * (angle + (w - bias) * dt) + (1.0 - alpha) * seen;
        cost += (angle - seen) * (angle - seen);
    }
    cost
}

/// Exponential smoothing with a trend (Holt, 1957).
#[differentiate]
fn holt(alpha: f64, beta: f64) -> f64 {
    let y: Vec<f64> = vec![10.0, 12.0, 13.0, 12.5, 15.0, 16.5];
    let mut level = y[0];
    let mut trend = y[1] - y[0];
    let mut sse = 0.0;
    for t in 1..y.len() {
        let forecast = level + trend;
        sse += (y[t] - forecast).powi(2);
        let last = level;
        level = alpha * y[t] + (1.0 - alpha) * forecast;
        trend = beta * (level - last) + (1.0 - beta) * trend;
    }
    sse
}

/// A GARCH(1, 1) likelihood (Bollerslev, 1986).
#[differentiate]
fn garch(omega: f64, alpha: f64, beta: f64) -> f64 {
    let returns = [0.01, -0.02, 0.015, -0.03, 0.02, 0.005];
    let mut variance = returns.iter().map(|r| r * r).sum::<f64>() / returns.len() as f64;
    let mut nll = 0.0;
    for r in returns {
        nll += 0.5 * (variance.ln() + r * r / variance);
        variance = 1e-4 * omega + alpha * r * r + beta * variance;
    }
    nll
}

of_numbers! {
    matrices: log_likelihood(q = -1.0, r = -0.5);
    numbers: local_level(q = -1.0, r = -0.5);
    complementary: tilt(a = 0.9, b = 0.02);
    trend: holt(a = 0.6, b = 0.3);
    volatility: garch(o = 1.3, a = 0.1, b = 0.8);
}
