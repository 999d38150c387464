//! What takes one item of an iterator, or makes one of all: `next`, `last`, `find`, `reduce`, `max_by`.
//!
//! Where items stand at known places, or can be found and made a second time, nothing is looked for before it is
//! known what becomes of the item (`extrema`). Else one loop keeps the item that it looks for.

use proc_macro2::Span;
use syn::Expr;

use super::chains::Chain;
use super::closures::Lazy;
use super::extrema::{End, Of, Pick};
use super::lines::Whole;
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::Site;
use super::scope::{Cell, Value};
use super::search::Stop;
use super::stages::Stage;
use crate::diagnostics::*;
use crate::ir::{Form, Kind, Op};
use crate::prims;

/// The variables of a loop that looks for an item.
struct Kept {
    /// Whether there is one.
    some: Cell,
    item: Cell,
    /// How many have come.
    counter: Cell,
}

impl Lower<'_> {
    pub(super) fn item_of(&mut self, chain: Chain, pick: Pick, site: &Site<'_>) -> Accepted<Value> {
        let method = site.call.method.to_string();
        let name = site.name(method.trim_end_matches("_by"));
        let changes = pick.function().is_some_and(|function| !function.assigned().is_empty());
        let counts = matches!(pick, Pick::Nth(_)) && chain.counted().is_none();
        match chain.is_plain() && chain.assigned().is_empty() && !changes && !counts {
            true => Ok(self.perhaps(Of::Items(chain, pick), name)),
            false => self.kept_item(&chain, &pick, name, site.span()),
        }
    }

    /// An item that a loop keeps.
    fn kept_item(
        &mut self,
        chain: &Chain,
        pick: &Pick,
        name: String,
        span: Span,
    ) -> Accepted<Value> {
        if chain.yields_places() {
            return Err(self.diagnostics.at(span, BORROW, ""));
        }
        let kind = match pick {
            Pick::Position(_) => Kind::usize(),
            _ => self.item_kind(chain, span)?,
        };
        let (no, zero) = (self.truth(false, span), self.int(0, span));
        let nothing = self.absent(Some(kind), span);
        let kept = Kept {
            some: self.scopes.fresh("found".to_owned(), Value::Var(no)),
            item: self.scopes.fresh(name, nothing),
            counter: self.scopes.fresh("n".to_owned(), Value::Var(zero)),
        };
        let stop = Stop { cell: kept.some.clone(), before: false };
        let stops = if pick.is_first() { std::slice::from_ref(&stop) } else { &[] };
        let mut cells = vec![kept.some.clone(), kept.item.clone(), kept.counter.clone()];
        cells.extend(pick.function().iter().flat_map(|function| function.assigned()).cloned());
        self.drive_until(chain, stops, &cells, span, &mut |lower, item| {
            lower.keep(&kept, pick, item, span)
        })?;
        let [some, item] = [&kept.some, &kept.item]
            .map(|cell| self.scopes.at(cell).cloned().unwrap_or(Value::Poison));
        Ok(Value::Maybe(Box::new(Maybe::of(Form::Option, some, Value::Unit, item))))
    }

    /// What becomes of what is kept with one more item.
    fn keep(&mut self, kept: &Kept, pick: &Pick, item: Value, span: Span) -> Accepted<()> {
        let some = self.count_so_far(&kept.some, span)?;
        match pick {
            Pick::First | Pick::Last => self.take_over(kept, item, span),
            Pick::Find(wanted) => {
                let yes = self.inline(wanted, vec![item.clone()], span)?;
                let yes = self.single(yes, span)?;
                self.expect_kind(yes, &Kind::Bool, span)?;
                self.only_if(yes, true, span, |lower| lower.take_over(kept, item, span))
            }
            Pick::Position(wanted) => {
                let at = self.count_so_far(&kept.counter, span)?;
                self.increment(&kept.counter, at, span);
                let yes = self.inline(wanted, vec![item], span)?;
                let yes = self.single(yes, span)?;
                self.expect_kind(yes, &Kind::Bool, span)?;
                self.only_if(yes, true, span, |lower| lower.take_over(kept, Value::Var(at), span))
            }
            Pick::Nth(position) => {
                let at = self.count_so_far(&kept.counter, span)?;
                self.increment(&kept.counter, at, span);
                let op = Op::Prim(prims::EQ, vec![at, *position]);
                let yes = self.push(Kind::Bool, op, span);
                self.only_if(yes, true, span, |lower| lower.take_over(kept, item, span))
            }
            Pick::Reduce(_) | Pick::Best { .. } => {
                let best = self.scopes.at(&kept.item).cloned().unwrap_or(Value::Poison);
                let first = item.clone();
                let better = |lower: &mut Self| lower.better(pick, best, item, span);
                let next = self.either(some, better, |_| Ok(first), span)?;
                self.take_over(kept, next, span)
            }
        }
    }

    fn take_over(&mut self, kept: &Kept, item: Value, span: Span) -> Accepted<()> {
        let yes = self.truth(true, span);
        self.scopes.put(&kept.some, Value::Var(yes));
        self.suggest_name(&item, &syn::Ident::new(&kept.item.name, span));
        self.scopes.put(&kept.item, item);
        Ok(())
    }

    /// The kind of a chain's items: it is lowered once, and forgotten.
    fn item_kind(&mut self, chain: &Chain, span: Span) -> Accepted<Kind> {
        let (scopes, reports) = (self.scopes.clone(), self.diagnostics.count());
        let popped = self.popped.len();
        let mut kind = None;
        let (_, driven) = self.capture(|lower| {
            lower.drive(chain, &[], span, &mut |lower, item| {
                kind = Some(lower.value_kind(&item));
                Ok(())
            })
        });
        self.popped.truncate(popped);
        self.scopes.go_back(scopes);
        match (driven, kind) {
            (Ok(()), Some(kind)) => Ok(kind),
            (Err(refused), _) => Err(refused),
            (Ok(()), None) => {
                self.diagnostics.forget(reports);
                Err(self.diagnostics.at(span, ITERATOR, ""))
            }
        }
    }

    /// `find_map(f)`: the first of what a closure makes.
    pub(super) fn find_map(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let function = self.option_function(site.args[0])?;
        self.item_of(chain.with(Stage::FilterMap(function)), Pick::First, site)
    }

    /// `next()`
    pub(super) fn next(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        self.item_of(chain, Pick::First, site)
    }

    /// `nth(k)`
    pub(super) fn nth(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let position = self.index_var(site.args[0])?;
        self.item_of(chain, Pick::Nth(position), site)
    }

    /// `last()`
    pub(super) fn last_item(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        self.item_of(chain, Pick::Last, site)
    }

    /// `find(f)`
    pub(super) fn find(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let wanted = self.function(site.args[0], 1)?;
        self.item_of(chain, Pick::Find(wanted), site)
    }

    /// `position(f)`
    pub(super) fn position(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let wanted = self.function(site.args[0], 1)?;
        self.item_of(chain, Pick::Position(wanted), site)
    }

    /// `reduce(f)`
    pub(super) fn reduced(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let function = self.function(site.args[0], 2)?;
        self.item_of(chain, Pick::Reduce(function), site)
    }

    /// `max()`, `min()`, `max_by(f)`, `min_by(f)`
    pub(super) fn best(&mut self, chain: Chain, max: bool, site: &Site<'_>) -> Accepted<Value> {
        let compare = site.args.first().map(|function| self.function(function, 2)).transpose()?;
        self.item_of(chain, Pick::Best { max, compare }, site)
    }

    /// `max_by_key(f)`, `min_by_key(f)`
    pub(super) fn best_by_key(
        &mut self,
        chain: Chain,
        max: bool,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let (function, span) = (self.function(site.args[0], 1)?, site.span());
        let [f, a, b] = [(); 3].map(|()| self.operand_name(span));
        self.scopes.bind(f.to_string(), Value::Lazy(Lazy::Closure(function)));
        let compare = self
            .written_closure(&syn::parse_quote_spanned!(span=> |#a, #b| #f(&#a).cmp(&#f(&#b))))?;
        self.item_of(chain, Pick::Best { max, compare: Some(compare) }, site)
    }

    /// `first()`, `last()`, and with `_mut`.
    pub(super) fn end_element(
        &mut self,
        whole: Whole,
        end: End,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let name = site.call.method.to_string();
        Ok(match whole {
            Whole::Written(place) => self.perhaps(Of::Element(place, end), name),
            Whole::Read(slice) => {
                let Some(source) = self.elements(slice) else { return Err(Refused) };
                let pick = match end {
                    End::First => Pick::First,
                    End::Last => Pick::Last,
                    End::At(at) => Pick::Nth(at),
                };
                self.perhaps(Of::Items(Chain::new(source), pick), name)
            }
        })
    }

    /// `get(i)`, and with `_mut`. Of what has no derivative it may be any `get`, by a range, too.
    pub(super) fn get(&mut self, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        if matches!(whole, Whole::Read(_)) && !self.kind_of(&whole).is_differentiable() {
            return self.rust_code(&Expr::MethodCall(site.call.clone()), None);
        }
        let at = self.index_var(site.args[0])?;
        self.end_element(whole, End::At(at), site)
    }
}
