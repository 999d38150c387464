//! How many elements of a sequence a block writes.

use std::collections::HashSet;

use super::extent::{Extent, Extents};
use crate::ir::{Block, Op, Place, Step, Stmt, Var, Vars, View};

/// What is written of one sequence.
pub struct Rewritten<'a> {
    /// Lengths and indices.
    pub extents: &'a Extents,
    /// All values.
    pub vars: &'a Vars,
    /// Whether a value is a version of the sequence.
    pub is_version: &'a dyn Fn(Var) -> bool,
    /// How many elements it has.
    pub size: Option<Extent>,
    /// What is defined anew in each iteration.
    pub inside: &'a HashSet<Var>,
}

/// How much of it.
enum Written {
    All,
    Some(Extent),
}

impl Rewritten<'_> {
    /// Whether a block writes, on every path and in every iteration, at least as many elements as the
    /// sequence has, or about as many.
    pub fn by(&self, block: &Block) -> bool {
        match self.block(block) {
            Written::All => true,
            Written::Some(count) => {
                let dominates = |size: &Extent| count.dominates(size);
                count.is_constant(self.inside) && self.size.as_ref().is_some_and(dominates)
            }
        }
    }

    fn block(&self, block: &Block) -> Written {
        let mut sum = Extent::default();
        for stmt in &block.stmts {
            match self.stmt(stmt) {
                Written::All => return Written::All,
                Written::Some(count) => sum = sum.plus(1, &count).unwrap_or(sum),
            }
        }
        Written::Some(sum)
    }

    fn stmt(&self, stmt: &Stmt) -> Written {
        let nothing = Written::Some(Extent::default());
        match &stmt.op {
            // What was there before stays there, or is gone.
            Op::Update { mode, .. } if mode.resizes() => nothing,
            Op::Update { .. } | Op::Call(_) => self.places(stmt.op.written()),
            Op::For { lo, hi, body, .. } => match self.block(body) {
                // If it has no round, there is little to be written.
                Written::All => Written::All,
                Written::Some(count) => {
                    let rounds = self.extents.value(*hi).plus(-1, &self.extents.value(*lo));
                    let total = rounds.and_then(|rounds| rounds.times(&count));
                    Written::Some(total.unwrap_or_default())
                }
            },
            Op::If { then, otherwise, .. } => match (self.block(then), self.block(otherwise)) {
                (Written::All, Written::All) => Written::All,
                (Written::Some(a), Written::Some(b)) if a == b => Written::Some(a),
                (Written::All, Written::Some(_))
                | (Written::Some(_), Written::All)
                | (Written::Some(_), Written::Some(_)) => nothing,
            },
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Zeros(_)
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => nothing,
        }
    }

    fn places<'p>(&self, places: impl IntoIterator<Item = &'p Place>) -> Written {
        let mut sum = Extent::default();
        for place in places {
            match self.place(place) {
                Written::All => return Written::All,
                Written::Some(count) => sum = sum.plus(1, &count).unwrap_or(sum),
            }
        }
        Written::Some(sum)
    }

    fn place(&self, place: &Place) -> Written {
        if !(self.is_version)(place.root) {
            return Written::Some(Extent::default());
        }
        match &place.path[..] {
            [] | [Step::Range(None, None)] | [Step::View(View::All)] => Written::All,
            [Step::Range(lo, hi)] => {
                let lo = lo.map_or(Extent::default(), |lo| self.extents.value(lo));
                let hi = match hi {
                    Some(hi) => self.extents.value(*hi),
                    None => self.extents.length(place.root, self.vars),
                };
                Written::Some(hi.plus(-1, &lo).unwrap_or_default())
            }
            [Step::Index(_) | Step::NdIndex(_) | Step::Field(_) | Step::View(_), ..]
            | [Step::Range(..), _, ..] => Written::Some(Extent::number(1)),
        }
    }
}
