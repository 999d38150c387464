//! What becomes of arrays that loops both read and write: kept as copies, element by element as they are
//! overwritten, or not at all, where it is less to keep what is read of them.
//!
//! Reverse mode is tried with one plan after another; the cheapest one counts.

use std::collections::{BTreeMap, HashSet};

use super::reverse::Pair;
use super::undo::Undo;
use crate::analysis::touched_in_part;
use crate::ir::{Block, Function, Kind, Op, Stmt, Var, Vars, Versions};

/// What is done with which arrays: with none of these an iteration keeps a copy.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Plan {
    /// The values carried by loops that are put back, element by element.
    pub(super) restored: HashSet<Var>,
    /// The first versions of arrays that have no single line of versions.
    pub(super) refused: HashSet<Var>,
    /// The first versions of arrays that the backward pass lacks: what is read of them is kept.
    pub(super) lacking: HashSet<Var>,
    /// What loops over pieces carry: they keep copies.
    pub(super) pieces: HashSet<Var>,
}

impl Plan {
    /// The plan that every attempt begins with.
    pub(super) fn new(pieces: &HashSet<Var>) -> Plan {
        Plan { pieces: pieces.clone(), ..Plan::default() }
    }

    /// Whether nothing is done.
    pub(super) fn is_empty(&self) -> bool {
        *self == Plan::new(&self.pieces)
    }

    /// The arrays that are put back.
    fn arrays(&self, versions: &Versions) -> Vec<Var> {
        let firsts = self.restored.iter().map(|var| versions.first(*var));
        let mut arrays: Vec<Var> = firsts.collect::<HashSet<Var>>().into_iter().collect();
        arrays.sort_unstable();
        arrays
    }

    /// The plan without an array.
    fn without(&self, array: Var, versions: &Versions) -> Plan {
        let mut plan = self.clone();
        plan.restored.retain(|var| versions.first(*var) != array);
        plan.lacking.insert(array);
        plan
    }
}

/// A pair of functions by one plan.
pub(super) struct Attempt {
    pub(super) pair: Pair,
    pub(super) vars: Vars,
    pub(super) undo: Undo,
}

impl Attempt {
    /// What it keeps.
    pub(super) fn room(&self) -> Room {
        Room::of(&self.pair, &self.vars)
    }

    /// Whether it has found nothing that its plan lacks.
    fn is_complete(&self) -> bool {
        self.undo.wanted == self.undo.plan
    }
}

/// The attempt that keeps least. What is put back is kept once, as it is in the end: of a parameter that the
/// function touches in part that would be more than all that is read of it.
pub(super) fn cheapest(
    function: &Function,
    first: Plan,
    attempt: &impl Fn(Plan) -> Attempt,
) -> Attempt {
    let mut best = attempt(first);
    while !best.is_complete() {
        best = attempt(best.undo.wanted);
    }
    let versions = Versions::of(&function.body);
    let arrays = best.undo.plan.arrays(&versions);
    let lost = match arrays.is_empty() {
        true => HashSet::new(),
        false => touched_in_part(function, &best.vars),
    };
    for array in arrays {
        let other = attempt(best.undo.plan.without(array, &versions));
        let less = match lost.contains(&array) {
            true => other.room().depth() <= best.room().depth(),
            false => other.room() <= best.room(),
        };
        if other.is_complete() && less {
            best = other;
        }
    }
    best
}

/// How many bytes are kept, by the number of loops that multiply them: the most loops count first.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Room(Vec<u64>);

impl Room {
    /// What the forward function of a pair keeps.
    pub(super) fn of(pair: &Pair, vars: &Vars) -> Room {
        let mut found = Found { room: BTreeMap::new(), stacks: HashSet::new(), vars };
        found.block(&pair.forward.body, 0);
        pair.kept.iter().for_each(|var| found.value(*var, 0));
        let most = found.room.keys().next_back().copied().unwrap_or(0);
        Room((0..=most).rev().map(|depth| found.room.get(&depth).copied().unwrap_or(0)).collect())
            .padded()
    }

    /// How many loops multiply the most of it.
    fn depth(&self) -> usize {
        self.0.len() - self.0.iter().take_while(|bytes| **bytes == 0).count()
    }

    /// The same with a place for every depth there can be, so that they can be compared.
    fn padded(mut self) -> Room {
        const DEEPEST: usize = 24;
        let missing = DEEPEST.saturating_sub(self.0.len());
        self.0.splice(..0, std::iter::repeat_n(0, missing));
        self
    }
}

struct Found<'a> {
    room: BTreeMap<usize, u64>,
    /// What loops, and branches around them, have put together: that has been counted.
    stacks: HashSet<Var>,
    vars: &'a Vars,
}

impl Found<'_> {
    fn block(&mut self, block: &Block, depth: usize) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt, depth));
    }

    fn stmt(&mut self, stmt: &Stmt, depth: usize) {
        match &stmt.op {
            Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                self.block(body, depth + 1);
                body.results[carries.len()..].iter().for_each(|var| self.value(*var, depth + 1));
                self.stacks.extend(&stmt.outs[carries.len()..]);
            }
            Op::If { then, otherwise, .. } => {
                [then, otherwise].into_iter().for_each(|arm| self.block(arm, depth));
                for (out, (yes, no)) in
                    stmt.outs.iter().zip(then.results.iter().zip(&otherwise.results))
                {
                    if self.stacks.contains(yes) || self.stacks.contains(no) {
                        self.stacks.insert(*out);
                    }
                }
            }
            Op::Wrap(Some(value)) if self.stacks.contains(value) => {
                self.stacks.extend(&stmt.outs);
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
            | Op::Wrap(_)
            | Op::Unwrap(_) => {}
        }
    }

    fn value(&mut self, var: Var, depth: usize) {
        if !self.stacks.contains(&var) {
            self.kind(self.vars.kind(var), depth);
        }
    }

    /// A sequence is as large as what another loop keeps.
    fn kind(&mut self, kind: &Kind, depth: usize) {
        let bytes = match kind {
            Kind::Array(item, _) | Kind::Vec(item) | Kind::Slice(item) => {
                return self.kind(item, depth + 1);
            }
            Kind::Option(item) => return self.kind(item, depth),
            Kind::Tuple(items) => return items.iter().for_each(|item| self.kind(item, depth)),
            Kind::Bool => 1,
            Kind::Nd { .. } => return *self.room.entry(depth + 1).or_default() += 8,
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Unit
            | Kind::Dim { .. }
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Other(_)
            | Kind::Residuals { .. } => 8,
        };
        *self.room.entry(depth).or_default() += bytes;
    }
}
