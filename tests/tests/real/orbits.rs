//! Celestial mechanics.

use chainrule::{Differentiable, differentiate};

use crate::of_numbers;

const MU: f64 = 398600.4418;
const J2: f64 = 1.08262668e-3;
const RADIUS: f64 = 6378.137;

#[differentiate]
type Vec3 = [f64; 3];

/// Kepler's equation by Newton's method, until it is met.
#[differentiate]
fn eccentric_anomaly(mean: f64, e: f64) -> f64 {
    let mut ea = if e > 0.8 { std::f64::consts::PI } else { mean };
    let mut iterations = 0;
    loop {
        let delta = (ea - e * ea.sin() - mean) / (1.0 - e * ea.cos());
        ea -= delta;
        iterations += 1;
        if delta.abs() < 1e-13 || iterations >= 50 {
            break;
        }
    }
    ea
}

#[differentiate]
fn true_anomaly(mean: f64, e: f64) -> f64 {
    let ea = eccentric_anomaly(mean, e);
    2.0 * ((1.0 + e).sqrt() * (ea / 2.0).sin()).atan2((1.0 - e).sqrt() * (ea / 2.0).cos())
}

#[differentiate]
fn norm(v: &[f64; 3]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[differentiate]
fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The acceleration over an oblate body.
#[differentiate]
fn acceleration(r: &[f64; 3]) -> [f64; 3] {
    let [x, y, z] = *r;
    let d = norm(r);
    let k = 1.5 * J2 * MU * RADIUS.powi(2) / d.powi(5);
    let ratio = 5.0 * z * z / (d * d);
    let central = -MU / d.powi(3);
    [
        central * x + k * x * (ratio - 1.0),
        central * y + k * y * (ratio - 1.0),
        central * z + k * z * (ratio - 3.0),
    ]
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Orbit {
    position: Vec3,
    velocity: Vec3,
}

#[differentiate]
impl Orbit {
    fn energy(&self) -> f64 {
        let v = norm(&self.velocity);
        0.5 * v * v - MU / norm(&self.position)
    }

    fn eccentricity(&self) -> f64 {
        let h = cross(&self.position, &self.velocity);
        let vh = cross(&self.velocity, &h);
        let r = norm(&self.position);
        let mut e = [0.0; 3];
        for i in 0..3 {
            e[i] = vh[i] / MU - self.position[i] / r;
        }
        norm(&e)
    }

    fn inclination(&self) -> f64 {
        let h = cross(&self.position, &self.velocity);
        (h[2] / norm(&h)).clamp(-1.0, 1.0).acos()
    }

    /// Verlet's method.
    fn after(mut self, dt: f64, steps: usize) -> Orbit {
        let mut a = acceleration(&self.position);
        for _ in 0..steps {
            for i in 0..3 {
                self.velocity[i] += 0.5 * dt * a[i];
                self.position[i] += dt * self.velocity[i];
            }
            a = acceleration(&self.position);
            for (v, a) in self.velocity.iter_mut().zip(&a) {
                *v += 0.5 * dt * a;
            }
        }
        self
    }
}

#[differentiate]
fn miss(orbit: &Orbit, dt: f64) -> f64 {
    let end = orbit.after(dt, 20);
    norm(&[end.position[0] - 5000.0, end.position[1] - 4000.0, end.position[2]])
}

/// The velocity change of a transfer between circles (Hohmann, 1925).
#[differentiate]
fn hohmann(r1: f64, r2: f64) -> f64 {
    let first = (MU / r1).sqrt() * ((2.0 * r2 / (r1 + r2)).sqrt() - 1.0);
    let second = (MU / r2).sqrt() * (1.0 - (2.0 * r1 / (r1 + r2)).sqrt());
    first.abs() + second.abs()
}

/// The mass that is left (Tsiolkovsky, 1903), with a fairing that is dropped.
#[differentiate]
fn rocket(fuel: f64, dry: f64, isp: f64) -> f64 {
    const G0: f64 = 9.80665;
    let stages = [(0.6, 1.0), (0.4, 0.8)];
    let mut mass = fuel + dry;
    let mut dv = 0.0;
    for &(share, efficiency) in stages.iter() {
        let burnt = share * fuel;
        dv += efficiency * isp * G0 * (mass / (mass - burnt)).ln();
        mass -= burnt + 0.05 * dry;
    }
    dv
}

of_numbers! {
    kepler: eccentric_anomaly(m = 1.1, e = 0.3);
    kepler_far_out: eccentric_anomaly(m = 0.4, e = 0.9);
    anomaly: true_anomaly(m = 2.0, e = 0.2);
    transfer: hohmann(a = 7000.0, b = 42164.0);
    stages: rocket(f = 900.0, d = 100.0, i = 320.0);
}

fn orbit(x: &[f64]) -> Orbit {
    Orbit { position: [x[0], x[1], x[2]], velocity: [x[3], x[4], x[5]] }
}

#[test]
fn elements() {
    let at = [7000.0, 300.0, -200.0, 0.5, 7.2, 1.1];
    let of = |bar: OrbitCotangent| [bar.position, bar.velocity].concat();
    crate::check(|x| orbit(x).energy(), |x| of(orbit(x).energy_gradient()), &at);
    crate::check(|x| orbit(x).eccentricity(), |x| of(orbit(x).eccentricity_gradient()), &at);
    crate::check(|x| orbit(x).inclination(), |x| of(orbit(x).inclination_gradient()), &at);
    crate::check(|x| miss(&orbit(x), 30.0), |x| of(miss::gradient(&orbit(x), 30.0).0), &at);
}
