//! The reverse of `g::forward` and `g::backward`, where the primal calls them itself.
//!
//! `g::backward` yields J(x)ᵀ ȳ. Where these cotangents have cotangents w in their turn, the cotangent of
//! ȳ is J(x) w, and that of x is the derivative of J(x)ᵀ ȳ in the direction w, since second derivatives
//! are symmetric: both are what forward mode makes of the two halves for the tangent w of x. So nothing
//! is differentiated twice in reverse mode (Griewank and Walther, 2008, chapter 5).

use super::call::{Site, callee_name};
use super::reverse::Reverse;
use crate::ir::{Call, Half, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var, VarInfo, roots};

/// A call of `g::backward` in the primal.
struct Pulled<'a> {
    call: &'a Call,
    args: &'a [Var],
    seed: Option<Var>,
    shadows: &'a [Option<Place>],
    /// The cotangents of the cotangents that it yields, one for each active argument.
    weights: Vec<Var>,
}

impl Reverse<'_> {
    /// What `g::forward` yields has a cotangent; what it keeps has none of its own: `g::backward` hands
    /// on the share of its arguments itself.
    pub(super) fn forward(&mut self, stmt: &Stmt, call: &Call, args: &[Var]) -> Vec<Stmt> {
        let (out, residuals) = (stmt.outs[0], stmt.outs[1]);
        if let Some(seed) = self.bars.remove(&out) {
            let site = Site { call, args, places: &[], after: Vec::new() };
            self.pull_back(&site, residuals, Some(seed));
        }
        vec![stmt.clone()]
    }

    /// The derivative of a vector-Jacobian product.
    pub(super) fn backward(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        let Op::Backward { call, args, seed, shadows, .. } = &stmt.op else {
            return vec![stmt.clone()];
        };
        let weights = self.weights(stmt, call, args, shadows);
        let pulled = Pulled { call, args, seed: *seed, shadows, weights };
        let (kept, kept_dot, seed_bar) = self.pushed_forward(&pulled);
        self.pushed_backward(&pulled, kept, kept_dot);
        if let (Some(seed), Some(seed_bar)) = (seed, seed_bar) {
            self.accumulate(*seed, seed_bar);
        }
        // A shadow is added to: its cotangent is that of the sum.
        let before = roots(shadows.iter().flatten());
        let values = stmt.outs.len() - before.len();
        for (before, after) in before.into_iter().zip(&stmt.outs[values..]) {
            if let Some(bar) = self.bars.remove(after) {
                self.accumulate(before, bar);
            }
        }
        vec![stmt.clone()]
    }

    /// The cotangents of what `g::backward` returns or adds, in the order of the active arguments.
    fn weights(
        &mut self,
        stmt: &Stmt,
        call: &Call,
        args: &[Var],
        shadows: &[Option<Place>],
    ) -> Vec<Var> {
        let next = roots(shadows.iter().flatten());
        let (returned, after) = stmt.outs.split_at(stmt.outs.len() - next.len());
        let (mut returned, mut shadows) = (returned.iter(), shadows.iter());
        let active = call.passing.iter().zip(args).filter(|((_, active), _)| *active);
        let mut weights = Vec::new();
        for ((how, _), arg) in active {
            let bar = match how {
                Passing::Value => returned.next().and_then(|out| self.bars.remove(out)),
                Passing::Ref | Passing::Mut => {
                    shadows.next().and_then(Option::as_ref).and_then(|place| {
                        let at = next.iter().position(|root| *root == place.root)?;
                        let root = *self.bars.get(&after[at])?;
                        Some(self.part(root, place, *arg))
                    })
                }
            };
            weights.push(bar.unwrap_or_else(|| self.zeros(*arg)));
        }
        weights
    }

    /// The part of a cotangent that belongs to a place.
    fn part(&mut self, root: Var, place: &Place, arg: Var) -> Var {
        if place.path.is_empty() {
            return root;
        }
        let kind = self.vars.kind(arg).shadow();
        self.build(|b| b.push(kind, Op::Project(Place { root, path: place.path.clone() })))
    }

    /// `g::forward` for the tangents w: what is kept, its tangent, and that of the value.
    fn pushed_forward(&mut self, pulled: &Pulled<'_>) -> (Var, Var, Option<Var>) {
        let Pulled { call, args, seed, weights, .. } = pulled;
        let mut handed = arguments(call, args);
        handed.extend(weights.iter().map(|dot| (self.tangent(*dot), true)));
        let kept_dot = call.residuals.tangent().unwrap_or(Kind::Unit);
        let value = seed.map_or(Kind::Unit, |seed| self.vars.kind(seed).clone());
        let dot = seed.map(|_| value.clone());
        let value = self.fresh(value, call, "");
        let kept = self.fresh(call.residuals.clone(), call, "_residuals");
        let dot = dot.map(|kind| self.fresh(kind, call, "_dot"));
        let kept_dot = self.fresh(kept_dot, call, "_residuals_dot");
        let outs = [value, kept].into_iter().chain(dot).chain([kept_dot]).collect();
        self.pushed(call, Half::Forward, handed, outs);
        (kept, kept_dot, dot)
    }

    /// `g::backward` for the tangents w: the tangents of the cotangents go to the arguments.
    fn pushed_backward(&mut self, pulled: &Pulled<'_>, kept: Var, kept_dot: Var) {
        let Pulled { call, args, seed, weights, shadows } = pulled;
        let mut handed = arguments(call, args);
        handed.push((Handed::Ref(kept), true));
        handed.extend(seed.map(|seed| (Handed::Value(seed), true)));
        let ignored = self.ignored(pulled);
        handed.extend(ignored.into_iter().map(|handed| (handed, true)));
        handed.extend(weights.iter().map(|dot| (self.tangent(*dot), true)));
        handed.push((Handed::Ref(kept_dot), true));
        if let Some(seed) = seed {
            let zero = self.zeros(*seed);
            handed.push((self.tangent(zero), true));
        }
        let read = self.roots_of(weights);
        let site = Site { call, args, places: &[], after: Vec::new() };
        let (targets, returned) = self.shadows(&site, &read);
        debug_assert_eq!(targets.len(), shadows.len());
        for target in &targets {
            handed.push(match target {
                Some(shadow) => (Handed::Mut(shadow.place.clone()), true),
                None => (Handed::Nothing, true),
            });
        }
        let places: Vec<Place> = handed
            .iter()
            .filter_map(|(handed, _)| match handed {
                Handed::Mut(place) => Some(place.clone()),
                Handed::Value(_) | Handed::Ref(_) | Handed::Nothing => None,
            })
            .collect();
        let kinds = returned.iter().map(|arg| self.vars.kind(*arg).cotangent());
        let kinds: Vec<Kind> = kinds.collect();
        let mut outs: Vec<Var> = kinds.iter().cloned().map(|kind| self.unnamed(kind)).collect();
        let dots: Vec<Var> = kinds.into_iter().map(|kind| self.unnamed(kind)).collect();
        outs.extend(&dots);
        let next: Vec<(Var, Var)> = roots(&places)
            .into_iter()
            .map(|before| {
                let info = self.vars[before].clone();
                (before, self.vars.fresh(info))
            })
            .collect();
        outs.extend(next.iter().map(|(_, next)| *next));
        self.pushed(call, Half::Backward, handed, outs);
        self.hand_on(&site, &targets, &next);
        for (arg, dot) in returned.iter().zip(dots) {
            self.accumulate(*arg, dot);
        }
    }

    /// Shadows for the cotangents that are known already.
    fn ignored(&mut self, pulled: &Pulled<'_>) -> Vec<Handed> {
        let Pulled { call, args, .. } = pulled;
        let mut ignored = Vec::new();
        for (i, ((how, active), arg)) in call.passing.iter().zip(*args).enumerate() {
            if !active || *how == Passing::Value {
                continue;
            }
            ignored.push(match call.skippable[i] {
                true => Handed::Nothing,
                false => {
                    let root = self.zeros(*arg);
                    self.vars[root].name = Some("ignored".to_owned());
                    Handed::Mut(Place { root, path: Vec::new() })
                }
            });
        }
        ignored
    }

    /// The values whose parts these are.
    fn roots_of(&self, parts: &[Var]) -> Vec<Var> {
        let root = |var: &Var| {
            let defined = self.stmts.iter().find(|stmt| stmt.outs == [*var]);
            match defined.map(|stmt| &stmt.op) {
                Some(Op::Project(place)) => place.root,
                _ => *var,
            }
        };
        parts.iter().map(root).collect()
    }

    fn pushed(&mut self, call: &Call, of: Half, args: Vec<(Handed, bool)>, outs: Vec<Var>) {
        let tangent = Tangent { call: call.clone(), of, order: 1, args, lanes: false };
        self.build(|b| b.define(outs, Op::Tangent(tangent)));
    }

    /// A tangent as it is handed over.
    fn tangent(&self, dot: Var) -> Handed {
        match self.vars.kind(dot) {
            Kind::Real(_) => Handed::Value(dot),
            _ => Handed::Ref(dot),
        }
    }

    /// A new value, called after the callee.
    fn fresh(&mut self, kind: Kind, call: &Call, suffix: &str) -> Var {
        let name = callee_name(call).map(|name| format!("{name}{suffix}"));
        self.vars.fresh(VarInfo { kind, named: name.is_some(), name, span: self.span })
    }

    fn unnamed(&mut self, kind: Kind) -> Var {
        self.vars.fresh(VarInfo { kind, named: false, name: None, span: self.span })
    }
}

/// The arguments of a call as they are handed over.
fn arguments(call: &Call, args: &[Var]) -> Vec<(Handed, bool)> {
    let one = |((how, active), arg): (&(Passing, bool), &Var)| {
        let handed = match how {
            Passing::Value => Handed::Value(*arg),
            Passing::Ref | Passing::Mut => Handed::Ref(*arg),
        };
        (handed, *active)
    };
    call.passing.iter().zip(args).map(one).collect()
}
