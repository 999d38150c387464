//! Calls of functions with handles: the function that takes tangents too is called instead.

use super::{Formulas, Forward};
use crate::diagnostics::{NO_HVP, NO_JVP};
use crate::ir::{Call, Half, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var, roots};
use crate::prims;

impl Forward<'_> {
    /// A call, with the tangents of its active arguments behind.
    pub(super) fn called(&mut self, stmt: &Stmt) {
        let Some(mut tangent) = undifferentiated(&stmt.op) else { return };
        tangent.order += 1;
        self.offered(&tangent);
        let places: Vec<Place> = tangent.places().cloned().collect();
        let old = roots(&places);
        let (values, nexts) = stmt.outs.split_at(stmt.outs.len() - old.len());
        let mut dots = Vec::new();
        let args = tangent.args.iter().zip(tangent.views());
        for ((handed, active), view) in args.filter(|((_, active), _)| *active) {
            let dot = self.handed(handed);
            dots.push((if view { self.whole(dot) } else { dot }, *active));
        }
        tangent.args.extend(dots);
        let mut outs = values.to_vec();
        for value in values {
            if let Some(kind) = self.vars.kind(*value).tangent() {
                let dot = self.named_like(*value, kind);
                self.dots.insert(*value, dot);
                outs.push(dot);
            }
        }
        outs.extend(nexts);
        for place in roots(tangent.places()).into_iter().skip(old.len()) {
            let (info, position) = (self.vars.kind(place).clone(), self.dots.iter());
            let of = position.filter(|(_, dot)| **dot == place).map(|(var, _)| *var);
            let of: Vec<Var> = of.filter(|var| old.contains(var)).collect();
            let at = old.iter().position(|root| of.contains(root));
            let next = match at {
                Some(at) => self.named_like(nexts[at], info),
                None => self.build(|b| b.fresh(info)),
            };
            if let Some(at) = at {
                self.dots.insert(nexts[at], next);
            }
            outs.push(next);
        }
        self.stmts.push(Stmt { outs, op: Op::Tangent(tangent), ..stmt.clone() });
    }

    /// The tangent of an argument, as it is handed over.
    fn handed(&mut self, handed: &Handed) -> Handed {
        match handed {
            Handed::Value(var) | Handed::Ref(var) => {
                let dot = self.dot_of(*var);
                match self.vars.kind(dot) {
                    Kind::Real(_) => Handed::Value(dot),
                    _ => Handed::Ref(dot),
                }
            }
            Handed::Mut(place) => {
                let dot = self.dot_of(place.root);
                self.dots.insert(place.root, dot);
                Handed::Mut(Place { root: dot, path: place.path.clone() })
            }
            Handed::Nothing => Handed::Nothing,
        }
    }

    /// The tangent of a view, which the callee takes as an array of its own.
    fn whole(&mut self, dot: Handed) -> Handed {
        match dot {
            Handed::Ref(var) if matches!(self.vars.kind(var), Kind::Nd { view: true, .. }) => {
                Handed::Ref(self.build(|b| b.prim(prims::COPY, &[var])))
            }
            dot => dot,
        }
    }

    /// The tangent of an argument, which may be a struct without a derivative here, whose type is not
    /// known.
    fn dot_of(&mut self, var: Var) -> Var {
        match (self.dots.get(&var), self.vars.kind(var).tangent()) {
            (Some(dot), _) => *dot,
            (None, Some(_)) => self.zeros(var),
            (None, None) => self.build(|b| b.push(Kind::Other(None), Op::Zeros(var))),
        }
    }

    /// Reports a callee without the function that is called.
    fn offered(&mut self, tangent: &Tangent) {
        let Tangent { call, of, order, .. } = tangent;
        let missing = match of {
            Half::Primal => *order > call.pushes.primal,
            Half::Forward | Half::Backward | Half::Both => *order > call.pushes.halves,
        };
        if missing {
            let entry = match of {
                Half::Primal => NO_JVP,
                Half::Forward | Half::Backward | Half::Both => NO_HVP,
            };
            self.diagnostics.at(self.span, entry, "");
        }
    }
}

/// A call as one with arguments in order, not differentiated yet.
pub(in crate::ad) fn undifferentiated(op: &Op) -> Option<Tangent> {
    match op {
        Op::Call(call, args, places) => Some(primal(Half::Primal, call, args, places)),
        Op::Forward(call, args, places) => Some(primal(Half::Forward, call, args, places)),
        Op::Backward { call, args, residuals, seed, shadows } => {
            let mut handed = primal(Half::Backward, call, args, &[]);
            handed.args.push((Handed::Ref(*residuals), true));
            handed.args.extend(seed.map(|seed| (Handed::Value(seed), true)));
            handed.args.extend(shadows.iter().map(|place| match place {
                Some(place) => (Handed::Mut(place.clone()), true),
                None => (Handed::Nothing, true),
            }));
            Some(handed)
        }
        Op::Tangent(tangent) => Some(tangent.clone()),
        Op::Literal(_)
        | Op::Rust(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => None,
    }
}

fn primal(of: Half, call: &Call, args: &[Var], places: &[Place]) -> Tangent {
    let (mut args, mut places) = (args.iter(), places.iter());
    let one = |(passing, active): &(Passing, bool)| {
        let handed = match passing {
            Passing::Value => Handed::Value(*args.next()?),
            Passing::Ref => Handed::Ref(*args.next()?),
            Passing::Mut => Handed::Mut(places.next()?.clone()),
        };
        Some((handed, *active))
    };
    let args = call.passing.iter().filter_map(one).collect();
    Tangent { call: call.clone(), of, order: 0, args, lanes: false }
}
