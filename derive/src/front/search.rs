//! Searches: loops over a chain of iterators that end with the item that decides.

use proc_macro2::Span;

use super::chains::Chain;
use super::closures::{Closure, Shared};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::source::Source;
use super::stages::Stage;
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Literal, Op, Var};
use crate::prims;

/// A truth value that ends loops as soon as it has changed.
#[derive(Clone)]
pub(super) struct Stop {
    /// The variable that holds it.
    pub(super) cell: Cell,
    /// The value that it has until then.
    pub(super) before: bool,
}

/// Where a search has ended.
#[derive(Clone)]
pub(super) struct Found {
    /// Whether there is such an item.
    pub(super) some: Var,
    /// Where it stands in the source.
    pub(super) at: Var,
    /// Where it stands among the items that come out of the chain.
    pub(super) position: Var,
}

impl Lower<'_> {
    /// A loop over a source that asks for no further item once one of `stops` has changed.
    pub(super) fn until(
        &mut self,
        source: &Source,
        stops: &[Stop],
        cells: &[Cell],
        span: Span,
        body: &mut dyn FnMut(&mut Lower<'_>, Var, Value) -> Accepted<()>,
    ) -> Accepted<()> {
        let (start, end) = self.ends(source, span);
        let index = self.scopes.fresh("i".to_owned(), Value::Var(start));
        let mut cells = [cells, std::slice::from_ref(&index)].concat();
        cells.extend(stops.iter().map(|stop| stop.cell.clone()));
        cells.sort();
        cells.dedup();
        let mut cond = Err(Refused);
        let (carries, block) = self.rounds(&cells, span, |lower| {
            let (stmts, holds) =
                lower.capture(|lower| lower.goes_further(&index, end, stops, span));
            cond = holds.map(|holds| Block { stmts, results: vec![holds] });
            let at = lower.count_so_far(&index, span)?;
            let item = match source {
                Source::Range { .. } | Source::From { .. } => Value::Var(at),
                items => lower.item(items, at, span)?,
            };
            body(lower, at, item)?;
            lower.one_more(&index, at, span);
            Ok(())
        })?;
        self.close_loop(Op::While { carries, cond: cond?, body: block }, &cells, span)
    }

    fn goes_further(
        &mut self,
        index: &Cell,
        end: Option<Var>,
        stops: &[Stop],
        span: Span,
    ) -> Accepted<Var> {
        let mut goes_on = None;
        if let Some(end) = end {
            let at = self.count_so_far(index, span)?;
            goes_on = Some(self.push(Kind::Bool, Op::Prim(prims::LT, vec![at, end]), span));
        }
        for stop in stops {
            let mut unchanged = self.count_so_far(&stop.cell, span)?;
            if !stop.before {
                unchanged = self.push(Kind::Bool, Op::Prim(prims::NOT, vec![unchanged]), span);
            }
            goes_on = Some(match goes_on {
                Some(others) => {
                    self.push(Kind::Bool, Op::Prim(prims::AND, vec![others, unchanged]), span)
                }
                None => unchanged,
            });
        }
        Ok(goes_on.unwrap_or_else(|| self.truth(true, span)))
    }

    /// Increases an index by one, whatever integer it is.
    fn one_more(&mut self, index: &Cell, at: Var, span: Span) {
        let kind = self.vars.kind(at).clone();
        let one = self.push(kind.clone(), Op::Literal(Literal::Int(1)), span);
        let next = self.push(kind, Op::Prim(prims::ADD, vec![at, one]), span);
        self.suggest_name(&Value::Var(next), &syn::Ident::new(&index.name, span));
        self.scopes.put(index, Value::Var(next));
    }

    /// The first item that comes out of a chain, as far as a closure says yes to it.
    pub(super) fn seek(
        &mut self,
        chain: &Chain,
        wanted: Option<&Shared<Closure>>,
        span: Span,
    ) -> Accepted<Found> {
        let no = self.truth(false, span);
        let (zero, none) = (self.int(0, span), self.int(0, span));
        let mut fresh = |name: &str, var| self.scopes.fresh(name.to_owned(), Value::Var(var));
        let (some, at) = (fresh("found", no), fresh("at", zero));
        let position = fresh("position", none);
        let stop = Stop { cell: some.clone(), before: false };
        let cells = [some.clone(), at.clone(), position.clone()];
        // Positions are counted from 0 on, whatever the source yields.
        let chain = chain.clone().unmapped();
        let numbered = Source::Enumerate(Box::new(chain.source().clone()));
        self.until(
            &numbered,
            std::slice::from_ref(&stop),
            &cells,
            span,
            &mut |lower, index, item| {
                let parts = lower.tuple_parts(item, 2, &syn::Ident::new("enumerate", span))?;
                let [_, item] = parts.as_slice() else { return Err(Refused) };
                lower.staged(&chain, item.clone(), &cells, span, &mut |lower, item| {
                    lower.scopes.put(&at, Value::Var(index));
                    let Some(wanted) = wanted else {
                        let yes = lower.truth(true, span);
                        lower.scopes.put(&some, Value::Var(yes));
                        return Ok(());
                    };
                    let yes = lower.inline(wanted, vec![item], span)?;
                    let yes = lower.single(yes, span)?;
                    lower.expect_kind(yes, &Kind::Bool, span)?;
                    lower.scopes.put(&some, Value::Var(yes));
                    lower.only_if(yes, false, span, |lower| {
                        let passed = lower.count_so_far(&position, span)?;
                        lower.increment(&position, passed, span);
                        Ok(())
                    })
                })
            },
        )?;
        Ok(Found {
            some: self.count_so_far(&some, span)?,
            at: self.count_so_far(&at, span)?,
            position: self.count_so_far(&position, span)?,
        })
    }

    /// What a chain makes of the item at this position of its source, which it lets pass.
    pub(super) fn passed(&mut self, chain: &Chain, at: Var, span: Span) -> Accepted<Value> {
        let mut item = self.item(chain.source(), at, span)?;
        for stage in &chain.stages {
            match stage {
                Stage::Map(function) => item = self.inline(function, vec![item], span)?,
                Stage::Filter(_) => {}
                // Of such a chain no item is looked for a second time.
                _ => return Err(Refused),
            }
        }
        Ok(item)
    }
}
