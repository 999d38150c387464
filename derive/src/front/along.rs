//! What goes along one axis of an array: the lanes that a function is given, the parts that are selected.

use syn::Expr;

use super::chains::{Chain, unwrapped};
use super::closures::{Lazy, Shared};
use super::lines::{Item, Whole};
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use super::source::{Form, Source};
use super::spans::Spanned;
use super::views::whole_number;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Mode, Op, Place, Rank, Step, Var, View};
use crate::prims;

impl Lower<'_> {
    /// `a.map_axis(Axis(k), f)`
    pub(super) fn map_lanes(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let lanes = self.lanes(array, site)?;
        let function = self.function(site.args[1], 1)?;
        let made =
            self.gathered(&lanes.mapped(function), None, site.span(), site.name("mapped"))?;
        let made = self.single(made, site.span())?;
        self.array_from(made, site.call.span()).map(Value::Var)
    }

    /// `a.fold_axis(Axis(k), init, f)`
    pub(super) fn fold_lanes(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let lanes = Value::Lazy(Lazy::Iterator(Shared::new(self.lanes(array, site)?)));
        let init = self.expr(site.args[1], None)?;
        let function = Value::Lazy(Lazy::Closure(self.function(site.args[2], 2)?));
        let folded = self.written_out([lanes, init, function], site.call, |[lanes, init, f]| {
            syn::parse_quote_spanned!(site.span()=>
                #lanes.map(|lane| lane.fold(#init, |acc, x| #f(&acc, x))).collect::<Vec<_>>())
        })?;
        let folded = self.single(folded, site.span())?;
        self.array_from(folded, site.call.span()).map(Value::Var)
    }

    /// `a.lanes(Axis(k))`
    pub(super) fn all_lanes(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let lanes = self.lanes(array, site)?;
        Ok(Value::Lazy(Lazy::Iterator(Shared::new(lanes))))
    }

    /// The lanes of a matrix along an axis: its rows, or its columns.
    fn lanes(&mut self, array: Var, site: &Site<'_>) -> Accepted<Chain> {
        let item = match (self.vars.kind(array).rank(), axis_number(site.args[0])) {
            (Some(Rank::VECTOR), _) => return Err(self.diagnostics.report(site.call, RANK_ZERO)),
            (Some(Rank::MATRIX), Some(1)) => Item::Row,
            (Some(Rank::MATRIX), Some(0)) => Item::Column,
            _ => {
                let write = "call it on a matrix, along `Axis(0)` or `Axis(1)`, or write a loop over `axis_iter`";
                return Err(self.only_written_so(site, write));
            }
        };
        Ok(Chain::new(Source::Array { whole: Whole::Read(array), item }))
    }

    /// `a.select(Axis(k), &indices)`
    pub(super) fn select(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let (Kind::Nd { num, rank: Rank::Fixed(rank), .. }, Some(axis)) =
            (self.vars.kind(array).clone(), axis_number(site.args[0]))
        else {
            let write =
                "write the axis as a number, as in `Axis(0)`, or a loop that reads `index_axis`";
            return Err(self.only_written_so(site, write));
        };
        let wanted = Kind::Slice(Box::new(Kind::usize()));
        let indices = self.var(site.args[1], Some(&wanted))?;
        self.expect_of(indices, &wanted, &site.args[1])?;
        let mut extents = Vec::new();
        for other in 0..rank {
            let op = match other == axis {
                true => Op::Prim(prims::LEN, vec![indices]),
                false => {
                    let other = self.int(other as i64, span);
                    Op::Prim(prims::LEN_OF, vec![array, other])
                }
            };
            extents.push(self.push(Kind::usize(), op, span));
        }
        let dim = Kind::Dim { num: num.clone(), rank: Rank::Fixed(rank) };
        let dim = self.push(dim, Op::Aggregate(extents), span);
        let zero = self.push(Kind::Real(num), Op::Literal(Literal::Real(0.0)), span);
        let kind = prims::FULL.kind(&[self.vars.kind(zero), self.vars.kind(dim)]);
        let blank = self.push(kind, Op::Prim(prims::FULL, vec![zero, dim]), span);
        let values = [blank, array, indices].map(Value::Var);
        let axis = proc_macro2::Literal::usize_unsuffixed(axis);
        self.written_out(values, site.call, |[blank, a, indices]| {
            let part: Expr = match rank {
                1 => syn::parse_quote_spanned!(span=> { selected[to] = #a[*from]; }),
                _ => syn::parse_quote_spanned!(span=> {
                    let part = #a.index_axis(Axis(#axis), *from);
                    selected.index_axis_mut(Axis(#axis), to).assign(&part);
                }),
            };
            syn::parse_quote_spanned!(span=> {
                let mut selected = #blank;
                for (to, from) in #indices.iter().enumerate() { #part }
                selected
            })
        })
    }

    /// `a.windows(n)` of an array of rank 1.
    pub(super) fn windows(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        match self.vars.kind(array).rank() {
            Some(Rank::VECTOR) => self.runs(array, Form::Windows, site),
            _ => {
                let write = "call it on an array of rank 1, or write a loop over `slice`";
                Err(self.only_written_so(site, write))
            }
        }
    }

    /// `a.swap_axes(i, j)` of a variable: another array stands there then.
    pub(super) fn swap_axes(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let rank = match place.kind.rank() {
            Some(Rank::Fixed(rank)) => rank,
            _ => 0,
        };
        let axes = [0, 1].map(|k| whole_number(site.args[k]).filter(|axis| *axis < rank));
        let whole = place.path.is_empty() && !self.references.contains(&place.cell);
        let ([Some(i), Some(j)], true) = (axes, whole) else {
            let write = "call it on a local array, with two numbers, or write `permuted_axes`";
            return Err(self.only_written_so(site, write));
        };
        let mut order: Vec<usize> = (0..rank).collect();
        order.swap(i, j);
        let root = self.borrowed(&place, span)?;
        let view = View::Permuted(order);
        let kind = view.kind(&place.kind).unwrap_or(Kind::Unit);
        let path = vec![Step::View(view)];
        let part = self.push(kind, Op::Project(Place { root, path }), span);
        let kind = prims::COPY.kind(&[self.vars.kind(part)]);
        let turned = self.push(kind, Op::Prim(prims::COPY, vec![part]), span);
        self.update(&place, turned, Mode::Set, span)?;
        Ok(Value::Unit)
    }
}

/// The number in `Axis(k)`, where it is written there.
fn axis_number(axis: &Expr) -> Option<usize> {
    match unwrapped(axis) {
        Expr::Call(call) if call.args.len() == 1 => whole_number(&call.args[0]),
        _ => None,
    }
}
