//! What is made of the functions of forward and reverse mode: gradients, products with Jacobians and Hessians.
//!
//! These are calls, and both passes for the seed 1 are the same calls wherever they stand: in the functions of a handle,
//! and where a differentiated function calls the derivative of another.

mod hessian;

pub use hessian::Form;

use crate::ir::{Builder, Call, Callee, Half, Handed, Kind, Op, Passing, Place, Role, Var, roots};

/// An argument that takes part in derivatives.
#[derive(Clone)]
pub struct Active {
    /// Its position among all arguments.
    pub position: usize,
    /// How it is handed over.
    pub passing: Passing,
    /// What the parameter is.
    pub kind: Kind,
    /// What is handed over.
    pub var: Var,
}

/// A callee and the arguments at which it is differentiated.
pub struct At {
    /// The callee.
    pub callee: Callee,
    /// All arguments.
    pub args: Vec<Var>,
    /// Those that take part in derivatives.
    pub active: Vec<Active>,
    /// What the callee returns.
    pub output: Kind,
    /// Whether cotangents are called after the arguments: nobody else has any here.
    pub alone: bool,
}

impl At {
    fn named(&self, suffix: &str) -> Option<String> {
        Some(format!("{}{suffix}", self.callee.name()?))
    }

    /// `let (value, kept) = g::forward(x);`
    pub fn forward(&self, b: &mut Builder<'_>) -> (Var, Var) {
        let (values, kept) = self.pushed_forward(b, &[], Half::Forward);
        (values[0], kept[0])
    }

    /// The value and its tangent: `g::jvp(x, x_dot)`.
    pub fn jvp(&self, b: &mut Builder<'_>, dots: &[Var]) -> Vec<Var> {
        self.pushed_forward(b, dots, Half::Primal).0
    }

    /// Both passes for the seed 1: the value, and the cotangents of the active arguments.
    pub fn value_and_gradient(&self, b: &mut Builder<'_>) -> (Var, Vec<Var>) {
        let (value, kept) = self.forward(b);
        let seed = b.real(1.0, &self.output);
        let shadows = self.zero_shadows(b, "_bar");
        let bars = self.pulled_back(b, &[(kept, seed, &shadows)], &[]);
        (value, bars)
    }

    /// Both passes with tangents: the gradient, and its tangent, which is the product of the Hessian with a direction.
    pub fn gradient_jvp(&self, b: &mut Builder<'_>, dots: &[Var]) -> [Vec<Var>; 2] {
        let (_, kept) = self.pushed_forward(b, dots, Half::Forward);
        let (seed, seed_dot) = (b.real(1.0, &self.output), b.real(0.0, &self.output));
        let (shadows, more) = (self.zero_shadows(b, "_bar"), self.zero_shadows(b, "_bar_dot"));
        let masks = [(kept[0], seed, &shadows), (kept[1], seed_dot, &more)];
        let mut bars = self.pulled_back(b, &masks, dots);
        let bar_dots = bars.split_off(self.active.len());
        [bars, bar_dots]
    }

    /// A function on the way out: the values with their tangents, and what is kept, with its tangents.
    fn pushed_forward(
        &self,
        b: &mut Builder<'_>,
        dots: &[Var],
        half: Half,
    ) -> (Vec<Var>, Vec<Var>) {
        let mut call = Call::new(self.callee.clone(), half, &self.args, &[]);
        self.push(b, dots, &mut call);
        let (mut outs, mut values, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let output = [Some(self.output.clone()), self.output.tangent()];
        let residuals = [Some(self.callee.residuals.clone()), self.callee.residuals.tangent()];
        for (value, residuals) in output.into_iter().zip(residuals).take(call.order + 1) {
            values.extend(value.map(|kind| b.fresh(kind)));
            outs.extend(values.last());
            if let (Half::Forward, Some(kind)) = (half, residuals) {
                let suffix = if kept.is_empty() { "_residuals" } else { "_residuals_dot" };
                kept.push(b.fresh(kind));
                outs.extend(kept.last());
                b.vars[kept[kept.len() - 1]].name = self.named(suffix);
            }
        }
        b.define(outs, Op::Call(call));
        (values, kept)
    }

    /// Hands over tangents of the active arguments, where there are some.
    fn push(&self, b: &Builder<'_>, dots: &[Var], call: &mut Call) {
        if dots.is_empty() {
            return;
        }
        call.order = 1;
        for (active, dot) in self.active.iter().zip(dots) {
            let handed = match b.vars.kind(*dot) {
                Kind::Real(_) => Handed::Value(*dot),
                _ => Handed::Ref(*dot),
            };
            call.give(handed, Role::Argument(active.position), 1);
        }
    }

    /// `g::backward` for what is kept, a seed and shadows, and for the same of tangents: the cotangents of the active
    /// arguments, and their tangents.
    fn pulled_back(
        &self,
        b: &mut Builder<'_>,
        masks: &[(Var, Var, &Vec<Var>)],
        dots: &[Var],
    ) -> Vec<Var> {
        let mut call = Call::new(self.callee.clone(), Half::Backward, &self.args, &[]);
        for (mask, (kept, seed, shadows)) in masks.iter().enumerate() {
            if mask > 0 {
                self.push(b, dots, &mut call);
            }
            call.give(Handed::Ref(*kept), Role::Residuals, mask);
            call.give(Handed::Value(*seed), Role::Seed, mask);
            for (position, root) in self.callee.shadowed().into_iter().zip(shadows.iter()) {
                let shadow = Place { root: *root, path: Vec::new() };
                call.give(Handed::Mut(shadow), Role::Shadow(position), mask);
            }
        }
        let (mut outs, mut bars) = (Vec::new(), Vec::new());
        let after = roots(call.places()).into_iter().map(|root| b.fresh_like(root));
        let after: Vec<Var> = after.collect();
        let mut added = after.iter();
        let all = (0..masks.len()).flat_map(|mask| self.active.iter().map(move |it| (mask, it)));
        for (mask, active) in all {
            if active.passing == Passing::Value {
                let bar = b.fresh(active.kind.cotangent());
                self.name_bar(b, bar, active, if mask == 0 { "_bar" } else { "_bar_dot" });
                outs.push(bar);
                bars.push(bar);
            } else {
                bars.extend(added.next());
            }
        }
        outs.extend(&after);
        b.define(outs, Op::Call(call));
        bars
    }

    /// Zeros for the cotangents of what is handed over by reference.
    fn zero_shadows(&self, b: &mut Builder<'_>, suffix: &str) -> Vec<Var> {
        let lent = self.active.iter().filter(|active| active.passing != Passing::Value);
        let zeros = lent.map(|active| {
            let zeros = b.zeros(active.var);
            self.name_bar(b, zeros, active, suffix);
            zeros
        });
        zeros.collect()
    }

    fn name_bar(&self, b: &mut Builder<'_>, bar: Var, of: &Active, suffix: &str) {
        let name = b.vars[of.var].name.clone().filter(|_| self.alone);
        b.vars[bar].name = name.map(|name| format!("{name}{suffix}"));
    }
}
