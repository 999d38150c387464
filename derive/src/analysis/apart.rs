//! Whether two places of one array can be the same element, in any two iterations of a loop.
//!
//! Indices are polynomials. That one is smaller than another is certain where their difference, with
//! each loop's index replaced by the end of its range at which it is least, is a sum of numbers that are
//! not negative.

use std::collections::HashMap;

use super::extent::{Extent, Extents};
use crate::ir::{Block, Op, Place, Step, Stmt, Var};
use crate::prims;

/// The indices of the loops around some point, outermost first.
#[derive(Clone, Default)]
pub struct Ranges(Vec<Range>);

/// `lo <= index < hi`
#[derive(Clone)]
struct Range {
    index: Var,
    lo: Extent,
    hi: Extent,
}

impl Ranges {
    /// The point in one more loop.
    pub fn within(&self, index: Var, lo: Extent, hi: Extent) -> Ranges {
        let mut ranges = self.clone();
        ranges.0.push(Range { index, lo, hi });
        ranges
    }

    /// The point in the blocks of an operation: in one more loop, if it is one that counts.
    pub fn inside(&self, op: &Op, extents: &Extents) -> Ranges {
        let Op::For { index, lo, hi, .. } = op else { return self.clone() };
        self.within(*index, extents.value(*lo), extents.value(*hi))
    }

    /// Whether `a <= b` is certain.
    pub fn is_at_most(&self, a: &Extent, b: &Extent) -> bool {
        let least = b.plus(-1, a).and_then(|difference| self.least(difference));
        least.is_some_and(|least| least.is_sum())
    }

    /// Whether `a < b` is certain inside of these loops, where each of them has an iteration.
    fn is_less(&self, a: &Extent, b: &Extent) -> bool {
        let difference = a.next().and_then(|next| b.plus(-1, &next));
        let Some(least) = difference.and_then(|difference| self.least(difference)) else {
            return false;
        };
        let runs = |range: &Range| {
            let spare = range.hi.plus(-1, &range.lo.next()?)?;
            least.plus(-1, &spare).map(|rest| rest.is_sum())
        };
        least.is_sum() || self.0.iter().any(|range| runs(range) == Some(true))
    }

    /// The least that a difference can be, if that is found.
    fn least(&self, mut difference: Extent) -> Option<Extent> {
        for Range { index, lo, hi } in self.0.iter().rev() {
            let (factor, rest) = difference.split(*index)?;
            if factor.is_zero() {
                continue;
            }
            let least = match factor.is_sum() {
                true => lo.clone(),
                false if Extent::default().plus(-1, &factor)?.is_sum() => {
                    hi.plus(-1, &Extent::number(1))?
                }
                false => return None,
            };
            difference = rest.plus(1, &factor.times(&least)?)?;
        }
        Some(difference)
    }

    /// The same where `a < b` holds, if that says something of an index.
    fn where_less(&self, a: &Extent, b: &Extent) -> Option<Ranges> {
        let position =
            |of: &Extent| self.0.iter().position(|range| Some(range.index) == of.index());
        let before =
            |of: &Extent, at: usize| self.0[at..].iter().all(|range| !of.mentions(range.index));
        let mut ranges = self.clone();
        match (position(a), position(b)) {
            (Some(at), _) if before(b, at) => ranges.0[at].hi = b.clone(),
            (_, Some(at)) if before(a, at) => ranges.0[at].lo = a.next()?,
            (Some(_) | None, Some(_) | None) => return None,
        }
        Some(ranges)
    }
}

/// An element, or several, that a loop writes.
pub struct Write<'a> {
    place: &'a Place,
    ranges: Ranges,
    /// Numbers that are not equal there.
    unequal: Vec<(Extent, Extent)>,
}

impl Write<'_> {
    /// Whether an element that is read, in any iteration in which its index has this range, is another
    /// one than any that is written.
    pub fn misses(
        &self,
        read: &[Step],
        (index, as_read): (Var, Var),
        (lo, hi): (&Extent, &Extent),
        extents: &Extents,
    ) -> bool {
        let ranges = self.ranges.within(as_read, lo.clone(), hi.clone());
        for (read, written) in read.iter().zip(&self.place.path) {
            let apart = match (read, written) {
                (Step::Field(a), Step::Field(b)) => a != b,
                (Step::Index(a), Step::Index(b)) => {
                    let a = extents.value(*a).renamed(index, as_read);
                    a.is_some_and(|a| self.differ(&ranges, &a, &extents.value(*b)))
                }
                (Step::Index(a), Step::Range(lo, hi)) => {
                    extents.value(*a).renamed(index, as_read).is_some_and(|a| {
                        lo.is_some_and(|lo| ranges.is_less(&a, &extents.value(lo)))
                            || hi.is_some_and(|hi| ranges.is_at_most(&extents.value(hi), &a))
                    })
                }
                (
                    Step::Field(_)
                    | Step::Index(_)
                    | Step::Range(..)
                    | Step::NdIndex(_)
                    | Step::View(_),
                    _,
                ) => return false,
            };
            if apart {
                return true;
            }
        }
        false
    }

    fn differ(&self, ranges: &Ranges, a: &Extent, b: &Extent) -> bool {
        let both = |(p, q): &(Extent, Extent)| {
            [(p, q), (q, p)].into_iter().all(|(less, more)| {
                ranges.where_less(less, more).is_some_and(|case| differ(&case, a, b))
            })
        };
        differ(ranges, a, b) || self.unequal.iter().any(both)
    }
}

/// Whether one of two numbers is certainly smaller than the other.
pub(super) fn differ(ranges: &Ranges, a: &Extent, b: &Extent) -> bool {
    ranges.is_less(a, b) || ranges.is_less(b, a)
}

/// Whether two places of one array are certainly not the same, where both are read at once within these loops.
pub fn are_apart(a: &[Step], b: &[Step], ranges: &Ranges, extents: &Extents) -> bool {
    a.iter().zip(b).any(|steps| match steps {
        (Step::Field(a), Step::Field(b)) => a != b,
        (Step::Index(a), Step::Index(b)) => differ(ranges, &extents.value(*a), &extents.value(*b)),
        (
            Step::Field(_) | Step::Index(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_),
            _,
        ) => false,
    })
}

/// What a block writes to the values for which `is_version` holds.
pub fn writes<'a>(
    block: &'a Block,
    ranges: &Ranges,
    extents: &Extents,
    is_version: &impl Fn(Var) -> bool,
) -> Vec<Write<'a>> {
    let mut found = Found { extents, is_version, writes: Vec::new() };
    found.block(block, ranges, &Vec::new());
    found.writes
}

struct Found<'a, 'e, F> {
    extents: &'e Extents,
    is_version: &'e F,
    writes: Vec<Write<'a>>,
}

impl<'a, F: Fn(Var) -> bool> Found<'a, '_, F> {
    fn block(&mut self, block: &'a Block, ranges: &Ranges, unequal: &Vec<(Extent, Extent)>) {
        let comparisons = comparisons(block);
        for stmt in &block.stmts {
            self.stmt(stmt, ranges, unequal, &comparisons);
        }
    }

    fn stmt(
        &mut self,
        stmt: &'a Stmt,
        ranges: &Ranges,
        unequal: &Vec<(Extent, Extent)>,
        comparisons: &HashMap<Var, Unequal>,
    ) {
        for place in stmt.op.written() {
            if (self.is_version)(place.root) {
                let (ranges, unequal) = (ranges.clone(), unequal.clone());
                self.writes.push(Write { place, ranges, unequal });
            }
        }
        match &stmt.op {
            Op::For { index, lo, hi, body, .. } => {
                let ends = [lo, hi].map(|end| self.extents.value(*end));
                let [lo, hi] = ends;
                self.block(body, &ranges.within(*index, lo, hi), unequal);
            }
            Op::If { cond, then, otherwise } => {
                for (arm, holds) in [(then, true), (otherwise, false)] {
                    let mut unequal = unequal.clone();
                    let known = comparisons.get(cond).filter(|known| known.holds == holds);
                    unequal.extend(
                        known.map(|known| known.operands.map(|var| self.extents.value(var)).into()),
                    );
                    self.block(arm, ranges, &unequal);
                }
            }
            Op::Map { .. }
            | Op::While { .. }
            | Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => {
                for inner in stmt.op.blocks() {
                    self.block(inner, ranges, unequal);
                }
            }
        }
    }
}

/// A truth value that holds, or does not, where two numbers are not equal.
struct Unequal {
    holds: bool,
    operands: [Var; 2],
}

fn comparisons(block: &Block) -> HashMap<Var, Unequal> {
    let compared = block.stmts.iter().filter_map(|stmt| {
        let (prim, args) = stmt.op.prim()?;
        let unequal = Unequal { holds: prim == prims::NE, operands: *args.first_chunk()? };
        [prims::EQ, prims::NE].contains(&prim).then_some((stmt.outs[0], unequal))
    });
    compared.collect()
}
