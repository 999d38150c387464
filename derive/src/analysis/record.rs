//! To be recorded: which values of the forward pass the backward pass keeps, and which it computes
//! again.
//!
//! A backward block reads primal values freely; this pass makes them available. A value that costs
//! little and whose operands are at hand is recomputed; any other is kept. Nothing is kept that is
//! not read.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::heavy::{is_heavy, is_large};
use crate::ir::{Call, Kind, Num, Op, Role, Step, Stmt, Var, Vars, consumed};
use crate::prims::Cost;

/// Where a pair of forward and backward blocks stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// The function's body: what was computed is kept, unless it costs nothing.
    Function,
    /// The body of a loop or an arm of a branch: cheap scalars are recomputed.
    Nested,
    /// The body of an outermost loop: beside that, slices and vectors, and inner loops with what
    /// they keep, are computed again, one iteration at a time. So memory grows with the carried
    /// values and with costly scalars only, and the loop runs twice in all.
    Iteration,
    /// Everything is recomputed: element by element.
    Recompute,
    /// The function's body, on request: everything is recomputed, with what its loops keep.
    Checkpoint,
}

impl Level {
    /// The level of a branch, or of a loop within another.
    pub fn nested(self) -> Level {
        match self {
            Level::Recompute => Level::Recompute,
            Level::Function | Level::Nested | Level::Iteration | Level::Checkpoint => Level::Nested,
        }
    }

    /// The level of a loop that is in no other.
    pub fn outermost(self) -> Level {
        match self {
            Level::Recompute => Level::Recompute,
            Level::Function | Level::Nested | Level::Iteration | Level::Checkpoint => {
                Level::Iteration
            }
        }
    }
}

/// What was decided.
pub struct Kept {
    /// The values to keep, in program order.
    pub kept: Vec<Var>,
    /// The statements to repeat at the head of the backward block.
    pub recomputed: Vec<Stmt>,
}

/// A forward block.
pub struct Forward<'a> {
    /// Its statements.
    pub stmts: &'a [Stmt],
    /// The values that it receives and the backward block lacks.
    pub params: &'a [Var],
    /// The values that the backward block has at some point only, where it puts them back. What is
    /// read of them elsewhere is kept.
    pub passing: &'a HashSet<Var>,
}

/// Decides for every value that the backward block reads, in order of first use, and the forward block
/// defines.
pub fn materialise(level: Level, forward: &Forward<'_>, read: Vec<Var>, vars: &Vars) -> Kept {
    let mut record = Record::new(level, forward, vars);
    let mut needed: Vec<Var> =
        read.into_iter().filter(|var| record.position.contains_key(var)).collect();
    needed.sort_by_key(|var| record.position[var]);
    needed.into_iter().for_each(|var| record.require(var));
    record.finish()
}

struct Record<'a> {
    level: Level,
    forward: &'a [Stmt],
    /// Where each value of this level is defined; parameters come before everything.
    position: HashMap<Var, usize>,
    repeated: HashSet<usize>,
    kept: HashSet<Var>,
    /// Values found to be at hand.
    found: HashSet<Var>,
    /// Values of which a later version exists; looked for when it is asked for the first time.
    overwritten: OnceCell<HashSet<Var>>,
    /// Values that cannot be computed again but from such as the backward block has at some point
    /// only.
    tied: HashSet<Var>,
    vars: &'a Vars,
}

impl<'a> Record<'a> {
    fn new(level: Level, forward: &Forward<'a>, vars: &'a Vars) -> Self {
        let mut tied = forward.passing.clone();
        for stmt in forward.stmts.iter().filter(|_| !forward.passing.is_empty()) {
            let heavy = stmt.outs.iter().filter(|out| !vars.kind(**out).is_scalar());
            if stmt.op.free().iter().any(|operand| tied.contains(operand)) {
                tied.extend(heavy);
            }
        }
        let Forward { stmts: forward, params, .. } = *forward;
        let mut position: HashMap<Var, usize> = params.iter().map(|var| (*var, 0)).collect();
        for (i, stmt) in forward.iter().enumerate() {
            position.extend(stmt.outs.iter().map(|out| (*out, i + 1)));
        }
        let (repeated, kept, found) = (HashSet::new(), HashSet::new(), HashSet::new());
        let overwritten = OnceCell::new();
        Record { level, forward, position, repeated, kept, found, overwritten, tied, vars }
    }

    fn stmt(&self, var: Var) -> Option<(usize, &'a Stmt)> {
        let position = *self.position.get(&var)?;
        position.checked_sub(1).map(|i| (i, &self.forward[i]))
    }

    /// Whether a value is at hand without keeping anything more.
    fn at_hand(&mut self, var: Var) -> bool {
        self.search(var, &mut HashSet::new())
    }

    /// `missing` holds what this search has found not to be at hand.
    fn search(&mut self, var: Var, missing: &mut HashSet<Var>) -> bool {
        if missing.contains(&var) {
            return false;
        }
        if !self.position.contains_key(&var)
            || self.kept.contains(&var)
            || self.found.contains(&var)
        {
            return true;
        }
        let at_hand = self.stmt(var).is_some_and(|(_, stmt)| {
            self.may_repeat(stmt)
                && !self.is_tied(stmt)
                && !self.is_changed_after(stmt)
                && stmt.op.free().into_iter().all(|operand| self.search(operand, missing))
        });
        if at_hand {
            self.found.insert(var);
        } else {
            missing.insert(var);
        }
        at_hand
    }

    /// Whether a statement reads what the backward block has at some point only.
    fn is_tied(&self, stmt: &Stmt) -> bool {
        !self.tied.is_empty() && stmt.op.free().iter().any(|operand| self.tied.contains(operand))
    }

    /// Whether a statement reads a number of a sequence from outside that this block changes: to read it again, all
    /// of the sequence would be copied.
    fn is_changed_after(&self, stmt: &Stmt) -> bool {
        stmt.op.part().is_some_and(|place| {
            self.vars.kind(stmt.outs[0]).is_scalar()
                && !self.position.contains_key(&place.root)
                && self.is_overwritten(place.root)
        })
    }

    /// What is kept of an integer whose type only rustc knows is an `i64`: what is computed from that may be another
    /// number, so that it is kept itself.
    fn may_repeat(&self, stmt: &Stmt) -> bool {
        let cost = cost(stmt, self.vars);
        let open = |var: &Var| matches!(self.vars.kind(*var), Kind::Int(Num::Open));
        let reads_open = || stmt.op.free().iter().any(open);
        match self.level {
            Level::Function => cost == Cost::Free && !reads_open(),
            Level::Nested | Level::Iteration => cost <= Cost::Cheap && !reads_open(),
            Level::Recompute | Level::Checkpoint => true,
        }
    }

    fn require(&mut self, var: Var) {
        if !self.position.contains_key(&var) || self.kept.contains(&var) {
            return;
        }
        if self.at_hand(var) || (!self.is_kept(var) && self.stmt(var).is_some()) {
            self.repeat(var);
        } else if let Some(source) = self.only_source(var) {
            self.kept.insert(source);
            self.repeat(var);
        } else {
            self.kept.insert(var);
        }
    }

    /// The one scalar from which a value could be computed again cheaply, were it kept: others may
    /// need it too. A truth value is smaller than what it is computed from.
    fn only_source(&mut self, var: Var) -> Option<Var> {
        if matches!(self.vars.kind(var), Kind::Bool) {
            return None;
        }
        let mut sources = HashSet::new();
        self.sources(var, &mut sources, &mut HashSet::new());
        let mut sources = sources.into_iter();
        let source = sources.next().filter(|source| *source != var)?;
        (sources.next().is_none() && self.vars.kind(source).is_scalar()).then_some(source)
    }

    /// What is missing to compute a value again.
    fn sources(&mut self, var: Var, found: &mut HashSet<Var>, seen: &mut HashSet<Var>) {
        if !seen.insert(var) || self.at_hand(var) {
            return;
        }
        match self.stmt(var) {
            Some((_, stmt)) if self.may_repeat(stmt) => {
                stmt.op.free().into_iter().for_each(|operand| self.sources(operand, found, seen));
            }
            _ => {
                found.insert(var);
            }
        }
    }

    /// Whether a value that is not at hand is kept, rather than what it is computed from. A
    /// borrowed part is where the whole is overwritten: only the part is copied then.
    fn is_kept(&self, var: Var) -> bool {
        let part = self.stmt(var).and_then(|(_, stmt)| stmt.op.part());
        let overwritten = part.is_some_and(|place| self.is_overwritten(place.root));
        let repeated = match self.level {
            Level::Function | Level::Nested => false,
            Level::Iteration => self
                .stmt(var)
                .is_some_and(|(_, stmt)| self.is_heavy(var, stmt) && !self.is_tied(stmt)),
            Level::Recompute | Level::Checkpoint => {
                self.stmt(var).is_some_and(|(_, stmt)| !self.is_tied(stmt))
            }
        };
        if repeated {
            return false;
        }
        storable(self.vars.kind(var)) || overwritten
    }

    fn is_overwritten(&self, var: Var) -> bool {
        let overwritten = self.overwritten.get_or_init(|| {
            let mut found = HashSet::new();
            self.forward.iter().for_each(|stmt| note_overwritten(&stmt.op, &mut found));
            found
        });
        overwritten.contains(&var)
    }

    /// Whether a value takes more room than its computation is worth: slices and vectors, what inner
    /// loops keep, and the residuals of functions of slices. Matrix products are worth it.
    fn is_heavy(&self, var: Var, stmt: &Stmt) -> bool {
        let kind = self.vars.kind(var);
        if !matches!(kind, Kind::Residuals { .. }) {
            return is_heavy(kind);
        }
        if let Op::Call(call) = &stmt.op {
            let sequence = |arg: &Var| self.vars.kind(*arg).element().is_some();
            let whole = call.places().next().is_some() || call.values().iter().any(sequence);
            return !call.callee.recursive && whole && !self.changes_in_part(call);
        }
        is_heavy(kind)
    }

    /// Whether a callee may touch little of what it changes: to repeat the call, all that was there before would be
    /// copied. What it keeps is never more than what it does.
    fn changes_in_part(&self, call: &Call) -> bool {
        let targets = call.args.iter().filter(|given| given.is_argument());
        targets.filter_map(|given| Some((given.role, given.handed.place()?))).any(
            |(role, place)| {
                let Role::Argument(i) = role else { return false };
                let Some(kind) = place.kind(self.vars) else { return false };
                let grows = call.callee.replaces.contains(&true) && matches!(kind, Kind::Vec(_));
                let structure = matches!(kind, Kind::Struct(_)) && is_large(&kind);
                // A part with two ends, and an array that is overwritten, are what the callee works on.
                let part = matches!(place.path.last(), Some(Step::Range(Some(_), Some(_))));
                let overwritten = call.callee.overwrites[i].is_some();
                let sequence = is_large(&kind) && !part && !overwritten && self.is_lost(place.root);
                grows || structure || sequence
            },
        )
    }

    /// Whether a value is a version of one that the backward block lacks.
    fn is_lost(&self, var: Var) -> bool {
        match self.stmt(var) {
            None => self.position.contains_key(&var),
            Some((_, stmt)) => {
                let mut versions = HashSet::new();
                note_overwritten(&stmt.op, &mut versions);
                versions.into_iter().any(|before| self.is_lost(before))
            }
        }
    }

    fn repeat(&mut self, var: Var) {
        let Some((i, stmt)) = self.stmt(var) else { return };
        if self.repeated.insert(i) {
            stmt.op.free().into_iter().for_each(|operand| self.require(operand));
        }
    }

    fn finish(self) -> Kept {
        let again = |var: &Var| {
            self.position[var].checked_sub(1).is_some_and(|i| self.repeated.contains(&i))
        };
        let mut kept: Vec<Var> = self.kept.iter().copied().filter(|var| !again(var)).collect();
        kept.sort_by_key(|var| (self.position[var], *var));
        let mut indices: Vec<usize> = self.repeated.into_iter().collect();
        indices.sort_unstable();
        let recomputed = indices.into_iter().map(|i| self.forward[i].clone()).collect();
        Kept { kept, recomputed }
    }
}

fn note_overwritten(op: &Op, found: &mut HashSet<Var>) {
    found.extend(consumed(op));
    let inner = op.blocks().into_iter().flat_map(|block| &block.stmts);
    inner.for_each(|stmt| note_overwritten(&stmt.op, found));
}

/// What evaluating a statement once more costs.
fn cost(stmt: &Stmt, vars: &Vars) -> Cost {
    match &stmt.op {
        Op::Literal(_) => Cost::Free,
        Op::Prim(prim, _) => match vars.kind(stmt.outs[0]) {
            Kind::Int(_) | Kind::Bool => Cost::Free,
            Kind::Nd { .. } => {
                prim.cost.max(if prim.cost == Cost::Free { Cost::Free } else { Cost::Costly })
            }
            _ => prim.cost,
        },
        Op::Project(_) => Cost::Free,
        Op::Aggregate(_) if matches!(vars.kind(stmt.outs[0]), Kind::Dim { .. }) => Cost::Free,
        Op::Aggregate(_) | Op::Unwrap(_) | Op::Wrap(_) => Cost::Cheap,
        Op::Rust(_)
        | Op::Map { .. }
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::Call(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. } => Cost::Costly,
    }
}

/// Whether a value of this kind can be kept: its type has a name and it borrows nothing.
fn storable(kind: &Kind) -> bool {
    match kind {
        Kind::Nd { view, .. } => !view,
        Kind::Slice(_) | Kind::Other(_) => false,
        Kind::Tuple(items) => items.iter().all(storable),
        Kind::Array(item, _) | Kind::Vec(item) | Kind::Option(item) => storable(item),
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Dim { .. }
        | Kind::Struct(_)
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Residuals { .. } => true,
    }
}
