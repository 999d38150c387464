//! Which `&mut` parameters a function touches in part: a few elements, as far as is known, however long
//! they are.
//!
//! To copy such a parameter may take longer than all that the function does.

use std::collections::{BTreeSet, HashSet};

use super::extent::{Atom, Extents};
use super::heavy::is_large;
use crate::ir::{Block, Function, Mode, Op, Passing, Place, Stmt, Var, Vars, Versions};
use crate::prims;

/// The parameters that a function touches in part: it reads and writes single elements, in no loop within
/// another and in none over all that is there.
pub fn touched_in_part(function: &Function, vars: &Vars) -> HashSet<Var> {
    let params = function.params.iter().filter(|param| param.passing == Passing::Mut);
    let mut touched = Touched {
        versions: Versions::of(&function.body),
        extents: Extents::of(&function.body, vars),
        lengths: BTreeSet::new(),
        parts: HashSet::new(),
        param: Var(0),
        vars,
    };
    let finals = &function.body.results[function.outputs..];
    let in_part =
        params.zip(finals).map(|(param, last)| (param.var, *last)).filter(|(param, last)| {
            touched.param = *param;
            touched.lengths.clear();
            touched.measure(&function.body);
            is_large(vars.kind(*param))
                && touched.is_version(*last)
                && touched.block(&function.body, false)
        });
    in_part.map(|(param, _)| param).collect()
}

struct Touched<'a> {
    versions: Versions,
    extents: Extents,
    /// Lengths of the parameter, or of parts of it.
    lengths: BTreeSet<Atom>,
    /// Parts of it that are as long as it is, perhaps.
    parts: HashSet<Var>,
    param: Var,
    vars: &'a Vars,
}

impl Touched<'_> {
    fn is_version(&self, var: Var) -> bool {
        self.versions.first(var) == self.param
    }

    /// Whether a value is the parameter or a long part of it.
    fn is_long(&self, var: Var) -> bool {
        self.is_version(var) || self.parts.contains(&var)
    }

    fn is_part(&self, place: &Place) -> bool {
        self.is_long(place.root)
    }

    /// Notes the long parts that a block reads of the parameter, and their lengths.
    fn measure(&mut self, block: &Block) {
        for stmt in &block.stmts {
            let long =
                |place: &Place| self.is_part(place) && is_large(self.vars.kind(stmt.outs[0]));
            if stmt.op.part().is_some_and(long) {
                self.parts.extend(&stmt.outs);
            }
            if let Some(of) = length(&stmt.op)
                && self.is_long(of)
            {
                self.lengths.insert(Atom::Value(stmt.outs[0]));
                self.lengths.insert(Atom::Length(of));
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.measure(inner));
        }
    }

    /// Whether a block touches little of it; in a loop every iteration does that.
    fn block(&self, block: &Block, looped: bool) -> bool {
        block.stmts.iter().all(|stmt| self.stmt(stmt, looped))
    }

    fn stmt(&self, stmt: &Stmt, looped: bool) -> bool {
        match &stmt.op {
            Op::Update { place, mode, .. } => !self.is_part(place) || self.is_little(place, *mode),
            // What a callee keeps is never more than what it does.
            Op::Call(call) => {
                let small =
                    |place: &Place| !place.kind(self.vars).is_none_or(|kind| is_large(&kind));
                let mut places = call.places().filter(|place| self.is_part(place));
                places.all(|place| !looped || small(place))
                    && call.all_values().all(|value| !self.is_long(value))
            }
            Op::If { then, otherwise, .. } => {
                [then, otherwise].into_iter().all(|arm| self.block(arm, looped))
            }
            Op::For { lo, hi, body, .. } => {
                self.block(body, true)
                    && (!(looped || self.is_all(*lo, *hi)) || !self.mentions(body))
            }
            Op::While { body, .. } => self.block(body, true) && !(looped && self.mentions(body)),
            Op::Project(_) => true,
            Op::Prim(..) if length(&stmt.op).is_some() => true,
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Zeros(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => stmt.op.free().into_iter().all(|operand| !self.is_long(operand)),
        }
    }

    fn is_little(&self, place: &Place, mode: Mode) -> bool {
        match mode {
            Mode::Push | Mode::Pop => true,
            Mode::Extend | Mode::Truncate => false,
            Mode::Set | Mode::Add => place.kind(self.vars).is_some_and(|kind| !is_large(&kind)),
        }
    }

    /// Whether a loop may run over all of it: from a fixed beginning to an end that is not known.
    fn is_all(&self, lo: Var, hi: Var) -> bool {
        let (first, end) = (self.extents.value(lo), self.extents.value(hi));
        let known = |(atoms, _): (&[Atom], i64)| atoms.is_empty();
        let measured = |(atoms, _): (&[Atom], i64)| atoms.iter().any(|a| self.lengths.contains(a));
        let Some(rounds) = end.plus(-1, &first) else { return true };
        first.terms().all(known) && !rounds.terms().all(known) || rounds.terms().any(measured)
    }

    /// Whether a block reads elements of it, or writes to it.
    fn mentions(&self, block: &Block) -> bool {
        block.stmts.iter().any(|stmt| {
            let read = stmt.op.part().is_some_and(|place| self.is_part(place));
            read || stmt.op.written().into_iter().any(|place| self.is_part(place))
                || stmt.op.blocks().into_iter().any(|inner| self.mentions(inner))
        })
    }
}

/// Of what an operation asks the length or shape.
fn length(op: &Op) -> Option<Var> {
    let (prim, args) = op.prim()?;
    [prims::LEN, prims::DIM, prims::LEN_OF].contains(&prim).then(|| args[0])
}
