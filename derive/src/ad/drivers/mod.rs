//! What is made of the functions of forward and reverse mode: gradients, products with Jacobians and Hessians.
//!
//! These are calls, and both passes for the seed 1 are the same calls wherever they stand: in the functions of a handle,
//! and where a differentiated function calls the derivative of another.

mod handle;
mod hessian;

pub use handle::{Driver, Drivers, drivers};
pub use hessian::Form;

use crate::ir::{
    Builder, Call, Callee, Half, Handed, Kind, Op, Passing, Place, Role, Var, Yield, roots,
};

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
    /// The arguments, but for those that are handed over as `&mut`.
    pub args: Vec<Var>,
    /// What is handed over as `&mut`, without a derivative.
    pub places: Vec<Var>,
    /// The arguments that take part in derivatives.
    pub active: Vec<Active>,
    /// What the callee returns.
    pub output: Kind,
    /// Whether cotangents are called after the arguments: nobody else has any here.
    pub alone: bool,
}

/// What both passes for the seed 1 yield.
pub struct Second {
    /// What the callee returns.
    pub value: Var,
    /// The cotangents of the active arguments.
    pub bars: Vec<Var>,
    /// Their tangents, where tangents are handed over.
    pub bar_dots: Vec<Var>,
    /// The next versions of what is handed over as `&mut`.
    pub places: Vec<Var>,
}

/// What one call of a function of the callee yields.
#[derive(Default)]
struct Yielded {
    /// By masks of tangents.
    values: Vec<Vec<(Yield, Var)>>,
    /// What was added to each shadow, by masks and positions of arguments.
    added: Vec<(usize, usize, Var)>,
    /// The next version of each place.
    after: Vec<(Var, Var)>,
}

impl Yielded {
    /// One of the values, and its tangents.
    fn all(&self, what: Yield) -> Vec<Var> {
        let values = self.values.iter().flatten();
        values.filter(|(of, _)| *of == what).map(|(_, value)| *value).collect()
    }

    /// The cotangent of the argument in a position, or its tangent.
    fn bar(&self, mask: usize, position: usize) -> Option<Var> {
        let mut values = self.values.get(mask)?.iter();
        let returned = values.find(|(of, _)| *of == Yield::Cotangent(position));
        let mut added = self.added.iter().filter(|(at, of, _)| (*at, *of) == (mask, position));
        returned.map(|(_, bar)| *bar).or_else(|| added.next().map(|(.., bar)| *bar))
    }
}

impl At {
    /// `let (value, kept) = g::forward(x);`
    pub fn forward(&self, b: &mut Builder<'_>) -> (Var, Var) {
        let call = self.call(b, Half::Forward, &[], &[]);
        let yielded = self.called(b, call);
        (yielded.all(Yield::Output)[0], yielded.all(Yield::Residuals)[0])
    }

    /// The value and its tangent: `g::jvp(x, x_dot)`.
    pub fn jvp(&self, b: &mut Builder<'_>, dots: &[Var]) -> Vec<Var> {
        let call = self.call(b, Half::Primal, dots, &[]);
        self.called(b, call).all(Yield::Output)
    }

    /// Both passes for the seed 1: the value, and the cotangents of the active arguments.
    pub fn value_and_gradient(&self, b: &mut Builder<'_>) -> (Var, Vec<Var>) {
        let Second { value, bars, .. } = self.both(b, false, &[]);
        (value, bars)
    }

    /// Both passes with tangents: the tangent of the gradient, which is the product of the Hessian with a direction.
    pub fn hvp(&self, b: &mut Builder<'_>, dots: &[Var]) -> Vec<Var> {
        self.both(b, false, dots).bar_dots
    }

    /// Both passes for the seed 1, as one call where there is such a function; with tangents of the arguments, or without.
    pub fn both(&self, b: &mut Builder<'_>, at_once: bool, dots: &[Var]) -> Second {
        if at_once {
            let roles = self.shadows_and_seeds(b, &[], !dots.is_empty());
            let call = self.call(b, Half::Both, dots, &roles);
            let yielded = self.called(b, call);
            return self.second(&yielded, &yielded);
        }
        let call = self.call(b, Half::Forward, dots, &[]);
        let on = self.called(b, call);
        let roles = self.shadows_and_seeds(b, &on.all(Yield::Residuals), !dots.is_empty());
        let call = self.call(b, Half::Backward, dots, &roles);
        let back = self.called(b, call);
        self.second(&on, &back)
    }

    /// A call of one of the callee's functions: the arguments, and what else it takes, at each mask.
    fn call(
        &self,
        b: &Builder<'_>,
        half: Half,
        dots: &[Var],
        more: &[Vec<(Handed, Role)>],
    ) -> Call {
        let places = self.places.iter().map(|root| Place { root: *root, path: Vec::new() });
        let places: Vec<Place> = places.filter(|_| half != Half::Backward).collect();
        let mut call = Call::new(self.callee.clone(), half, &self.args, &places);
        call.order = usize::from(!dots.is_empty());
        for mask in 0..=call.order {
            for (active, dot) in self.active.iter().zip(dots).filter(|_| mask > 0) {
                let handed = match b.vars.kind(*dot) {
                    Kind::Real(_) => Handed::Value(*dot),
                    _ => Handed::Ref(*dot),
                };
                call.give(handed, Role::Argument(active.position), mask);
            }
            for (handed, role) in more.get(mask).into_iter().flatten() {
                call.give(handed.clone(), *role, mask);
            }
        }
        call
    }

    /// What a pass on the way back takes beside the arguments: what was kept, the seed 1, whose tangent is 0, and zeros to
    /// add to.
    fn shadows_and_seeds(
        &self,
        b: &mut Builder<'_>,
        kept: &[Var],
        pushed: bool,
    ) -> Vec<Vec<(Handed, Role)>> {
        let masks = 0..=usize::from(pushed);
        let seeded = !kept.is_empty() || self.callee.accumulates;
        let one = |mask: usize| {
            let mut given = Vec::new();
            given.extend(kept.get(mask).map(|kept| (Handed::Ref(*kept), Role::Residuals)));
            if seeded {
                let seed = b.real(if mask == 0 { 1.0 } else { 0.0 }, &self.output);
                given.push((Handed::Value(seed), Role::Seed));
            }
            for active in self.active.iter().filter(|active| active.passing != Passing::Value) {
                let root = b.zeros(active.var);
                self.name_bar(b, root, active, mask);
                let shadow = Place { root, path: Vec::new() };
                given.push((Handed::Mut(shadow), Role::Shadow(active.position)));
            }
            given
        };
        masks.map(one).collect()
    }

    /// Appends a call. What has no tangent yields none.
    fn called(&self, b: &mut Builder<'_>, call: Call) -> Yielded {
        let mut yielded = Yielded::default();
        for mask in 0..=call.order {
            let mut values = Vec::new();
            for what in call.yields() {
                let (kind, name) = match what {
                    Yield::Output => (self.output.clone(), self.alone.then(|| "value".to_owned())),
                    Yield::Residuals => (self.callee.residuals.clone(), self.residuals_name()),
                    Yield::State => continue,
                    Yield::Cotangent(position) => {
                        let of = self.active.iter().find(|active| active.position == position);
                        let Some(of) = of else { continue };
                        let bar = b.fresh(of.kind.cotangent());
                        self.name_bar(b, bar, of, mask);
                        values.push((what, bar));
                        continue;
                    }
                };
                let kind = if mask == 0 { Some(kind) } else { kind.tangent() };
                let Some(kind) = kind else { continue };
                let value = b.fresh(kind);
                let dot = if mask == 0 { "" } else { "_dot" };
                b.vars[value].name = name.map(|name| format!("{name}{dot}"));
                values.push((what, value));
            }
            yielded.values.push(values);
        }
        let places = roots(call.places()).into_iter();
        yielded.after = places.map(|root| (root, b.fresh_like(root))).collect();
        for given in &call.args {
            let root = given.handed.place().map(|place| place.root);
            let next = yielded.after.iter().find(|(before, _)| Some(*before) == root);
            if let (Role::Shadow(position), Some((_, next))) = (given.role, next) {
                yielded.added.push((given.mask, position, *next));
            }
        }
        let values = yielded.values.iter().flatten().map(|(_, value)| *value);
        let outs = values.chain(yielded.after.iter().map(|(_, next)| *next)).collect();
        b.define(outs, Op::Call(call));
        yielded
    }

    /// What the passes have yielded, in the order of the arguments.
    fn second(&self, on: &Yielded, back: &Yielded) -> Second {
        let bars = |mask: usize| -> Vec<Var> {
            let bar = |active: &Active| back.bar(mask, active.position);
            self.active.iter().filter_map(bar).collect()
        };
        let after = |root: &Var| on.after.iter().find(|(before, _)| before == root);
        Second {
            value: on.all(Yield::Output)[0],
            bars: bars(0),
            bar_dots: bars(1),
            places: self.places.iter().filter_map(after).map(|(_, next)| *next).collect(),
        }
    }

    fn residuals_name(&self) -> Option<String> {
        if self.alone {
            return Some("residuals".to_owned());
        }
        Some(format!("{}_residuals", self.callee.name()?))
    }

    fn name_bar(&self, b: &mut Builder<'_>, bar: Var, of: &Active, mask: usize) {
        let suffix = if mask == 0 { "_bar" } else { "_bar_dot" };
        let name = b.vars[of.var].name.clone().filter(|_| self.alone);
        b.vars[bar].name = name.map(|name| format!("{}{suffix}", name.trim_start_matches("r#")));
    }
}
