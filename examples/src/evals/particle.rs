//! A charged particle between two others, one of which a controller moves: where to, so that the particle
//! lands at 0?
//!
//! The force is the derivative of a potential, and the derivative of the landing point is wanted, so
//! that a derivative is taken of a program that takes derivatives. Each of the two by either mode.

use chainrule::differentiate;

use super::descent::minimum;

/// The time of a step.
const DT: f64 = 0.1;

/// 1 / |x − (10, 10 − w)| + 1 / |x − (10, 0)|
#[differentiate(order = 2)]
fn potential(x: [f64; 2], w: f64) -> f64 {
    let distance = |a: f64, b: f64| ((x[0] - a).powi(2) + (x[1] - b).powi(2)).sqrt();
    1.0 / distance(10.0, 10.0 - w) + 1.0 / distance(10.0, 0.0)
}

/// The force on the particle, by forward mode.
#[differentiate(jvp)]
fn force_forward(x: [f64; 2], w: f64) -> [f64; 2] {
    let (_, along_x) = potential::jvp(x, w, &[1.0, 0.0], 0.0);
    let (_, along_y) = potential::jvp(x, w, &[0.0, 1.0], 0.0);
    [-along_x, -along_y]
}

/// The force on the particle, by reverse mode.
#[differentiate(jvp)]
fn force_reverse(x: [f64; 2], w: f64) -> [f64; 2] {
    let (slope, _) = potential::gradient(x, w);
    [-slope[0], -slope[1]]
}

macro_rules! landing {
    ($(#[$doc:meta])* $name:ident, $force:ident) => {
        $(#[$doc])*
        #[differentiate(jvp)]
        pub fn $name(w: f64) -> f64 {
            let (mut x, mut v) = ([0.0, 8.0], [0.75, 0.0]);
            loop {
                let force = $force(x, w);
                x = [x[0] + DT * v[0], x[1] + DT * v[1]];
                if x[1] <= 0.0 {
                    let t = -x[1] / v[1];
                    let landed = x[0] + t * v[0];
                    return landed * landed;
                }
                v = [v[0] + DT * force[0], v[1] + DT * force[1]];
            }
        }
    };
}

landing! {
    /// The square of the place where the particle lands, by steps of Euler's method; the force by
    /// forward mode.
    landing_forward, force_forward
}
landing! {
    /// The square of the place where the particle lands, by steps of Euler's method; the force by
    /// reverse mode.
    landing_reverse, force_reverse
}

/// The control from `w` on, with both derivatives by forward mode.
pub fn ff(w: f64) -> f64 {
    minimum(|[w]| landing_forward(w), |[w]| [landing_forward::jvp(w, 1.0).1], [w]).0[0]
}

/// The same, with the derivative of the landing by forward mode and the force by reverse mode.
pub fn fr(w: f64) -> f64 {
    minimum(|[w]| landing_reverse(w), |[w]| [landing_reverse::jvp(w, 1.0).1], [w]).0[0]
}

/// The same, with the derivative of the landing by reverse mode and the force by forward mode.
pub fn rf(w: f64) -> f64 {
    minimum(|[w]| landing_forward(w), |[w]| [landing_forward::gradient(w)], [w]).0[0]
}

/// The same, with both by reverse mode.
pub fn rr(w: f64) -> f64 {
    minimum(|[w]| landing_reverse(w), |[w]| [landing_reverse::gradient(w)], [w]).0[0]
}
