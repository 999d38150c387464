//! Calls of functions with handles: the function that takes tangents too is called instead.

use super::{Formulas, Forward};
use crate::diagnostics::{Detail, NO_HVP, NO_JVP, seen};
use crate::ir::{Call, Half, Halves, Handed, Kind, Op, Place, Stmt, Var, roots};
use crate::prims;

impl Forward<'_> {
    /// A call, with the tangents of its active arguments behind.
    pub(super) fn called(&mut self, stmt: &Stmt, call: &Call) {
        let mut pushed = call.clone();
        pushed.order += 1;
        self.offered(&pushed);
        let old = roots(call.places());
        let (values, nexts) = stmt.outs.split_at(stmt.outs.len() - old.len());
        for given in call.args.iter().filter(|given| call.carries(given)) {
            let dot = self.handed(&given.handed, &pushed);
            let dot = if call.is_view(given) { self.whole(dot) } else { dot };
            pushed.give(dot, given.role, given.mask | 1 << call.order);
        }
        let mut outs = values.to_vec();
        for value in values {
            if let Some(kind) = self.vars.kind(*value).tangent() {
                let dot = self.named_like(*value, kind);
                self.dots.insert(*value, dot);
                outs.push(dot);
            }
        }
        outs.extend(nexts);
        for place in roots(pushed.places()).into_iter().skip(old.len()) {
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
        self.stmts.push(Stmt { outs, op: Op::Call(pushed), ..stmt.clone() });
    }

    /// The tangent of an argument, as it is handed over.
    fn handed(&mut self, handed: &Handed, call: &Call) -> Handed {
        match handed {
            Handed::Value(var) | Handed::Ref(var) => {
                let dot = self.dot_of(*var);
                match self.vars.kind(dot) {
                    Kind::Real(_) => Handed::Value(dot),
                    _ => Handed::Ref(dot),
                }
            }
            Handed::Mut(place) => {
                let dot = self.own_dot(place.root, call);
                self.dots.insert(place.root, dot);
                Handed::Mut(Place { root: dot, path: place.path.clone() })
            }
            Handed::Nothing => Handed::Nothing,
        }
    }

    /// A tangent that the callee changes: a copy, where it is handed over as that of another value, too.
    fn own_dot(&mut self, root: Var, call: &Call) -> Var {
        let dot = self.dot_of(root);
        let of_another =
            |place: &Place| place.root != root && self.dots.get(&place.root) == Some(&dot);
        let handed_over = call.places().any(|place| place.root == dot);
        if handed_over && call.places().any(of_another) {
            let kind = prims::COPY.kind(&[self.vars.kind(dot)]);
            let copy = self.named_like(root, kind);
            self.build(|b| b.define(vec![copy], Op::Prim(prims::COPY, vec![dot])));
            return copy;
        }
        dot
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
    fn offered(&mut self, call: &Call) {
        let pushes = call.callee.pushes;
        let (offered, entry) = match call.of {
            Half::Primal => (pushes.primal, NO_JVP),
            Half::Forward | Half::Backward | Half::Both => (pushes.halves, NO_HVP),
        };
        if call.order > offered {
            self.diagnostics.at(self.span, entry, whose(&call.callee.halves));
        }
    }
}

/// Which item lacks an option, and what to write there.
pub fn whose(halves: &Halves) -> Detail<'static> {
    match halves {
        Halves::Bound(..) => seen("a method of a trait").write(
            "give the trait the option that this function has, `#[differentiate(jvp)]`, `hessian`, or as large an \
             `order = …`, and so each `impl` of it",
        ),
        Halves::Handle(_) | Halves::Method(..) => seen(""),
    }
}
