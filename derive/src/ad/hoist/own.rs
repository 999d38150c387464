//! Rows that a loop reads and overwrites, element by element: each is read before it is overwritten.
//!
//! Such a copy is there for the values alone. What is read of it stands in the array at that time, and its
//! cotangent is added there.

use std::collections::HashSet;

use super::{Array, Pass, Read, Round, Rows};
use crate::analysis::{Extent, Ranges, writes};
use crate::ir::{Op, Place, Stmt, Var};

impl Pass<'_> {
    /// Lets a loop read copies of what it keeps of its own rows; yields their definitions.
    pub(super) fn hoist_own(&mut self, stmt: &mut Stmt, ranges: &Ranges) -> Vec<Stmt> {
        let span = stmt.span;
        let Op::For { index, lo, hi, reversed, carries, body } = &mut stmt.op else {
            return Vec::new();
        };
        let round = Round { index: *index, lo: *lo, hi: *hi };
        let Some(fresh) = self.later(round, *reversed) else { return Vec::new() };
        let mut inside = HashSet::from([*index]);
        inside.extend(carries.iter().map(|carry| carry.param));
        super::defined(body, &mut inside);
        let within = ranges.within(*index, self.extents.value(*lo), self.extents.value(*hi));
        let before = body.clone();
        let mut rows = Rows::default();
        for carry in carries.iter() {
            let Some(first) = self.rewritten(carry) else { continue };
            let writes =
                writes(&before, &within, &self.extents, &|var| self.versions.first(var) == first);
            let array =
                Array { init: carry.init, param: carry.param, inside: &inside, ranges, writes };
            if array.writes.is_empty() {
                continue;
            }
            let mut stmts = Vec::new();
            let mut written = false;
            for mut stmt in std::mem::take(&mut body.stmts) {
                written |= self.writes_to(first, &stmt);
                if let Op::Project(place) = &mut stmt.op
                    && !written
                    && self.kept.contains(&stmt.outs[0])
                {
                    let read = Read { place: self.whole(place), round, fresh: fresh.clone(), span };
                    if let Some(copy) = self.row(&read, &array, &mut rows) {
                        self.aside.push((stmt.outs[0], copy, read.place.clone()));
                        let (before, there): (Vec<Stmt>, Place) =
                            self.in_copy(copy, &read, stmt.span);
                        stmts.extend(before);
                        *place = there;
                    }
                }
                stmts.push(stmt);
            }
            body.stmts = stmts;
        }
        rows.before
    }

    /// The indices of the iterations that come after one.
    fn later(&self, round: Round, reversed: bool) -> Option<[Extent; 2]> {
        let at = Extent::value(round.index);
        Some(match reversed {
            true => [self.extents.value(round.lo), at],
            false => [at.next()?, self.extents.value(round.hi)],
        })
    }

    /// Whether a statement changes an array, by its first version.
    fn writes_to(&self, first: Var, stmt: &Stmt) -> bool {
        let mut places = stmt.op.written().into_iter();
        places.any(|place| self.versions.first(place.root) == first)
            || stmt
                .op
                .blocks()
                .iter()
                .any(|block| block.stmts.iter().any(|inner| self.writes_to(first, inner)))
    }
}
