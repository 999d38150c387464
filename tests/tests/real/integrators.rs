//! Quadrature and differential equations.

use chainrule::{Differentiable, differentiate};

use crate::of_numbers;

#[differentiate]
fn lotka_volterra(u: [f64; 2], p: &[f64; 4]) -> [f64; 2] {
    let [x, y] = u;
    [p[0] * x - p[1] * x * y, p[2] * x * y - p[3] * y]
}

/// The classical method of fourth order.
#[differentiate]
fn rk4_step(u: [f64; 2], p: &[f64; 4], h: f64) -> [f64; 2] {
    let k1 = lotka_volterra(u, p);
    let k2 = lotka_volterra([u[0] + 0.5 * h * k1[0], u[1] + 0.5 * h * k1[1]], p);
    let k3 = lotka_volterra([u[0] + 0.5 * h * k2[0], u[1] + 0.5 * h * k2[1]], p);
    let k4 = lotka_volterra([u[0] + h * k3[0], u[1] + h * k3[1]], p);
    std::array::from_fn(|i| u[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
}

#[differentiate]
fn population(p: &[f64; 4]) -> f64 {
    let mut u = [10.0, 5.0];
    let mut peak = 0.0_f64;
    for _ in 0..50 {
        u = rk4_step(u, p, 0.05);
        peak = peak.max(u[1]);
    }
    u[0] + u[1] + 0.1 * peak
}

/// Steps that adapt to the error (Bogacki and Shampine, 1989).
#[differentiate]
fn adaptive_decay(rate: f64, y0: f64) -> f64 {
    let f = |t: f64, y: f64| -rate * y + t.sin();
    let (mut t, mut y, mut h) = (0.0, y0, 0.1);
    let end = 2.0;
    while t < end {
        if t + h > end {
            h = end - t;
        }
        let k1 = f(t, y);
        let k2 = f(t + 0.5 * h, y + 0.5 * h * k1);
        let k3 = f(t + 0.75 * h, y + 0.75 * h * k2);
        let high = y + h * (2.0 * k1 + 3.0 * k2 + 4.0 * k3) / 9.0;
        let k4 = f(t + h, high);
        let low = y + h * (7.0 / 24.0 * k1 + 0.25 * k2 + k3 / 3.0 + 0.125 * k4);
        let error = chainrule::constant((high - low).abs());
        if error < 1e-7 {
            t += h;
            y = high;
        }
        h *= (0.9 * (1e-7 / (error + 1e-16)).powf(1.0 / 3.0)).clamp(0.2, 3.0);
    }
    y
}

/// An implicit step, solved by Newton's method.
#[differentiate]
fn stiff(k: f64, y0: f64) -> f64 {
    let h = 0.05;
    let mut y = y0;
    for step in 0..20 {
        let t = (step + 1) as f64 * h;
        let mut next = y;
        for _ in 0..12 {
            let residual = next - y - h * (-k * next.powi(3) + t.cos());
            let slope = 1.0 + 3.0 * h * k * next * next;
            next -= residual / slope;
        }
        y = next;
    }
    y
}

#[differentiate]
fn simpson_of_gaussian(sigma: f64, end: f64) -> f64 {
    let n = 40;
    let h = end / n as f64;
    let f = |x: f64| (-x * x / (2.0 * sigma * sigma)).exp();
    let mut sum = f(0.0) + f(end);
    for i in 1..n {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * f(i as f64 * h);
    }
    sum * h / 3.0
}

/// Gauss and Legendre's rule of five points on each of several pieces.
#[differentiate]
fn gauss_legendre(a: f64, b: f64, w: f64) -> f64 {
    const NODES: [(f64, f64); 5] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    let pieces = 4;
    (0..pieces)
        .map(|i| {
            let lo = a + (b - a) * i as f64 / pieces as f64;
            let hi = a + (b - a) * (i + 1) as f64 / pieces as f64;
            let (mid, half) = (0.5 * (lo + hi), 0.5 * (hi - lo));
            NODES
                .iter()
                .map(|&(x, weight)| weight * (w * (mid + half * x)).sin() * (mid + half * x).exp())
                .sum::<f64>()
                * half
        })
        .sum()
}

#[derive(Differentiable, Clone, Copy)]
struct Particle {
    x: [f64; 2],
    v: [f64; 2],
    m: f64,
}

#[differentiate]
fn kick(bodies: &mut [Particle], dt: f64) {
    let n = bodies.len();
    for i in 0..n {
        for j in 0..n {
            if i == j {
                continue;
            }
            let dx = bodies[j].x[0] - bodies[i].x[0];
            let dy = bodies[j].x[1] - bodies[i].x[1];
            let r3 = (dx * dx + dy * dy + 0.01).powf(1.5);
            let m = bodies[j].m;
            bodies[i].v[0] += dt * m * dx / r3;
            bodies[i].v[1] += dt * m * dy / r3;
        }
    }
}

#[differentiate]
fn leapfrog(bodies: &[Particle], steps: usize) -> f64 {
    let mut bodies = bodies.to_vec();
    let dt = 0.02;
    for _ in 0..steps {
        kick(&mut bodies, 0.5 * dt);
        for b in bodies.iter_mut() {
            b.x[0] += dt * b.v[0];
            b.x[1] += dt * b.v[1];
        }
        kick(&mut bodies, 0.5 * dt);
    }
    bodies.iter().map(|b| 0.5 * b.m * (b.v[0].powi(2) + b.v[1].powi(2)) + b.x[0]).sum()
}

/// An epidemic with a lockdown that begins when cases are many.
#[differentiate]
fn epidemic(beta: f64, gamma: f64, threshold: f64) -> f64 {
    let (mut s, mut i, mut r) = (0.99, 0.01, 0.0);
    let mut lockdown = false;
    let mut total = 0.0;
    for _day in 0..60 {
        if !lockdown && i > threshold {
            lockdown = true;
        }
        let contact = if lockdown { 0.4 * beta } else { beta };
        let (infected, recovered) = (contact * s * i, gamma * i);
        s -= infected;
        i += infected - recovered;
        r += recovered;
        total += i;
    }
    total + r
}

of_numbers! {
    adaptive: adaptive_decay(k = 1.3, y = 0.7);
    implicit: stiff(k = 4.0, y = 1.2);
    simpson: simpson_of_gaussian(s = 0.8, e = 1.5);
    gauss: gauss_legendre(a = 0.1, b = 1.3, w = 2.0);
    lockdown: epidemic(b = 0.5, g = 0.1, t = 0.08);
}

#[test]
fn prey() {
    let of = |x: &[f64]| [x[0], x[1], x[2], x[3]];
    crate::check(
        |x| population(&of(x)),
        |x| population::gradient(&of(x)).to_vec(),
        &[1.1, 0.4, 0.1, 0.4],
    );
}

#[test]
fn bodies() {
    let of = |x: &[f64]| -> Vec<Particle> {
        x.chunks(5).map(|c| Particle { x: [c[0], c[1]], v: [c[2], c[3]], m: c[4] }).collect()
    };
    crate::check(
        |x| leapfrog(&of(x), 10),
        |x| {
            let bar = leapfrog::gradient(&of(x), 10);
            bar.iter().flat_map(|b| [b.x[0], b.x[1], b.v[0], b.v[1], b.m]).collect()
        },
        &[0.0, 0.1, 0.3, -0.2, 1.0, 1.1, 0.2, -0.3, 0.4, 0.7, -0.4, 0.9, 0.1, 0.2, 1.3],
    );
}
