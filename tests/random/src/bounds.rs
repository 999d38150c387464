//! Traits as bounds, with bodies of their own.

use chainrule::{Differentiable, differentiate};

/// What has an energy.
#[differentiate(hessian)]
pub(crate) trait Potential {
    /// The energy at a distance.
    fn energy(&self, r: f64) -> f64;

    /// Changes it.
    fn heat(&mut self, by: f64);

    /// The energy at two distances.
    fn twice(&self, r: f64) -> f64 {
        self.energy(r) * 2.0_f64 + self.energy(r * 0.5_f64)
    }
}

/// A spring.
#[derive(Clone, Differentiable)]
pub(crate) struct Spring {
    pub(crate) k: f64,
}

#[differentiate(hessian)]
impl Potential for Spring {
    fn energy(&self, r: f64) -> f64 {
        self.k * r * r
    }

    fn heat(&mut self, by: f64) {
        self.k = (self.k * by).sin();
    }
}

/// A well.
#[derive(Clone, Differentiable)]
pub(crate) struct Well {
    pub(crate) depth: f64,
    pub(crate) at: [f64; 2],
}

#[differentiate(hessian)]
impl Potential for Well {
    fn energy(&self, r: f64) -> f64 {
        if r > self.at[0] {
            return self.depth * r;
        }
        (self.depth * self.at[1] - r).sin()
    }

    fn heat(&mut self, by: f64) {
        self.depth += by;
        self.at[1] *= self.depth;
    }

    fn twice(&self, r: f64) -> f64 {
        self.energy(r) - self.at[0]
    }
}

/// Energies at several distances.
#[differentiate(hessian)]
pub(crate) fn energies<P: Potential>(p: &P, rs: &[f64]) -> f64 {
    let mut sum = 0.1_f64;
    for r in rs {
        sum += p.twice(*r) * 0.3_f64;
    }
    sum
}

/// Energies of two.
#[differentiate(hessian)]
pub(crate) fn between<P, Q>(p: &P, q: &Q, r: f64) -> f64
where
    P: Potential,
    Q: Potential,
{
    p.energy(r) * q.twice(r)
}

/// Changes one.
#[differentiate(hessian)]
pub(crate) fn heated<P: Potential + Clone>(p: &mut P, by: f64) {
    p.heat(by);
    let more = p.energy(by) * 0.2_f64;
    p.heat(more);
}
