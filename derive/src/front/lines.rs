//! Loops over `ndarray` arrays: over their elements, and over parts of one rank less.

use super::spans::Spanned;
use proc_macro2::Span;

use super::chains::Chain;
use super::closures::{Lazy, Shared};
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Place, Rank, Step, Var, View};
use crate::prims;

/// An array that is read, or a place whose parts are changed.
#[derive(Clone)]
pub(super) enum Whole {
    Read(Var),
    Written(Borrow),
}

/// What the items of an array are.
#[derive(Clone, Copy)]
pub(super) enum Item {
    /// `rows()`
    Row,
    /// `columns()`
    Column,
    /// `axis_iter(Axis(k))`
    Along(Var),
    /// `iter()`: all elements, the last axis first.
    Element(usize),
    /// `indexed_iter()`: those with their indices.
    Indexed(usize),
}

impl Lower<'_> {
    /// `rows()`, `columns()`, `axis_iter(Axis(k))`
    pub(super) fn lines(&mut self, whole: Whole, item: Item, site: &Site<'_>) -> Accepted<Value> {
        let rank = self.kind_of(&whole).rank();
        match (item, rank) {
            (Item::Along(_), Some(Rank::VECTOR)) => {
                Err(self.diagnostics.report(site.call, RANK_ZERO))
            }
            (Item::Row | Item::Column, rank) if rank != Some(Rank::MATRIX) => {
                Err(self.diagnostics.report(&site.call.method, ITERATOR))
            }
            _ => {
                let chain = Chain::new(Source::Array { whole, item });
                Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))))
            }
        }
    }

    /// `outer_iter()`
    pub(super) fn outermost(&mut self, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        let item = match self.kind_of(&whole).rank() {
            Some(Rank::MATRIX) => Item::Row,
            _ => Item::Along(self.int(0, site.call.span())),
        };
        self.lines(whole, item, site)
    }

    /// `indexed_iter()`
    pub(super) fn indexed(&mut self, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        match self.kind_of(&whole).rank() {
            Some(Rank::Fixed(rank)) => self.lines(whole, Item::Indexed(rank), site),
            _ => Err(self.diagnostics.report(&site.call.method, ITERATOR)),
        }
    }

    pub(super) fn kind_of(&self, whole: &Whole) -> Kind {
        match whole {
            Whole::Read(var) => self.vars.kind(*var).clone(),
            Whole::Written(place) => place.kind.clone(),
        }
    }

    /// How many items there are.
    pub(super) fn array_count(&mut self, whole: &Whole, item: Item, span: Span) -> Var {
        let Ok(root) = self.content(whole, span) else { return self.int(0, span) };
        let op = match item {
            Item::Row => Op::Prim(prims::NROWS, vec![root]),
            Item::Column => Op::Prim(prims::NCOLS, vec![root]),
            Item::Along(axis) => Op::Prim(prims::LEN_OF, vec![root, axis]),
            Item::Element(_) | Item::Indexed(_) => Op::Prim(prims::LEN, vec![root]),
        };
        self.push(Kind::usize(), op, span)
    }

    fn content(&mut self, whole: &Whole, span: Span) -> Accepted<Var> {
        match whole {
            Whole::Read(var) => Ok(*var),
            Whole::Written(place) => self.borrowed(place, span),
        }
    }

    /// The item at a position.
    pub(super) fn array_item(
        &mut self,
        whole: &Whole,
        item: Item,
        at: Var,
        span: Span,
    ) -> Accepted<Value> {
        let view = match item {
            Item::Row => View::Row(at),
            Item::Column => View::Column(at),
            Item::Along(axis) => View::Axis(axis, at),
            Item::Element(rank) | Item::Indexed(rank) => {
                return self.cell(whole, rank, matches!(item, Item::Indexed(_)), at, span);
            }
        };
        let kind = view.kind(&self.kind_of(whole)).unwrap_or(Kind::Unit);
        Ok(self.step_into(whole, Step::View(view), kind, span))
    }

    pub(super) fn step_into(&mut self, whole: &Whole, step: Step, kind: Kind, span: Span) -> Value {
        match whole {
            Whole::Written(place) => Value::Borrow(place.clone().then(step, kind)),
            Whole::Read(root) => {
                let place = Place { root: *root, path: vec![step] };
                Value::Var(self.push(kind, Op::Project(place), span))
            }
        }
    }

    /// An element, by its position when the last axis comes first.
    fn cell(
        &mut self,
        whole: &Whole,
        rank: usize,
        indexed: bool,
        at: Var,
        span: Span,
    ) -> Accepted<Value> {
        let usize = Kind::usize();
        let root = self.content(whole, span)?;
        let (mut rest, mut indices) = (at, Vec::new());
        for axis in (1..rank).rev() {
            let extent = match rank {
                2 => Op::Prim(prims::NCOLS, vec![root]),
                _ => {
                    let axis = self.int(axis as i64, span);
                    Op::Prim(prims::LEN_OF, vec![root, axis])
                }
            };
            let extent = self.push(usize.clone(), extent, span);
            let [quotient, index] = [prims::DIV, prims::REM]
                .map(|prim| self.push(usize.clone(), Op::Prim(prim, vec![rest, extent]), span));
            indices.insert(0, index);
            rest = quotient;
        }
        indices.insert(0, rest);
        let kind = match self.kind_of(whole) {
            Kind::Nd { num: num @ crate::ir::Num::Int(_), .. } => Kind::Int(num),
            Kind::Nd { num, .. } => Kind::Real(num),
            _ => Kind::Unit,
        };
        let step = match indices[..] {
            [single] => Step::Index(single),
            _ => Step::NdIndex(indices.clone()),
        };
        let element = self.step_into(whole, step, kind, span);
        if !indexed {
            return Ok(element);
        }
        let mut position: Vec<Value> = indices.into_iter().map(Value::Var).collect();
        let position = if rank == 1 { position.remove(0) } else { Value::Tuple(position) };
        Ok(Value::Tuple(vec![position, element]))
    }
}
