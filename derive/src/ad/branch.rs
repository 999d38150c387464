//! The reverse of a branch: a branch on the same condition.

use std::collections::{HashMap, HashSet};

use super::finished::Finished;
use super::keep::record;
use super::reverse::Reverse;
use crate::ir::{Block, Builder, Kind, Literal, Op, Stmt, Var, VarInfo};

/// One arm, swept.
struct Arm {
    forward: Block,
    backward: Vec<Stmt>,
    /// The cotangent of each target as the arm leaves it.
    bars: Vec<Option<Var>>,
    /// What the backward arm needs of the forward one.
    kept: Vec<Kept>,
    /// The arrays that it puts back, and their versions.
    arrays: Vec<(Var, Var)>,
    /// The values that it has at some point only.
    passing: HashSet<Var>,
}

/// A value of one arm that outlives it.
struct Kept {
    inner: Var,
    /// The value after the branch: of the same kind for scalars, else an option.
    outer: Var,
}

impl Reverse<'_> {
    pub(super) fn branch(
        &mut self,
        stmt: &Stmt,
        cond: Var,
        then: &Block,
        otherwise: &Block,
    ) -> Stmt {
        let out_bars: Vec<Option<Var>> =
            stmt.outs.iter().map(|out| self.bars.remove(out)).collect();
        let targets = match out_bars.iter().any(Option::is_some) {
            true => self.homes(&self.activity.varied_of(self.free.op(&stmt.op))),
            false => Vec::new(),
        };
        let arrays = self.arrays_of(stmt);
        let continued = self.continued(then, otherwise, &out_bars);
        for target in &targets {
            let started = self.bars.contains_key(target) || continued.contains(target);
            if !self.vars.kind(*target).is_real() && !started {
                let zeros = self.zero_bar(*target);
                self.bars.insert(*target, zeros);
            }
        }
        let mut yes = self.swept_arm(then, &out_bars, &targets, &arrays);
        let mut no = self.swept_arm(otherwise, &out_bars, &targets, &arrays);
        let changed: Vec<usize> = (0..targets.len())
            .filter(|i| {
                let before = self.bars.get(&targets[*i]).copied();
                yes.bars[*i] != before || no.bars[*i] != before
            })
            .collect();
        let then = self.backward_arm(&mut yes, &changed, &targets, Vec::new());
        let spare = yes.kept.iter().map(|kept| kept.outer).collect();
        let otherwise = self.backward_arm(&mut no, &changed, &targets, spare);
        let mut outs: Vec<Var> = changed
            .iter()
            .zip(&then.results)
            .map(|(i, result)| {
                let kind = self.vars.kind(*result).clone();
                let out = self.named_like(targets[*i], kind);
                self.bars.insert(targets[*i], out);
                out
            })
            .collect();
        let put_back: Vec<Var> = yes.arrays.iter().map(|(var, _)| self.like(*var)).collect();
        self.join_arms(&arrays, [&yes.arrays, &no.arrays], &put_back);
        outs.extend(put_back);
        if !outs.is_empty() {
            self.build(|b| b.define(outs, Op::If { cond, then, otherwise }));
        }
        self.forward_branch(stmt, cond, yes, no)
    }

    /// The values of which the branch makes the next version: its cotangent becomes theirs.
    fn continued(&self, then: &Block, otherwise: &Block, out_bars: &[Option<Var>]) -> Vec<Var> {
        let mut found = Vec::new();
        for results in [&then.results, &otherwise.results] {
            for (result, _) in results.iter().zip(out_bars).filter(|(_, bar)| bar.is_some()) {
                let mut version = Some(*result);
                while let Some(var) = version {
                    found.push(var);
                    version = self.versions.before(var);
                }
            }
        }
        found
    }

    /// Another value of the same name and kind.
    pub(super) fn like(&mut self, var: Var) -> Var {
        let info = self.vars[var].clone();
        self.vars.fresh(info)
    }

    fn swept_arm(
        &mut self,
        block: &Block,
        out_bars: &[Option<Var>],
        targets: &[Var],
        arrays: &[(Var, usize)],
    ) -> Arm {
        let (bars, now) = (self.bars.clone(), self.now());
        self.enter_arm(arrays, &block.results);
        let outer = std::mem::take(&mut self.stmts);
        for (result, bar) in block.results.iter().zip(out_bars) {
            if let Some(bar) = bar {
                self.accumulate(*result, *bar);
            }
        }
        let stmts = self.sweep(&block.stmts);
        let backward = std::mem::replace(&mut self.stmts, outer);
        let inner = std::mem::replace(&mut self.bars, bars);
        let passing = self.versions_in(block);
        let arrays = self.leave_arm(arrays, now);
        Arm {
            forward: Block { stmts, results: block.results.clone() },
            backward,
            bars: targets.iter().map(|target| inner.get(target).copied()).collect(),
            kept: Vec::new(),
            arrays,
            passing,
        }
    }

    /// The backward block of an arm, with what it needs of the forward one made available. What it keeps takes
    /// the places of what the other arm does, where these are `spare`.
    fn backward_arm(
        &mut self,
        arm: &mut Arm,
        changed: &[usize],
        targets: &[Var],
        mut spare: Vec<Var>,
    ) -> Block {
        let outer = std::mem::replace(&mut self.stmts, std::mem::take(&mut arm.backward));
        let mut results: Vec<Var> = changed
            .iter()
            .map(|i| match arm.bars[*i] {
                Some(bar) => bar,
                None => self.zeros(targets[*i]),
            })
            .collect();
        results.extend(arm.arrays.iter().map(|(var, _)| *var));
        let stmts = std::mem::replace(&mut self.stmts, outer);
        let mut backward = Block { stmts, results };
        let Arm { forward, passing, .. } = &mut *arm;
        let level = self.level.nested();
        // A loop changes what it contains when it is complete.
        let mut inside = Finished::default();
        let finished = if self.inside { &mut inside } else { &mut self.finished };
        let (kept, recomputed) =
            record(level, forward, &[], &mut backward, passing, finished, self.vars);
        let mut unwrapped = Vec::new();
        for inner in kept {
            let outer = self.keep(inner, &mut spare);
            self.note_snapshot(inner, outer, &arm.forward);
            if matches!(self.vars.kind(outer), Kind::Option(_)) {
                let op = Op::Unwrap(outer);
                unwrapped.push(Stmt { outs: vec![inner], op, span: self.span, derived: true });
            }
            arm.kept.push(Kept { inner, outer });
        }
        backward.stmts.splice(..0, unwrapped.into_iter().chain(recomputed));
        let mut block = backward;
        let kept: HashMap<Var, Var> = arm
            .kept
            .iter()
            .filter(|kept| !matches!(self.vars.kind(kept.outer), Kind::Option(_)))
            .map(|kept| (kept.inner, kept.outer))
            .collect();
        if !self.inside {
            self.finished.rename(kept);
        } else if !kept.is_empty() {
            block.substitute(&mut |var| kept.get(&var).copied().unwrap_or(var));
        }
        block
    }

    fn keep(&mut self, inner: Var, spare: &mut Vec<Var>) -> Var {
        let VarInfo { kind, name, span, .. } = self.vars[inner].clone();
        let kind = if kind.is_scalar() { kind } else { Kind::Option(Box::new(kind)) };
        let name = name.map(|name| match name.ends_with("_kept") {
            true => name,
            false => format!("{name}_kept"),
        });
        let alike = |other: &Var| {
            same_number(self.vars.kind(*other), &kind) && self.vars[*other].name == name
        };
        match spare.iter().position(alike) {
            Some(i) => spare.remove(i),
            None => self.vars.fresh(VarInfo { kind, named: name.is_some(), name, span }),
        }
    }

    /// The forward branch, which also yields what each arm keeps.
    fn forward_branch(&mut self, stmt: &Stmt, cond: Var, mut yes: Arm, mut no: Arm) -> Stmt {
        let mut outs = stmt.outs.clone();
        let (yes_kept, no_kept) = (std::mem::take(&mut yes.kept), std::mem::take(&mut no.kept));
        let mut other: HashMap<Var, &Kept> =
            no_kept.iter().map(|kept| (kept.outer, kept)).collect();
        let [mut in_no, mut in_yes] = [const { Vec::new() }; 2];
        for kept in &yes_kept {
            outs.push(kept.outer);
            match other.remove(&kept.outer) {
                // A number either way.
                Some(shared) => {
                    yes.forward.results.push(kept.inner);
                    no.forward.results.push(shared.inner);
                }
                None => self.yield_kept(&mut yes.forward, &mut no.forward, kept, &mut in_no),
            }
        }
        for kept in no_kept.iter().filter(|kept| other.contains_key(&kept.outer)) {
            outs.push(kept.outer);
            self.yield_kept(&mut no.forward, &mut yes.forward, kept, &mut in_yes);
        }
        let op = Op::If { cond, then: yes.forward, otherwise: no.forward };
        Stmt { outs, op, span: stmt.span, derived: stmt.derived }
    }

    /// `own` yields the value, `other` a stand-in that nobody reads: one number for all of a kind, which are
    /// `numbers`.
    fn yield_kept(
        &mut self,
        own: &mut Block,
        other: &mut Block,
        kept: &Kept,
        numbers: &mut Vec<Var>,
    ) {
        let kind = self.vars.kind(kept.outer).clone();
        let alike = |number: &&Var| same_number(self.vars.kind(**number), &kind);
        if let Some(number) = numbers.iter().find(alike) {
            own.results.push(kept.inner);
            other.results.push(*number);
            return;
        }
        let mut extend = |block: &mut Block, op: Op| {
            let mut builder = Builder::derived(self.vars, self.span);
            let var = builder.push(kind.clone(), op);
            block.stmts.append(&mut builder.stmts);
            block.results.push(var);
        };
        let number = match &kind {
            Kind::Option(_) => {
                extend(own, Op::Wrap(Some(kept.inner)));
                extend(other, Op::Wrap(None));
                return;
            }
            Kind::Int(_) => Literal::Int(0),
            Kind::Bool => Literal::Bool(false),
            _ => Literal::Real(0.0),
        };
        own.results.push(kept.inner);
        extend(other, Op::Literal(number));
        numbers.extend(other.results.last());
    }
}

/// Whether two kinds are one kind of number, or both truth values.
fn same_number(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Real(a), Kind::Real(b)) | (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::Bool, Kind::Bool) => true,
        _ => false,
    }
}
