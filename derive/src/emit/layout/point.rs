//! Points of a program, as they are noted of many values.

use std::rc::Rc;

use super::{Path, Place, block_number};
use crate::ir::Var;

/// A point from the innermost statement outwards, so that those of one block share the way to it: where code stands
/// deep in other code, to list the way to each statement would take time that grows with the square of that.
#[derive(Clone, Default)]
pub(super) struct Point(pub(super) Option<Rc<Inner>>);

/// A statement within others.
pub(super) struct Inner {
    pub(super) outer: Point,
    pub(super) depth: usize,
    pub(super) block: usize,
    stmt: usize,
}

impl Inner {
    /// The statement, and its block.
    pub(super) fn place(&self) -> Place {
        (self.block, self.stmt)
    }

    /// This and those around it.
    pub(super) fn outwards(&self) -> impl Iterator<Item = &Inner> {
        std::iter::successors(Some(self), |inner| inner.outer.0.as_deref())
    }
}

impl Point {
    /// How many statements stand around it, and it.
    pub(super) fn depth(&self) -> usize {
        self.0.as_ref().map_or(0, |inner| inner.depth)
    }

    /// The innermost statement.
    pub(super) fn place(&self) -> Option<Place> {
        self.0.as_ref().map(|inner| inner.place())
    }

    /// The innermost statement that is no deeper than this.
    pub(super) fn at(&self, depth: usize) -> Option<&Inner> {
        self.0.as_deref()?.outwards().find(|inner| inner.depth <= depth)
    }

    /// Whether it is this one: a block stands in one place.
    pub(super) fn is(&self, path: &Path) -> bool {
        self.depth() == path.len() && self.place() == path.last().copied()
    }

    /// Whether it is a statement inside of that at another point.
    pub(super) fn is_inside(&self, other: &Point) -> bool {
        let around = |other: &Point| self.at(other.depth()).map(Inner::place) == other.place();
        self.depth() > other.depth() && (other.depth() == 0 || around(other))
    }

    /// The way to it.
    pub(super) fn path(&self) -> Path {
        let inner = self.0.as_deref().into_iter().flat_map(Inner::outwards);
        let mut path: Path = inner.map(Inner::place).collect();
        path.reverse();
        path
    }

    /// A statement of a block inside the statement at this point.
    pub(super) fn behind(&self, block: usize, stmt: usize) -> Point {
        let (outer, depth) = (self.clone(), self.depth() + 1);
        Point(Some(Rc::new(Inner { outer, depth, block, stmt })))
    }

    /// The number of a block inside the statement at this point.
    pub(super) fn block_number(&self, outs: &[Var], arm: usize) -> usize {
        match outs.is_empty() {
            true => block_number(outs, &self.path(), arm),
            false => block_number(outs, &Path::new(), arm),
        }
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Point) -> bool {
        self.depth() == other.depth() && self.place() == other.place()
    }
}

impl Drop for Inner {
    /// One after the other: they may stand in each other as deep as a program is.
    fn drop(&mut self) {
        let mut outer = std::mem::take(&mut self.outer);
        while let Some(mut inner) = outer.0.take().and_then(Rc::into_inner) {
            outer = std::mem::take(&mut inner.outer);
        }
    }
}
