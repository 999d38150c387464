//! Iterators in variables, `let mut it = x.iter();`: what is taken out of one is gone, so that a variable says where
//! it is.

use proc_macro2::Span;

use super::chains::Chain;
use super::closures::{Lazy, Shared};
use super::extrema::Pick;
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Cell, Value};
use super::source::Source;
use super::stages::{Order, Stage};
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Var};
use crate::prims;

/// Where an iterator in a variable is: how many items of its source have been taken.
#[derive(Clone)]
pub struct Cursor {
    cell: Cell,
    /// What the cell holds as long as nothing has been taken.
    start: Var,
}

impl Chain {
    /// The same from the far end, where no closure sees the order in which it is called.
    pub(super) fn turned(self) -> Option<Chain> {
        if let Source::Parts(first, second) = self.source {
            let parts = Source::Parts(Box::new(second.turned()?), Box::new(first.turned()?));
            return Chain { source: parts, ..self }.with_turned_stages();
        }
        self.over(Source::Reversed).with_turned_stages()
    }

    fn with_turned_stages(mut self) -> Option<Chain> {
        for stage in &mut self.stages {
            let turned = match stage {
                stage if stage.is_pure() => continue,
                Stage::FlatMap(function, order) if function.assigned().is_empty() => order,
                Stage::Flatten(order) => order,
                _ => return None,
            };
            *turned = match turned {
                Order::Forward => Order::Backward,
                Order::Backward => Order::Forward,
            };
        }
        Some(self)
    }
}

impl Lower<'_> {
    /// What a name that says `mut` stands for, where it is an iterator: one that knows where it is.
    pub(super) fn with_cursor(&mut self, value: Value, span: Span) -> Value {
        let chain = match value {
            Value::Lazy(Lazy::Iterator(chain)) => Chain::clone(&chain),
            Value::Lazy(Lazy::Range(interval)) => {
                match self.items_of_range(&interval, span).map(Chain::new) {
                    Ok(chain) => chain,
                    Err(_) => return Value::Poison,
                }
            }
            value => return value,
        };
        let parts = matches!(chain.source, Source::Parts(..));
        if parts || chain.cursor.is_some() || !chain.stages.iter().all(Stage::is_independent) {
            return Value::Lazy(Lazy::Iterator(Shared::new(chain)));
        }
        let start = self.int(0, span);
        let cell = self.scopes.fresh("at".to_owned(), Value::Var(start));
        let mut chain = chain;
        chain.assigned.push(cell.clone());
        chain.cursor = Some(Box::new(Cursor { cell, start }));
        Value::Lazy(Lazy::Iterator(Shared::new(chain)))
    }

    /// What is left of an iterator.
    pub(super) fn left_of(&mut self, chain: &Chain, span: Span) -> Chain {
        let mut chain = chain.clone();
        let Some(cursor) = chain.cursor.take() else { return chain };
        let Cursor { cell, start } = *cursor;
        chain.assigned.retain(|other| *other != cell);
        match self.count_so_far(&cell, span) {
            Ok(at) if at != start => chain.over(|inner| Source::Skip(inner, at)),
            Ok(_) | Err(_) => chain,
        }
    }

    /// The same where what is taken of it is gone afterwards.
    pub(super) fn by_reference(&mut self, chain: &Chain, span: Span) -> Option<Chain> {
        let cell = chain.cursor.as_ref()?.cell.clone();
        let mut rest = self.left_of(chain, span).unmapped();
        rest.stages.insert(0, Stage::Advance(cell.clone()));
        rest.assigned.push(cell);
        Some(rest)
    }

    /// A method that takes of an iterator in a variable what it needs, and leaves the rest.
    pub(super) fn advanced(
        &mut self,
        chain: &Chain,
        end: fn(&mut Lower<'_>, Chain, &Site<'_>) -> Accepted<Value>,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let span = site.span();
        let Some(cell) = chain.cursor.as_ref().map(|cursor| cursor.cell.clone()) else {
            let instead = "a variable would go on from where this ends";
            return Err(self.diagnostics.on(&site.call.method, ITERATOR, instead));
        };
        let plain = chain.counted().is_some() && chain.assigned.len() == 1;
        let method = site.call.method.to_string();
        if !plain || !matches!(method.as_str(), "next" | "nth" | "peek") {
            if method == "peek" {
                return Err(self.diagnostics.report(&site.call.method, ITERATOR));
            }
            let rest = self.by_reference(chain, span).ok_or(Refused)?;
            return end(self, rest, site);
        }
        let at = self.count_so_far(&cell, span)?;
        let rest = self.left_of(chain, span);
        let skipped = match method.as_str() {
            "nth" => Some(self.index_var(site.args[0])?),
            _ => None,
        };
        let pick = skipped.map_or(Pick::First, Pick::Nth);
        let item = self.item_of(rest, pick, site)?;
        if method != "peek" {
            let at = match skipped {
                Some(skipped) => {
                    self.push(Kind::usize(), Op::Prim(prims::ADD, vec![at, skipped]), span)
                }
                None => at,
            };
            self.increment(&cell, at, span);
        }
        Ok(item)
    }

    /// `by_ref()`
    pub(super) fn borrowed_chain(&mut self, value: Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Iterator(chain)) = &value else { return Err(Refused) };
        match self.by_reference(chain, site.span()) {
            Some(chain) => Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain)))),
            None => Err(self.diagnostics.report(&site.call.method, ITERATOR)),
        }
    }

    /// `cycle()`
    pub(super) fn cycled(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        match chain.counted().is_some() && chain.assigned.is_empty() {
            true => Ok(chain.over(Source::Cycle)),
            false => Err(self.diagnostics.report(&site.call.method, ITERATOR)),
        }
    }
}
