//! Springs, beams, contacts and fields.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array2, s};

use crate::{of_numbers, of_slices};

trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[derive(Differentiable, Clone)]
struct Morse {
    depth: f64,
    width: f64,
    rest: f64,
}

#[differentiate]
impl Potential for Morse {
    fn energy(&self, r: f64) -> f64 {
        let e = 1.0 - (-self.width * (r - self.rest)).exp();
        self.depth * e * e
    }
}

/// Masses on a line, fixed at one end.
#[differentiate]
fn chain_energy(x: &[f64]) -> f64 {
    let springs = x.windows(2).map(|w| 0.5 * 30.0 * (w[1] - w[0] - 1.0).powi(2)).sum::<f64>();
    let anchor = 0.5 * 30.0 * (x[0] - 1.0).powi(2);
    springs + anchor + 9.81 * x.iter().sum::<f64>()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contact {
    Free,
    Sticking,
    Sliding,
}

/// A block on a belt: which law holds is told by an enum.
#[differentiate]
fn block(v0: f64, mu: f64, k: f64) -> f64 {
    let (mut x, mut v) = (0.0, v0);
    let mut contact = Contact::Free;
    let dt = 0.01;
    for _ in 0..60 {
        contact = match contact {
            _ if x < -1.0 => Contact::Free,
            _ if v.abs() < 1e-3 => Contact::Sticking,
            _ => Contact::Sliding,
        };
        let friction = match contact {
            Contact::Free => 0.0,
            Contact::Sticking => -k * x * 0.1,
            Contact::Sliding => -mu * 9.81 * v.signum(),
        };
        v += dt * (friction - k * x);
        x += dt * v;
    }
    0.5 * v * v + 0.5 * k * x * x
}

/// The deflection of a beam by finite elements: three diagonals solved by elimination (Thomas).
#[differentiate]
fn bar_tip(stiffness: &[f64]) -> f64 {
    let n = stiffness.len();
    let (mut diagonal, mut load) = (vec![0.0; n], vec![0.1; n]);
    for i in 0..n {
        diagonal[i] += stiffness[i];
        if i + 1 < n {
            diagonal[i] += stiffness[i + 1];
        }
    }
    for i in 1..n {
        let w = -stiffness[i] / diagonal[i - 1];
        diagonal[i] -= w * -stiffness[i];
        load[i] -= w * load[i - 1];
    }
    load[n - 1] / diagonal[n - 1]
}

/// Heat in a plate, explicit steps with views.
#[differentiate]
fn plate(t0: &Array2<f64>, kappa: f64) -> f64 {
    let mut t = t0.clone();
    let (n, m) = t.dim();
    for _ in 0..5 {
        let centre = t.slice(s![1..n - 1, 1..m - 1]).to_owned();
        let laplacian = &t.slice(s![2.., 1..m - 1])
            + &t.slice(s![..n - 2, 1..m - 1])
            + &t.slice(s![1..n - 1, 2..])
            + &t.slice(s![1..n - 1, ..m - 2])
            - 4.0 * &centre;
        t.slice_mut(s![1..n - 1, 1..m - 1]).assign(&(centre + kappa * laplacian));
    }
    t.mapv(|v| v * v).sum()
}

/// Two pendulums, one below the other.
#[differentiate]
fn double_pendulum(state: [f64; 4], dt: f64) -> [f64; 4] {
    let [a1, a2, w1, w2] = state;
    let g = 9.81;
    let (s, c) = (a1 - a2).sin_cos();
    let den = 2.0 - c * c;
    let acc1 = (-g * (2.0 * a1.sin() - a2.sin() * c) - s * (w2 * w2 + w1 * w1 * c)) / den;
    let acc2 = (2.0 * s * (w1 * w1 + g * a1.cos()) + w2 * w2 * s * c - g * 0.0 * a2) / den;
    let (w1, w2) = (w1 + dt * acc1, w2 + dt * acc2);
    [a1 + dt * w1, a2 + dt * w2, w1, w2]
}

#[differentiate]
fn swung(a1: f64, a2: f64) -> f64 {
    let mut state = [a1, a2, 0.0, 0.0];
    for _ in 0..40 {
        state = double_pendulum(state, 0.01);
    }
    state.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// Flow in a pipe: the friction factor of Colebrook (1939) by a fixed point.
#[differentiate]
fn pressure_drop(velocity: f64, diameter: f64, roughness: f64) -> f64 {
    const RHO: f64 = 998.0;
    const NU: f64 = 1.0e-6;
    let re = velocity * diameter / NU;
    if re < 2300.0 {
        return 64.0 / re * 0.5 * RHO * velocity.powi(2) / diameter;
    }
    let mut f = 0.02;
    for _ in 0..30 {
        let inner = 1e-3 * roughness / (3.7 * diameter) + 2.51 / (re * f64::sqrt(f));
        f = (-2.0 * inner.log10()).powi(-2);
    }
    f * 0.5 * RHO * velocity.powi(2) / diameter
}

of_slices! {
    masses: chain_energy at [1.1, 2.3, 2.9];
    beam: bar_tip at [3.0, 2.0, 1.0, 4.0];
}

of_numbers! {
    belt: block(v = 1.0, mu = 0.05, k = 3.0);
    pendulums: swung(a = 0.4, b = 0.9);
    turbulent: pressure_drop(v = 1.5, d = 0.1, e = 0.1);
    laminar: pressure_drop(v = 0.01, d = 0.1, e = 0.1);
}

#[test]
fn morse() {
    let of = |x: &[f64]| Morse { depth: x[0], width: x[1], rest: x[2] };
    crate::check(
        |x| of(x).energy(x[3]),
        |x| {
            let (bar, r_bar) = of(x).energy_gradient(x[3]);
            vec![bar.depth, bar.width, bar.rest, r_bar]
        },
        &[2.0, 1.3, 1.1, 1.6],
    );
}

#[test]
fn heat() {
    let of = |x: &[f64]| Array2::from_shape_vec((4, 5), x.to_vec()).unwrap();
    let at: Vec<f64> = (0..20).map(|i| f64::from(i).sin()).collect();
    crate::check(
        |x| plate(&of(x), 0.2),
        |x| plate::gradient(&of(x), 0.2).0.iter().copied().collect(),
        &at,
    );
}
