//! Test functions of optimisation, and small models that are fitted.

use chainrule::differentiate;
use std::f64::consts::{E, PI};

use crate::{of_numbers, of_slices};

#[differentiate(hessian)]
fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|w| 100.0 * (w[1] - w[0].powi(2)).powi(2) + (1.0 - w[0]).powi(2)).sum()
}

#[differentiate]
fn ackley(x: &[f64]) -> f64 {
    const A: f64 = 20.0;
    const B: f64 = 0.2;
    let n = x.len() as f64;
    let (mut squares, mut waves) = (0.0, 0.0);
    for &xi in x {
        squares += xi * xi;
        waves += (2.0 * PI * xi).cos();
    }
    -A * (-B * (squares / n).sqrt()).exp() - (waves / n).exp() + A + E
}

#[differentiate]
fn rastrigin(x: &[f64]) -> f64 {
    let ten = 10.0;
    ten * x.len() as f64
        + x.iter().fold(0.0, |sum, &xi| sum + xi.powi(2) - ten * (2.0 * PI * xi).cos())
}

#[differentiate]
fn himmelblau(x: f64, y: f64) -> f64 {
    (x.powi(2) + y - 11.0).powi(2) + (x + y.powi(2) - 7.0).powi(2)
}

#[differentiate]
fn beale(x: f64, y: f64) -> f64 {
    [(1.5, 1), (2.25, 2), (2.625, 3)]
        .iter()
        .map(|&(target, power)| (target - x + x * y.powi(power)).powi(2))
        .sum::<f64>()
}

#[differentiate]
fn levy(x: &[f64]) -> f64 {
    let w: Vec<f64> = x.iter().map(|xi| 1.0 + (xi - 1.0) / 4.0).collect();
    let d = w.len();
    let mut total = (PI * w[0]).sin().powi(2);
    for wi in &w[..d - 1] {
        total += (wi - 1.0).powi(2) * (1.0 + 10.0 * (PI * wi + 1.0).sin().powi(2));
    }
    total + (w[d - 1] - 1.0).powi(2) * (1.0 + (2.0 * PI * w[d - 1]).sin().powi(2))
}

#[differentiate]
fn styblinski_tang(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for xi in x.iter() {
        sum += xi.powi(4) - 16.0 * xi.powi(2) + 5.0 * xi;
    }
    sum / 2.0
}

#[differentiate]
fn griewank(x: &[f64]) -> f64 {
    let sum: f64 = x.iter().map(|v| v * v / 4000.0).sum();
    let product: f64 =
        x.iter().enumerate().map(|(i, v)| (v / ((i + 1) as f64).sqrt()).cos()).product();
    sum - product + 1.0
}

#[differentiate]
fn easom(x: f64, y: f64) -> f64 {
    -x.cos() * y.cos() * (-((x - PI).powi(2) + (y - PI).powi(2))).exp()
}

#[differentiate]
fn goldstein_price(x: f64, y: f64) -> f64 {
    let a = 1.0
        + (x + y + 1.0).powi(2)
            * (19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y);
    let b = 30.0
        + (2.0 * x - 3.0 * y).powi(2)
            * (18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y);
    a * b
}

#[differentiate]
fn powell(x: &[f64]) -> f64 {
    x.chunks_exact(4)
        .map(|q| {
            let [a, b, c, d] = [q[0], q[1], q[2], q[3]];
            (a + 10.0 * b).powi(2)
                + 5.0 * (c - d).powi(2)
                + (b - 2.0 * c).powi(4)
                + 10.0 * (a - d).powi(4)
        })
        .sum()
}

/// Residuals of a damped wave, squared.
#[differentiate]
fn damped_wave(p: &[f64], #[constant] t: &[f64], #[constant] y: &[f64]) -> f64 {
    assert_eq!(t.len(), y.len(), "as many times as values");
    t.iter()
        .zip(y)
        .map(|(&t, &y)| {
            let model = p[0] * (-p[1] * t).exp() * (p[2] * t + p[3]).cos();
            let r = model - y;
            r * r
        })
        .sum::<f64>()
        / t.len() as f64
}

/// Huber's loss of a line.
#[differentiate]
fn robust_line(slope: f64, offset: f64) -> f64 {
    static POINTS: [(f64, f64); 4] = [(0.0, 0.1), (1.0, 1.9), (2.0, 9.0), (3.0, 6.2)];
    let delta = 1.0;
    let mut loss = 0.0;
    for i in 0..4 {
        let (x, y): (f64, f64) = POINTS[i];
        let r = slope * x + offset - y;
        loss += if r.abs() <= delta { 0.5 * r * r } else { delta * (r.abs() - 0.5 * delta) };
    }
    loss
}

of_slices! {
    rosenbrock_valley: rosenbrock at [-1.2, 1.0, 0.7, 0.4];
    ackley_bowl: ackley at [0.5, -0.3, 1.1];
    rastrigin_waves: rastrigin at [0.1, -0.6, 2.2];
    levy_slope: levy at [0.3, -1.0, 2.0];
    styblinski: styblinski_tang at [-2.0, 1.0, 3.0];
    griewank_waves: griewank at [3.0, -7.0, 11.0];
    powell_singular: powell at [3.0, -1.0, 0.5, 1.0, 1.0, 2.0, -1.0, 0.3];
}

of_numbers! {
    himmelblau_basin: himmelblau(x = 1.0, y = -0.5);
    beale_corner: beale(x = 1.2, y = 0.7);
    easom_needle: easom(x = 2.5, y = 3.5);
    goldstein: goldstein_price(x = 0.3, y = -0.8);
    line: robust_line(x = 1.4, y = 0.2);
}

#[test]
fn wave() {
    let t: Vec<f64> = (0..20).map(|i| f64::from(i) * 0.3).collect();
    let y: Vec<f64> = t.iter().map(|t| (-0.2 * t).exp() * (1.5 * t).cos()).collect();
    let at = [0.9, 0.3, 1.4, 0.1];
    crate::check(|p| damped_wave(p, &t, &y), |p| damped_wave::gradient(p, &t, &y), &at);
}
