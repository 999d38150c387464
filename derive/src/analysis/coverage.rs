//! What is overwritten before it is read: scratch sequences, which hand nothing on from one iteration
//! to the next, and parameters that only take results.
//!
//! A sequence is written from its first element on. `[0, extent)` is what every path has written when
//! control arrives at a statement; nothing of the sequence may be read before that is all of it.

use std::collections::HashSet;

use super::extent::{Extent, Extents};
use crate::ir::{
    Block, Call, Function, Half, Mode, Op, Overwritten, Param, Passing, Place, Role, Step, Stmt,
    Var, Vars, operands,
};
use crate::prims;

/// The question, and what it is answered from.
pub struct Coverage<'a> {
    /// Lengths and indices.
    pub extents: &'a Extents,
    /// All values.
    pub vars: &'a Vars,
    /// How many elements are to be written.
    pub target: Extent,
}

/// What a statement writes.
enum Written {
    /// Everything up to there.
    Until(Extent),
    /// All that is asked for.
    All,
}

impl Coverage<'_> {
    /// Whether an iteration reads nothing that former ones left in the sequence `param`, which is
    /// made anew before the loop and never changed between.
    ///
    /// The writes may stand in inner loops. If such a loop has no round it has none in any iteration,
    /// so that the sequence stays as it was made, as long as nothing else writes to it.
    pub fn scratch(
        &self,
        body: &Block,
        position: usize,
        param: Var,
        inside: &HashSet<Var>,
    ) -> bool {
        self.overwritten(body, param) || self.in_rounds(body, position, param, inside).is_some()
    }

    fn in_rounds(
        &self,
        body: &Block,
        position: usize,
        param: Var,
        inside: &HashSet<Var>,
    ) -> Option<()> {
        let next = body.results[position];
        let whole = HashSet::from([param]);
        let is_loop = |stmt: &&Stmt| stmt.outs.contains(&next);
        let stmt = body.stmts.iter().find(is_loop)?;
        let Op::For { lo, hi, carries, body: rounds, .. } = &stmt.op else { return None };
        let position = stmt.outs.iter().position(|out| *out == next)?;
        let others = body.stmts.iter().filter(|stmt| !is_loop(stmt));
        let carried = carries.iter().filter(|carry| carry.init == param).count();
        let constant = [lo, hi].into_iter().all(|end| self.extents.value(*end).is_constant(inside));
        (constant
            && carried == 1
            && carries.get(position)?.init == param
            && !reads_block(rounds, &whole)
            && !others.into_iter().any(|stmt| reads(&stmt.op, &whole))
            && !body.results.contains(&param)
            && self.scratch(rounds, position, carries[position].param, inside))
        .then_some(())
    }

    /// Whether a block writes the whole of `param` before it reads any of it, on every path.
    pub fn overwritten(&self, block: &Block, param: Var) -> bool {
        let mut extent = Extent::number(0);
        let mut current = param;
        // The versions of which some elements may be older than the block.
        let mut stale = HashSet::from([param]);
        let mut done = extent == self.target;
        for stmt in &block.stmts {
            if !reads(&stmt.op, &stale) {
                continue;
            }
            if is_slice(&stmt.op) {
                // Nothing is read yet: its length may be all that is asked for.
                stale.insert(stmt.outs[0]);
                continue;
            }
            if done {
                return false;
            }
            let Some((next, written)) = self.write(stmt, current, &stale, &extent) else {
                return false;
            };
            match written {
                Written::All => done = true,
                Written::Until(reached) => extent = reached,
            }
            done |= extent == self.target;
            current = next;
            if !done {
                stale.insert(next);
            }
        }
        done && !block.results.iter().any(|var| stale.contains(var))
    }

    /// The next version of `current`, where the statement only writes to it.
    fn write(
        &self,
        stmt: &Stmt,
        current: Var,
        stale: &HashSet<Var>,
        extent: &Extent,
    ) -> Option<(Var, Written)> {
        match &stmt.op {
            Op::Update { place, value, mode: Mode::Set } => {
                let written = self.assigned(place, current, extent)?;
                (!stale.contains(value)).then_some((stmt.outs[0], written))
            }
            Op::For { .. } => self.filled(stmt, current, stale, extent),
            Op::Call(call) if call.is(Half::Primal) => {
                let fresh = call.values().iter().all(|arg| !stale.contains(arg));
                let changed = stmt.changes().into_iter().find(|(root, _)| *root == current);
                let next = changed.map(|(_, next)| next)?;
                (fresh && self.by_callee(call, current)).then_some((next, Written::All))
            }
            Op::Update {
                mode: Mode::Add | Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate,
                ..
            }
            | Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => None,
        }
    }

    fn assigned(&self, place: &Place, current: Var, extent: &Extent) -> Option<Written> {
        if place.root != current {
            return None;
        }
        Some(match &place.path[..] {
            [Step::Index(at)] if self.extents.value(*at) == *extent => {
                Written::Until(extent.next()?)
            }
            [Step::Range(lo, hi)]
                if lo.map_or(Extent::number(0), |lo| self.extents.value(lo)) == *extent =>
            {
                hi.map_or(Written::All, |hi| Written::Until(self.extents.value(hi)))
            }
            [Step::Index(_) | Step::Range(..), ..] => Written::Until(extent.clone()),
            _ => return None,
        })
    }

    /// `for i in extent..hi { current[i] = … }`
    fn filled(
        &self,
        stmt: &Stmt,
        current: Var,
        stale: &HashSet<Var>,
        extent: &Extent,
    ) -> Option<(Var, Written)> {
        let Op::For { index, lo, hi, carries, body, .. } = &stmt.op else { return None };
        if carries.iter().filter(|carry| stale.contains(&carry.init)).count() != 1 {
            return None;
        }
        let position = carries.iter().position(|carry| carry.init == current)?;
        let (param, next) = (carries[position].param, body.results[position]);
        let mut old = stale.clone();
        old.insert(param);
        let at_index = |place: &Place| match &place.path[..] {
            [Step::Index(at), ..] => self.extents.value(*at) == self.extents.value(*index),
            _ => false,
        };
        let mut written = false;
        for inner in &body.stmts {
            if let Op::Update { place, value, mode: Mode::Set } = &inner.op
                && inner.outs == [next]
                && place.root == param
                && place.path.len() == 1
                && at_index(place)
                && !old.contains(value)
            {
                written = true;
                // The rest of it is as old as before.
                old.insert(next);
                continue;
            }
            let of_written = |place: &Place| written && place.root == next && at_index(place);
            if !inner.op.part().is_some_and(of_written) && reads(&inner.op, &old) {
                return None;
            }
        }
        let mut others = body.results.iter().enumerate().filter(|(i, _)| *i != position);
        if !written || others.any(|(_, result)| old.contains(result)) {
            return None;
        }
        let reached = if self.extents.value(*lo) == *extent {
            self.extents.value(*hi)
        } else {
            extent.clone()
        };
        Some((stmt.outs[position], Written::Until(reached)))
    }

    /// Whether a callee overwrites the whole of `current`, which is handed over to it once.
    fn by_callee(&self, call: &Call, current: Var) -> bool {
        let mut handed = call.args.iter().filter_map(|given| Some((given, given.handed.place()?)));
        let mut handed = handed.by_ref().filter(|(_, place)| place.root == current);
        let (Some((given, place)), None) = (handed.next(), handed.next()) else { return false };
        let Role::Argument(param) = given.role else { return false };
        if !matches!(place.path[..], [] | [Step::Range(None, None)]) {
            return false;
        }
        match call.callee.overwrites[param] {
            None => false,
            Some(Overwritten::Whole) => true,
            Some(Overwritten::Length(of)) => {
                let arg = call.args.iter().find(|given| given.role == Role::Argument(of));
                let arg = arg.and_then(|given| given.handed.value());
                arg.is_some_and(|arg| self.extents.length(arg, self.vars) == self.target)
            }
        }
    }
}

/// Which parameters a function overwrites before it reads them.
pub fn overwrites(function: &Function, vars: &Vars) -> Vec<Option<Overwritten>> {
    let extents = Extents::of(&function.body, vars);
    let is_sequence = |param: &Param| vars.kind(param.var).element().is_some();
    let covered = |param: &Param, of: &Param| {
        let target = extents.length(of.var, vars);
        let coverage = Coverage { extents: &extents, vars, target };
        coverage.overwritten(&function.body, param.var)
    };
    let overwritten = |param: &Param| {
        if param.passing != Passing::Mut || !is_sequence(param) {
            return None;
        }
        if covered(param, param) {
            return Some(Overwritten::Whole);
        }
        let mut others = function.params.iter().enumerate();
        let other = others.find(|(_, other)| {
            other.passing == Passing::Ref && is_sequence(other) && covered(param, other)
        });
        other.map(|(position, _)| Overwritten::Length(position))
    };
    function.params.iter().map(overwritten).collect()
}

/// Whether an operation borrows a run of a sequence.
fn is_slice(op: &Op) -> bool {
    matches!(op, Op::Project(place) if matches!(place.path[..], [Step::Range(..)]))
}

/// Whether a block reads any of these sequences, their lengths aside.
pub fn reads_block(block: &Block, sequences: &HashSet<Var>) -> bool {
    block.stmts.iter().any(|stmt| reads(&stmt.op, sequences))
        || block.results.iter().any(|var| sequences.contains(var))
}

fn reads(op: &Op, sequences: &HashSet<Var>) -> bool {
    if matches!(op, Op::Prim(prim, _) if *prim == prims::LEN) {
        return false;
    }
    let mut found = false;
    operands(op, &mut |var| found |= sequences.contains(&var));
    found || op.blocks().into_iter().any(|block| reads_block(block, sequences))
}
