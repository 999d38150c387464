//! Tangents of plain operations.

use super::{Formulas, Forward};
use crate::ir::{Kind, Mode, Op, Place, Step, Stmt, Var};
use crate::prims::{self, Derivative};

impl Forward<'_> {
    /// The tangent of `out = op`.
    pub(super) fn operation(&mut self, out: Var, op: &Op) -> Option<Var> {
        match op {
            Op::Prim(prim, args) if *prim == prims::UNLESS_ZERO => self.unless_zero(args),
            Op::Prim(prim, args) => match prim.derivative {
                Derivative::Partials(partials) => self.partials(*prim, &partials(), args, out),
                Derivative::Linear(linear) => self.linear(*prim, linear, args, out),
                Derivative::Zero | Derivative::Inactive => None,
            },
            Op::Map { args, params, body } => Some(self.map(args, params, body, out)),
            Op::Aggregate(parts) => self.aggregate(parts, out),
            Op::Project(place) => {
                let kind = self.vars.kind(out).tangent()?;
                let root = self.tangent(place.root);
                let place = Place { root, path: place.path.clone() };
                let dot = self.build(|b| b.push(kind, Op::Project(place)));
                self.is_cause(dot);
                Some(dot)
            }
            Op::Wrap(Some(value)) => {
                let kind = self.vars.kind(out).tangent()?;
                let dot = self.tangent(*value);
                Some(self.build(|b| b.push(kind, Op::Wrap(Some(dot)))))
            }
            Op::Unwrap(value) => {
                let kind = self.vars.kind(out).tangent()?;
                let dot = self.tangent(*value);
                Some(self.build(|b| b.push(kind, Op::Unwrap(dot))))
            }
            // Constants, and what `visit` has taken already.
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Zeros(_)
            | Op::Wrap(None)
            | Op::Update { .. }
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. } => None,
        }
    }

    /// A tuple, an array or a struct put together from the tangents of its parts.
    fn aggregate(&mut self, parts: &[Var], out: Var) -> Option<Var> {
        let kind = self.vars.kind(out).tangent()?;
        let Kind::Struct(info) = self.vars.kind(out).clone() else {
            let dots: Vec<Var> = parts.iter().map(|part| self.tangent(*part)).collect();
            return Some(self.build(|b| b.push(kind, Op::Aggregate(dots))));
        };
        // The cotangent's type has no name here, so that its fields are set one by one.
        let mut dot = self.build(|b| b.push(kind.clone(), Op::Zeros(out)));
        for (part, (member, _, active)) in parts.iter().zip(&info.fields) {
            let Some(value) = self.dots.get(part).copied().filter(|_| *active) else { continue };
            let place = Place { root: dot, path: vec![Step::Field(member.clone())] };
            let op = Op::Update { place, value, mode: Mode::Set };
            dot = self.build(|b| b.push(kind.clone(), op));
        }
        Some(dot)
    }

    /// `next = root with place = value`, or `+=`.
    pub(super) fn update(&mut self, stmt: &Stmt, place: &Place, value: Var, mode: Mode) {
        let out = stmt.outs[0];
        let carries = place.carries(self.vars);
        let dot = match (mode, self.dots.get(&value)) {
            _ if !carries => None,
            (Mode::Add, dot) => dot.copied(),
            (Mode::Set, Some(dot)) => Some(*dot),
            (Mode::Set, None) => Some(self.zero_at(place, value)),
            (Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate, dot) => {
                let dot = dot.copied();
                return self.resized(stmt, place, (value, dot), mode);
            }
        };
        let root = self.tangent(place.root);
        let next = match dot {
            None => root,
            Some(value) => {
                let kind = self.vars.kind(out).tangent().unwrap_or(Kind::Unit);
                let place = Place { root, path: place.path.clone() };
                self.build(|b| b.push(kind, Op::Update { place, value, mode }))
            }
        };
        self.set(out, next);
        self.stmts.push(stmt.clone());
    }

    /// `next = root with place.push(value)` and its kin: the tangent becomes as long. As long as neither has a
    /// tangent the next version has none.
    fn resized(
        &mut self,
        stmt: &Stmt,
        place: &Place,
        (value, dot): (Var, Option<Var>),
        mode: Mode,
    ) {
        let out = stmt.outs[0];
        let item = place.kind(self.vars).and_then(|kind| kind.tangent());
        let carries = place.carries(self.vars) && item.is_some();
        let known = self.dots.get(&place.root).copied();
        if carries && (known.is_some() || dot.is_some()) {
            let value = match (mode, dot) {
                (Mode::Truncate, _) => value,
                (_, Some(dot)) => dot,
                (_, None) => self.zeros(value),
            };
            let root = match self.tangent(place.root) {
                // The tangent of a parameter that the function owns.
                lent if matches!(self.vars.kind(lent), Kind::Slice(_)) => {
                    self.build(|b| b.prim(prims::COPY, &[lent]))
                }
                root => root,
            };
            let kind = self.vars.kind(out).tangent().unwrap_or(Kind::Unit);
            let place = Place { root, path: place.path.clone() };
            let next = self.build(|b| b.push(kind, Op::Update { place, value, mode }));
            self.set(out, next);
        } else if let Some(known) = known {
            self.set(out, known);
        }
        self.stmts.push(stmt.clone());
    }

    /// Zeros for a place that a value without tangent is written to.
    fn zero_at(&mut self, place: &Place, value: Var) -> Var {
        let array = place.array_kind(self.vars).filter(|_| place.is_view());
        match array.and_then(|array| array.num().cloned()) {
            Some(num) => self.build(|b| b.real(0.0, &Kind::Real(num))),
            None => self.zeros(value),
        }
    }
}
