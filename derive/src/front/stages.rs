//! Chains of iterators as loops: what happens to each item on its way.

use proc_macro2::Span;

use super::chains::{Chain, Sink};
use super::closures::{Closure, Shared};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::search::Stop;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op, Var};
use crate::prims;

/// What happens to an item before the next adaptor sees it.
#[derive(Clone)]
pub(super) enum Stage {
    /// A closure makes something of it.
    Map(Shared<Closure>),
    /// It is passed on only where a closure says so.
    Filter(Shared<Closure>),
    /// A closure makes of it what may be missing; what there is, is passed on.
    FilterMap(Shared<Closure>),
    /// The same, and nothing comes after what is missing.
    MapWhile(Shared<Closure>),
    /// A closure makes an iterator of it, all of whose items are passed on, perhaps from the far end.
    FlatMap(Shared<Closure>, Order),
    /// It is an iterator itself.
    Flatten(Order),
    /// The variable that says where an iterator is goes on.
    Advance(Cell),
    /// It is counted.
    Enumerate,
    /// It is passed on until a closure says no; nothing comes after that.
    TakeWhile(Shared<Closure>),
    /// The first ones are left out.
    Skip(Var),
    /// Nothing comes after so many.
    Take(Var),
    /// Only every k-th is passed on.
    StepBy(Var),
    /// It is passed on with what stands at that position elsewhere, before or behind it.
    Zip(Box<Source>, Side),
}

/// In which order items come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Forward,
    Backward,
}

/// Where a component stands in a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

impl Stage {
    /// The closure that it calls.
    pub(super) fn function(&self) -> Option<&Shared<Closure>> {
        match self {
            Stage::Map(function)
            | Stage::Filter(function)
            | Stage::FilterMap(function)
            | Stage::MapWhile(function)
            | Stage::FlatMap(function, _)
            | Stage::TakeWhile(function) => Some(function),
            Stage::Flatten(_)
            | Stage::Advance(_)
            | Stage::Enumerate
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_)
            | Stage::Zip(..) => None,
        }
    }

    /// Whether it passes on items, or what a closure makes of each.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Stage::Map(_) | Stage::Filter(_))
    }

    /// Whether it makes of each item one or none, whatever came before.
    pub(super) fn is_independent(&self) -> bool {
        self.is_plain() || matches!(self, Stage::FilterMap(_))
    }

    /// Whether the order in which items come makes no difference to what becomes of each.
    pub(super) fn is_pure(&self) -> bool {
        let pure = |function: &Shared<Closure>| function.assigned().is_empty();
        self.is_independent() && self.function().is_none_or(pure)
    }

    /// Whether what it passes on are the items themselves, perhaps counted.
    pub(super) fn keeps_items(&self) -> bool {
        matches!(
            self,
            Stage::Filter(_)
                | Stage::Enumerate
                | Stage::Advance(_)
                | Stage::TakeWhile(_)
                | Stage::Skip(_)
                | Stage::Take(_)
                | Stage::StepBy(_)
        )
    }

    /// Whether it may make several items of one.
    pub(super) fn grows(&self) -> bool {
        matches!(self, Stage::FlatMap(..) | Stage::Flatten(_))
    }

    /// Whether it counts what passes.
    pub(super) fn counts(&self) -> bool {
        matches!(
            self,
            Stage::Enumerate | Stage::Skip(_) | Stage::Take(_) | Stage::StepBy(_) | Stage::Zip(..)
        )
    }

    /// Whether it may end the loop.
    fn ends(&self) -> bool {
        matches!(self, Stage::TakeWhile(_) | Stage::MapWhile(_) | Stage::Take(_) | Stage::Zip(..))
    }
}

/// A stage in a loop.
#[derive(Clone)]
struct Opened<'a> {
    stage: &'a Stage,
    /// How many have come to it.
    counter: Option<Cell>,
    /// Whether nothing is to come any more.
    ended: Option<Cell>,
}

impl Opened<'_> {
    /// A stage that neither counts nor ends anything.
    fn of(stage: &Stage) -> Opened<'_> {
        Opened { stage, counter: None, ended: None }
    }
}

impl Lower<'_> {
    /// What the stages of a chain make of one item, handed to `sink`. The chain counts nothing.
    pub(super) fn staged(
        &mut self,
        chain: &Chain,
        item: Value,
        cells: &[Cell],
        span: Span,
        sink: &mut Sink<'_>,
    ) -> Accepted<()> {
        let stages: Vec<Opened<'_>> = chain.stages.iter().map(Opened::of).collect();
        self.stages(&stages, &[], item, cells, span, sink)
    }

    /// A loop over a chain, which may change these variables beside those of its closures.
    pub(super) fn drive(
        &mut self,
        chain: &Chain,
        cells: &[Cell],
        span: Span,
        sink: &mut Sink<'_>,
    ) -> Accepted<()> {
        self.drive_until(chain, &[], cells, span, sink)
    }

    /// The same, where each of `stops` may end it.
    pub(super) fn drive_until(
        &mut self,
        chain: &Chain,
        stops: &[Stop],
        cells: &[Cell],
        span: Span,
        sink: &mut Sink<'_>,
    ) -> Accepted<()> {
        let chain = chain.clone().unmapped();
        let mut cells: Vec<Cell> = cells.iter().chain(chain.assigned()).cloned().collect();
        let (mut stages, mut stops) = (Vec::new(), stops.to_vec());
        for stage in &chain.stages {
            let opened = self.open_stage(stage, span);
            cells.extend(opened.counter.iter().chain(&opened.ended).cloned());
            stops.extend(opened.ended.clone().map(|cell| Stop { cell, before: false }));
            stages.push(opened);
        }
        cells.sort();
        cells.dedup();
        if let Source::Parts(first, second) = &chain.source {
            return [first, second].into_iter().try_for_each(|part| {
                self.drive_until(part, &stops, &cells, span, &mut |lower, item| {
                    lower.stages(&stages, &stops, item, &cells, span, sink)
                })
            });
        }
        match stops.is_empty() {
            true => self.each(&chain.source, &cells, span, &mut |lower, item| {
                lower.stages(&stages, &[], item, &cells, span, sink)
            }),
            false => self.until(&chain.source, &stops, &cells, span, &mut |lower, _, item| {
                lower.stages(&stages, &stops, item, &cells, span, sink)
            }),
        }
    }

    /// A loop over a chain that also tells where each item stands; yields how many there are,
    /// where that is not the length of the source.
    pub(super) fn drive_numbered(
        &mut self,
        chain: &Chain,
        cell: &Cell,
        span: Span,
        sink: &mut dyn FnMut(&mut Lower<'_>, Var, Value) -> Accepted<()>,
    ) -> Accepted<Option<Var>> {
        let Some(source) = chain.counted() else {
            let zero = self.int(0, span);
            let counter = self.scopes.fresh("n".to_owned(), Value::Var(zero));
            self.drive(chain, &[cell.clone(), counter.clone()], span, &mut |lower, item| {
                let at = lower.count_so_far(&counter, span)?;
                sink(lower, at, item)?;
                lower.increment(&counter, at, span);
                Ok(())
            })?;
            return self.count_so_far(&counter, span).map(Some);
        };
        let Chain { source, stages, .. } = Chain::new(source.clone()).unmapped();
        let stages: Vec<Opened<'_>> = stages.iter().map(Opened::of).collect();
        let numbered = Source::Enumerate(Box::new(source));
        let cells = std::slice::from_ref(cell);
        self.each(&numbered, cells, span, &mut |lower, item| {
            let parts = lower.tuple_parts(item, 2, &syn::Ident::new("enumerate", span))?;
            let [at, item] = parts.as_slice() else { return Err(Refused) };
            let at = lower.single(at.clone(), span)?;
            lower.stages(&stages, &[], item.clone(), cells, span, &mut |lower, item| {
                sink(lower, at, item)
            })
        })?;
        Ok(None)
    }

    /// What a counter holds.
    pub(super) fn count_so_far(&mut self, counter: &Cell, span: Span) -> Accepted<Var> {
        let value = self.scopes.at(counter).cloned().unwrap_or(Value::Poison);
        self.single(value, span)
    }

    fn stages(
        &mut self,
        stages: &[Opened<'_>],
        stops: &[Stop],
        item: Value,
        cells: &[Cell],
        span: Span,
        sink: &mut Sink<'_>,
    ) -> Accepted<()> {
        let Some((opened, rest)) = stages.split_first() else { return sink(self, item) };
        let mut next =
            |lower: &mut Lower<'_>, item: Value| lower.stages(rest, stops, item, cells, span, sink);
        match opened.stage {
            Stage::Map(function) => {
                let item = self.inline(function, vec![item], span)?;
                next(self, item)
            }
            Stage::Filter(function) => {
                let cond = self.decided(function, &item, span)?;
                self.only_if(cond, true, span, |lower| next(lower, item))
            }
            Stage::TakeWhile(function) => {
                let goes_on = self.decided(function, &item, span)?;
                self.end_unless(opened, goes_on, span)?;
                self.only_if(goes_on, true, span, |lower| next(lower, item))
            }
            Stage::FilterMap(function) | Stage::MapWhile(function) => {
                let value = self.inline(function, vec![item], span)?;
                let maybe = self.as_maybe(value, span)?;
                let some = self.there(&maybe, span)?;
                self.end_unless(opened, some, span)?;
                self.only_if(some, true, span, |lower| {
                    let item = lower.certain(maybe.value, span)?;
                    next(lower, item)
                })
            }
            Stage::FlatMap(function, order) => {
                let value = self.inline(function, vec![item], span)?;
                let inner = self.in_order(value, *order, span)?;
                self.drive_until(&inner, stops, cells, span, &mut next)
            }
            Stage::Advance(cell) => {
                let at = self.count_so_far(cell, span)?;
                self.increment(cell, at, span);
                next(self, item)
            }
            Stage::Flatten(order) => {
                let inner = self.in_order(item, *order, span)?;
                self.drive_until(&inner, stops, cells, span, &mut next)
            }
            Stage::Enumerate => {
                let at = self.counted_so_far(opened, span)?;
                next(self, Value::Tuple(vec![Value::Var(at), item]))
            }
            Stage::Skip(count) => {
                let at = self.counted_so_far(opened, span)?;
                let cond = self.push(Kind::Bool, Op::Prim(prims::GE, vec![at, *count]), span);
                self.only_if(cond, true, span, |lower| next(lower, item))
            }
            Stage::StepBy(stride) => {
                let (at, zero) = (self.counted_so_far(opened, span)?, self.int(0, span));
                let over = Op::Prim(prims::REM, vec![at, *stride]);
                let over = self.push(Kind::usize(), over, span);
                let cond = self.push(Kind::Bool, Op::Prim(prims::EQ, vec![over, zero]), span);
                self.only_if(cond, true, span, |lower| next(lower, item))
            }
            Stage::Take(count) => {
                self.counted_so_far(opened, span)?;
                let Some(counter) = &opened.counter else { return Err(Refused) };
                let taken = self.count_so_far(counter, span)?;
                let more = Op::Prim(prims::LT, vec![taken, *count]);
                let more = self.push(Kind::Bool, more, span);
                self.end_unless(opened, more, span)?;
                next(self, item)
            }
            Stage::Zip(other, side) => {
                let at = self.counted_so_far(opened, span)?;
                let there = match self.count(other, span) {
                    Some(count) => {
                        self.push(Kind::Bool, Op::Prim(prims::LT, vec![at, count]), span)
                    }
                    None => self.truth(true, span),
                };
                self.end_unless(opened, there, span)?;
                self.only_if(there, true, span, |lower| {
                    let other = lower.item(other, at, span)?;
                    next(
                        lower,
                        Value::Tuple(match side {
                            Side::First => vec![other, item],
                            Side::Second => vec![item, other],
                        }),
                    )
                })
            }
        }
    }

    /// The items of an iterator, or from its far end.
    fn in_order(&mut self, value: Value, order: Order, span: Span) -> Accepted<Chain> {
        let inner = self.chain_of(value, span)?;
        match order {
            Order::Forward => Ok(inner),
            Order::Backward => match inner.turned() {
                Some(turned) => Ok(turned),
                None => Err(self.diagnostics.at(span, ITERATOR, "")),
            },
        }
    }

    /// A stage at the start of a loop.
    fn open_stage<'s>(&mut self, stage: &'s Stage, span: Span) -> Opened<'s> {
        let mut opened = Opened::of(stage);
        if stage.counts() {
            let zero = self.int(0, span);
            opened.counter = Some(self.scopes.fresh("n".to_owned(), Value::Var(zero)));
        }
        if stage.ends() {
            let over = match stage {
                // Nothing is asked for where nothing is to be taken.
                Stage::Take(count) => {
                    let zero = self.int(0, span);
                    self.push(Kind::Bool, Op::Prim(prims::EQ, vec![*count, zero]), span)
                }
                _ => self.truth(false, span),
            };
            opened.ended = Some(self.scopes.fresh("ended".to_owned(), Value::Var(over)));
        }
        opened
    }

    /// What a closure says to an item.
    fn decided(&mut self, function: &Shared<Closure>, item: &Value, span: Span) -> Accepted<Var> {
        let cond = self.inline(function, vec![item.clone()], span)?;
        let cond = self.single(cond, span)?;
        self.expect_kind(cond, &Kind::Bool, span)?;
        Ok(cond)
    }

    /// The loop ends with this item, where it does not go on.
    fn end_unless(&mut self, opened: &Opened<'_>, goes_on: Var, span: Span) -> Accepted<()> {
        if let Some(ended) = &opened.ended {
            let over = self.push(Kind::Bool, Op::Prim(prims::NOT, vec![goes_on]), span);
            self.scopes.put(ended, Value::Var(over));
        }
        Ok(())
    }

    /// How many have come before this one, which is counted, too.
    fn counted_so_far(&mut self, opened: &Opened<'_>, span: Span) -> Accepted<Var> {
        let Some(counter) = &opened.counter else { return Err(Refused) };
        let at = self.count_so_far(counter, span)?;
        self.increment(counter, at, span);
        Ok(at)
    }

    /// One more in a counter.
    pub(super) fn increment(&mut self, counter: &Cell, at: Var, span: Span) {
        let one = self.push(self.vars.kind(at).clone(), Op::Literal(Literal::Int(1)), span);
        let next = self.push(Kind::usize(), Op::Prim(prims::ADD, vec![at, one]), span);
        self.suggest_name(&Value::Var(next), &syn::Ident::new(&counter.name, span));
        self.scopes.put(counter, Value::Var(next));
    }

    /// A branch without another arm, which all variables outlive.
    pub(super) fn only_if(
        &mut self,
        cond: Var,
        wanted: bool,
        span: Span,
        run: impl FnOnce(&mut Self) -> Accepted<()>,
    ) -> Accepted<()> {
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let taken = self.arm(|lower| run(lower).map(|()| Value::Unit));
        let other = self.arm(|_| Ok(Value::Unit));
        let merged = match (taken, other, wanted) {
            (Ok(taken), Ok(other), true) => self.merge(cond, taken, other, span),
            (Ok(taken), Ok(other), false) => self.merge(cond, other, taken, span),
            (Err(refused), ..) | (_, Err(refused), _) => Err(refused),
        };
        self.base = base;
        merged.map(|_| ())
    }
}
