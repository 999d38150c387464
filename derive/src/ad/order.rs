//! Loops whose reverse may run in the order of the primal.
//!
//! Where an iteration only adds to cotangents, and reads none that another iteration changes, the
//! iterations may be pulled back in any order. The backward loop of such a loop can run as the
//! primal did, and compute along with it the carried values without derivative that it reads:
//! powers, counters, running indices. They need not be kept then.

use std::collections::HashMap;

use super::reverse::Reverse;
use crate::analysis::{Forward, Level, materialise};
use crate::ir::{Block, Carry, Given, Half, Mode, Op, Passing, Place, Role, Stmt, Uses, Var};
use crate::prims;

impl Reverse<'_> {
    /// The carried values that the backward loop computes again, each with its next value. If there
    /// are none, the backward loop runs the other way.
    ///
    /// `bars` are the cotangents that the backward loop carries.
    pub(super) fn computed_again(
        &self,
        level: Level,
        carries: &[Carry],
        forward: &Block,
        backward: &Block,
        bars: &[Var],
    ) -> Vec<(Carry, Var)> {
        let before = self.kept_beside(&[], level, carries, forward, backward);
        let inactive = |i: &usize| !self.activity.varied(carries[*i].param);
        let wanted = |kept: &[Var], chosen: &[usize]| -> Vec<usize> {
            let kept = |i: &usize| kept.contains(&carries[*i].param) && !chosen.contains(i);
            (0..carries.len()).filter(inactive).filter(kept).collect()
        };
        let candidates = wanted(&before, &[]);
        let next = |i: usize| self.next_of(forward.results[i], backward);
        if candidates.is_empty() || !in_any_order(backward, bars) {
            return Vec::new();
        }
        let mut accepted: Vec<usize> = Vec::new();
        for candidate in candidates {
            if accepted.contains(&candidate) {
                continue;
            }
            let mut trial = accepted.clone();
            let mut more = vec![candidate];
            let mut kept = Vec::new();
            while !more.is_empty() {
                trial.extend(more);
                kept = self.kept_beside(&trial, level, carries, forward, backward);
                more = wanted(&kept, &trial);
            }
            if kept.iter().all(|var| before.contains(var)) {
                accepted = trial;
            }
        }
        accepted.into_iter().map(|i| (carries[i].clone(), next(i))).collect()
    }

    /// What is kept if the given carried values are computed again.
    fn kept_beside(
        &self,
        again: &[usize],
        level: Level,
        carries: &[Carry],
        forward: &Block,
        backward: &Block,
    ) -> Vec<Var> {
        let others = (0..carries.len()).filter(|i| !again.contains(i));
        let params: Vec<Var> = others.map(|i| carries[i].param).collect();
        let mut results = backward.results.clone();
        results.extend(again.iter().map(|i| self.next_of(forward.results[*i], backward)));
        let passing = &self.versions_in(forward);
        let forward = Forward { stmts: &forward.stmts, params: &params, passing };
        let read = Uses::order_of(&backward.stmts, &results);
        materialise(level, &forward, read, self.vars).kept
    }

    /// A value after a loop, as the backward loop inside this block computes it again.
    fn next_of(&self, next: Var, backward: &Block) -> Var {
        match self.again.get(&next) {
            Some(again) if backward.stmts.iter().any(|stmt| stmt.outs.contains(again)) => *again,
            _ => next,
        }
    }
}

/// Whether the iterations of a backward loop may run in any order: each cotangent that it carries
/// stays as it is, or is a sum that nothing but the sum itself reads.
pub(super) fn in_any_order(body: &Block, bars: &[Var]) -> bool {
    let mut same = Unchanged(HashMap::new());
    same.block(&body.stmts);
    let changed =
        bars.iter().zip(&body.results).filter(|(bar, next)| **bar != same.resolve(**next));
    let mut sums = Sums(changed.clone().map(|(bar, _)| (*bar, *bar)).collect());
    sums.block(&body.stmts).is_some()
        && changed.clone().all(|(bar, next)| sums.of(*next) == Some(*bar))
}

/// Values that branches and loops yield as they were before.
struct Unchanged(HashMap<Var, Var>);

impl Unchanged {
    fn resolve(&self, var: Var) -> Var {
        self.0.get(&var).copied().unwrap_or(var)
    }

    fn block(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            stmt.op.blocks().into_iter().for_each(|block| self.block(&block.stmts));
            match &stmt.op {
                Op::If { then, otherwise, .. } => {
                    let arms = then.results.iter().zip(&otherwise.results);
                    for (out, (yes, no)) in stmt.outs.iter().zip(arms) {
                        self.note(*out, *yes, *no, *yes);
                    }
                }
                Op::For { carries, body, .. } => {
                    let ends = carries.iter().zip(&body.results);
                    for (out, (carry, next)) in stmt.outs.iter().zip(ends) {
                        self.note(*out, carry.param, *next, carry.init);
                    }
                }
                Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Project(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Call(_)
                | Op::While { .. }
                | Op::Wrap(_)
                | Op::Unwrap(_) => {}
            }
        }
    }

    /// `out` is `value`, where `a` and `b` are the same.
    fn note(&mut self, out: Var, a: Var, b: Var, value: Var) {
        if self.resolve(a) == self.resolve(b) {
            self.0.insert(out, self.resolve(value));
        }
    }
}

/// The versions of cotangents that are only added to, each with the first one.
pub(super) struct Sums(HashMap<Var, Var>);

impl Sums {
    /// Whether statements make the version `last` of a cotangent by adding to `first`, and read none of
    /// its versions.
    pub(super) fn adds(stmts: &[Stmt], first: Var, last: Var) -> bool {
        let mut sums = Sums(HashMap::from([(first, first)]));
        sums.block(stmts).is_some() && sums.of(last) == Some(first)
    }

    fn of(&self, var: Var) -> Option<Var> {
        self.0.get(&var).copied()
    }

    fn reads_any(&self, vars: &[Var]) -> bool {
        vars.iter().any(|var| self.0.contains_key(var))
    }

    /// `None` where a sum is read.
    fn block(&mut self, stmts: &[Stmt]) -> Option<()> {
        stmts.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Option<()> {
        let plain = match &stmt.op {
            Op::If { cond, then, otherwise } => {
                self.block(&then.stmts)?;
                self.block(&otherwise.stmts)?;
                let arms = then.results.iter().zip(&otherwise.results);
                for (out, (yes, no)) in stmt.outs.iter().zip(arms) {
                    self.continues(*out, &[*yes, *no])?;
                }
                !self.reads_any(&[*cond])
            }
            Op::For { lo, hi, carries, body, .. } => {
                for carry in carries {
                    self.continues(carry.param, &[carry.init])?;
                }
                self.block(&body.stmts)?;
                for (i, (out, next)) in stmt.outs.iter().zip(&body.results).enumerate() {
                    let first = carries.get(i).map_or(*next, |carry| carry.init);
                    self.continues(*out, &[first, *next])?;
                }
                !self.reads_any(&[*lo, *hi])
            }
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => match self.addend(&stmt.op) {
                Some((sum, next, read)) => {
                    self.0.insert(stmt.outs[next], sum);
                    !self.reads_any(&read)
                }
                None => self.shadows(stmt)? || !self.reads_any(&stmt.op.free()),
            },
        };
        plain.then_some(())
    }

    /// A value that continues others: a sum if they all are versions of it.
    fn continues(&mut self, next: Var, before: &[Var]) -> Option<()> {
        let sums: Vec<Option<Var>> = before.iter().map(|var| self.of(*var)).collect();
        if sums.iter().any(|sum| *sum != sums[0]) {
            return None;
        }
        if let Some(sum) = sums[0] {
            self.0.insert(next, sum);
        }
        Some(())
    }

    /// The sum that an operation adds to, which of its results is the next version, and what it
    /// reads beside the sum.
    fn addend(&self, op: &Op) -> Option<(Var, usize, Vec<Var>)> {
        if let Op::Update { place, value, mode: Mode::Add } = op {
            let read = op.free().into_iter().filter(|var| *var != place.root).collect();
            return (*value != place.root).then_some((self.of(place.root)?, 0, read));
        }
        let args = op.applied(prims::ADD).filter(|args| args[0] != args[1])?;
        let sum = args.iter().find_map(|arg| self.of(*arg))?;
        let read = args.iter().copied().filter(|arg| self.of(*arg) != Some(sum)).collect();
        // Two versions of one sum are no sum.
        (args.iter().filter(|arg| self.of(**arg).is_some()).count() == 1).then_some((sum, 0, read))
    }

    /// A callee that adds to shadows: whether it does, and reads no sum.
    fn shadows(&mut self, stmt: &Stmt) -> Option<bool> {
        let Op::Call(call) = &stmt.op else { return Some(false) };
        if !call.is(Half::Backward) && !call.is(Half::Both) {
            return Some(false);
        }
        let is_changed = |given: &&Given| match given.role {
            Role::Argument(_) => true,
            Role::Shadow(i) => call.callee.passing[i].0 == Passing::Mut,
            Role::Residuals | Role::Seed => false,
        };
        let changed = call.args.iter().filter(is_changed);
        let changed: Vec<&Place> = changed.filter_map(|given| given.handed.place()).collect();
        let read: Vec<Var> = call.all_values().collect();
        if changed.iter().any(|place| self.of(place.root).is_some()) || self.reads_any(&read) {
            return None;
        }
        for (root, next) in stmt.changes() {
            self.continues(next, &[root])?;
        }
        Some(true)
    }
}
