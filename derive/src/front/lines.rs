//! Loops over `ndarray` arrays: over their elements, and over parts of one rank less.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprMethodCall};

use super::lower::Lower;
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
    /// The items that a method of an array yields; `None` where it is another one's.
    pub(super) fn lines(&mut self, call: &ExprMethodCall) -> Option<Accepted<Source>> {
        let name = call.method.to_string();
        let mutable = name.ends_with("_mut");
        let stem = name.trim_end_matches("_mut");
        if !["rows", "columns", "outer_iter", "axis_iter", "indexed_iter"].contains(&stem) {
            return None;
        }
        Some(self.array_or_place(&call.receiver, mutable).and_then(|whole| {
            let Kind::Nd { rank, .. } = self.kind_of(&whole) else {
                return Err(self.diagnostics.report(&call.method, ITERATOR));
            };
            let item = match (stem, call.args.first(), rank) {
                ("rows", None, Rank::MATRIX) | ("outer_iter", None, Rank::MATRIX) => Item::Row,
                ("columns", None, Rank::MATRIX) => Item::Column,
                ("indexed_iter", None, Rank::Fixed(rank)) => Item::Indexed(rank),
                ("outer_iter" | "axis_iter", _, Rank::VECTOR) => {
                    return Err(self.diagnostics.report(call, RANK_ZERO));
                }
                ("outer_iter", None, _) => Item::Along(self.int(0, call.span())),
                ("axis_iter", Some(axis), _) => Item::Along(self.axis(axis)?),
                _ => return Err(self.diagnostics.report(&call.method, ITERATOR)),
            };
            Ok(Source::Array { whole, item })
        }))
    }

    fn array_or_place(&mut self, expr: &Expr, mutable: bool) -> Accepted<Whole> {
        Ok(match mutable {
            true => Whole::Written(self.place(expr)?),
            false => Whole::Read(self.var(expr, None)?),
        })
    }

    fn kind_of(&self, whole: &Whole) -> Kind {
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

    fn step_into(&mut self, whole: &Whole, step: Step, kind: Kind, span: Span) -> Value {
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
