//! Chains of iterators as loops: what happens to each item on its way.

use proc_macro2::Span;

use super::chains::{Chain, Counted, Sink, Stage};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::search::Stop;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op, Var};
use crate::prims;

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
        let stages: Vec<Counted<'_>> = chain.stages.iter().map(|stage| (stage, None)).collect();
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
        let (mut stages, mut stops): (Vec<Counted<'_>>, _) = (Vec::new(), stops.to_vec());
        for stage in &chain.stages {
            let own = match stage {
                Stage::Enumerate => {
                    let zero = self.int(0, span);
                    Some(self.scopes.fresh("n".to_owned(), Value::Var(zero)))
                }
                Stage::TakeWhile(_) => {
                    let no = self.truth(false, span);
                    let cell = self.scopes.fresh("ended".to_owned(), Value::Var(no));
                    stops.push(Stop { cell: cell.clone(), before: false });
                    Some(cell)
                }
                Stage::Map(_) | Stage::Filter(_) | Stage::FlatMap(_) | Stage::Flatten => None,
            };
            cells.extend(own.clone());
            stages.push((stage, own));
        }
        cells.sort();
        cells.dedup();
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
        let stages: Vec<Counted<'_>> = stages.iter().map(|stage| (stage, None)).collect();
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
        stages: &[Counted<'_>],
        stops: &[Stop],
        item: Value,
        cells: &[Cell],
        span: Span,
        sink: &mut Sink<'_>,
    ) -> Accepted<()> {
        let Some(((stage, counter), rest)) = stages.split_first() else { return sink(self, item) };
        match stage {
            Stage::Map(function) => {
                let item = self.inline(function, vec![item], span)?;
                self.stages(rest, stops, item, cells, span, sink)
            }
            Stage::Filter(function) => {
                let cond = self.inline(function, vec![item.clone()], span)?;
                let cond = self.single(cond, span)?;
                self.expect_kind(cond, &Kind::Bool, span)?;
                self.only_if(cond, true, span, |lower| {
                    lower.stages(rest, stops, item, cells, span, sink)
                })
            }
            Stage::TakeWhile(function) => {
                let Some(ended) = counter else { return Err(Refused) };
                let goes_on = self.inline(function, vec![item.clone()], span)?;
                let goes_on = self.single(goes_on, span)?;
                self.expect_kind(goes_on, &Kind::Bool, span)?;
                let over = self.push(Kind::Bool, Op::Prim(prims::NOT, vec![goes_on]), span);
                self.scopes.put(ended, Value::Var(over));
                self.only_if(goes_on, true, span, |lower| {
                    lower.stages(rest, stops, item, cells, span, sink)
                })
            }
            Stage::FlatMap(function) => {
                let value = self.inline(function, vec![item], span)?;
                let inner = self.chain_of(value, span)?;
                self.drive_until(&inner, stops, cells, span, &mut |lower, item| {
                    lower.stages(rest, stops, item, cells, span, sink)
                })
            }
            Stage::Flatten => {
                let inner = self.chain_of(item, span)?;
                self.drive_until(&inner, stops, cells, span, &mut |lower, item| {
                    lower.stages(rest, stops, item, cells, span, sink)
                })
            }
            Stage::Enumerate => {
                let Some(counter) = counter else { return Err(Refused) };
                let at = self.count_so_far(counter, span)?;
                self.increment(counter, at, span);
                let item = Value::Tuple(vec![Value::Var(at), item]);
                self.stages(rest, stops, item, cells, span, sink)
            }
        }
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
