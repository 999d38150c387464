//! What ends a chain with an item or none: the largest, the last, the first that a closure wants, a
//! reduction.

use std::rc::Rc;

use super::spans::Spanned;
use proc_macro2::Span;
use quote::quote;
use syn::Ident;

use super::chains::Chain;
use super::closures::{Closure, Lazy, Shared};
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Scopes, Value};
use super::search::Found;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Op, RustCode, Step, Var, Vars};
use crate::prims;

/// What may be missing: written out where it is taken out.
#[derive(Clone)]
pub struct Optional {
    of: Of,
    /// What it is called.
    name: String,
    /// The variables as its closures saw them.
    seen: Scopes,
}

/// Of what there may be none.
#[derive(Clone)]
pub(super) enum Of {
    /// An item of an iterator.
    Items(Chain, Pick),
    /// An element, to be changed where it stands.
    Element(Borrow, End),
    /// What an operation makes, which panics where it cannot; and of which array it needs elements, where that
    /// is all that it needs.
    Made(Op, Kind, Option<Var>),
}

/// Which element of a sequence.
#[derive(Clone, Copy)]
pub(super) enum End {
    First,
    Last,
    At(Var),
}

/// Which item.
#[derive(Clone)]
pub(super) enum Pick {
    First,
    /// The first that a closure says yes to.
    Find(Shared<Closure>),
    /// Where that stands.
    Position(Shared<Closure>),
    Nth(Var),
    Last,
    /// Each item is combined with what came before it.
    Reduce(Shared<Closure>),
    /// The last largest, or the first smallest, by a comparison where one is given.
    Best {
        max: bool,
        compare: Option<Shared<Closure>>,
    },
}

/// An item that a pattern asks for, and where it is to be found.
#[derive(Clone)]
pub(super) struct Asked {
    optional: Shared<Optional>,
    start: Start,
}

impl Asked {
    /// What it is an element of, where it is one as it stands.
    pub(super) fn element_of(&self, vars: &Vars) -> Option<Kind> {
        match &self.optional.of {
            Of::Element(place, _) => place.kind.element().cloned(),
            Of::Items(chain, Pick::First | Pick::Last | Pick::Nth(_) | Pick::Find(_)) => {
                vars.kind(elements(chain.counted()?)?).element().cloned()
            }
            Of::Items(..) | Of::Made(..) => None,
        }
    }

    /// Whether there is one.
    pub(super) fn some(&self) -> Var {
        self.start.some()
    }
}

/// Where the first of the items stands that a result is made of.
#[derive(Clone)]
enum Start {
    /// At a position of the source that is known without a search, if there are so many items.
    Known { at: Var, some: Var },
    /// At the end of so many.
    Last { count: Var, some: Var },
    /// There is but one.
    Only { some: Var },
    /// Where a search has ended, in this chain.
    Sought(Chain, Found),
}

impl Pick {
    /// Whether nothing that comes after it is asked for.
    pub(super) fn is_first(&self) -> bool {
        match self {
            Pick::First | Pick::Find(_) | Pick::Position(_) | Pick::Nth(_) => true,
            Pick::Last | Pick::Reduce(_) | Pick::Best { .. } => false,
        }
    }

    pub(super) fn function(&self) -> Option<&Shared<Closure>> {
        match self {
            Pick::Find(function) | Pick::Position(function) | Pick::Reduce(function) => {
                Some(function)
            }
            Pick::Best { compare, .. } => compare.as_ref(),
            Pick::First | Pick::Nth(_) | Pick::Last => None,
        }
    }
}

impl Lower<'_> {
    /// What may be missing.
    pub(super) fn perhaps(&mut self, of: Of, name: String) -> Value {
        let seen = self.scopes.clone();
        Value::Lazy(Lazy::Optional(Shared::new(Optional { of, name, seen })))
    }

    /// What an operation makes of an array, where it can.
    pub(super) fn made_perhaps(
        &mut self,
        op: Op,
        kind: Kind,
        of: Option<Var>,
        name: &str,
    ) -> Value {
        self.perhaps(Of::Made(op, kind, of), name.to_owned())
    }

    /// `unwrap()`, `expect(…)` of what may be missing.
    pub(super) fn item_unwrapped(&mut self, item: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Optional(optional)) = item else { return Err(Refused) };
        let span = site.span();
        self.then(optional, |lower| {
            if !matches!(optional.of, Of::Items(..)) {
                return lower.only(&optional.of, site.call.span());
            }
            let start = lower.start(optional, span)?;
            lower.assert_some(optional, &start, span);
            lower.picked(optional, &start, span)
        })
    }

    /// `is_some()`, `is_none()` of what may be missing.
    pub(super) fn item_exists(&mut self, item: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Optional(optional)) = item else { return Err(Refused) };
        let span = site.span();
        self.then(optional, |lower| {
            let some = lower.start(optional, span)?.some();
            let none = site.call.method == "is_none";
            Ok(Value::Var(if none { lower.not(some, span) } else { some }))
        })
    }

    /// `unwrap_or(x)` of what may be missing.
    pub(super) fn item_or(&mut self, item: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Optional(optional)) = item else { return Err(Refused) };
        let (span, kind) = (site.span(), optional.kind());
        let default = self.expr(site.args[0], kind)?;
        let value = self.then(optional, |lower| {
            let start = lower.start(optional, span)?;
            let then = lower.arm(|lower| lower.picked(optional, &start, span));
            let otherwise = lower.arm(|_| Ok(default));
            lower.merge(start.some(), then?, otherwise?, site.call.span())
        })?;
        self.suggest_name(&value, &Ident::new(&optional.name, span));
        Ok(value)
    }

    /// Looks for an item that patterns are tried on.
    pub(super) fn asked(&mut self, optional: &Shared<Optional>, span: Span) -> Accepted<Asked> {
        let start = self.then(optional, |lower| lower.start(optional, span))?;
        Ok(Asked { optional: optional.clone(), start })
    }

    /// The item, where there is one.
    pub(super) fn found(&mut self, asked: &Asked, span: Span) -> Accepted<Value> {
        let Asked { optional, start } = asked;
        self.then(optional, |lower| lower.picked(optional, start, span))
    }

    /// Writes out what was asked for earlier, with the variables as they were.
    fn then<T>(
        &mut self,
        optional: &Optional,
        run: impl FnOnce(&mut Self) -> Accepted<T>,
    ) -> Accepted<T> {
        let now = self.scopes.clone();
        self.scopes = now.as_of(&optional.seen);
        let result = run(self);
        self.scopes.go_back(now);
        result
    }

    fn start(&mut self, optional: &Optional, span: Span) -> Accepted<Start> {
        let (chain, pick) = match &optional.of {
            Of::Items(chain, pick) => (chain, pick),
            Of::Element(place, end) => {
                let length = self.length_of(place, span)?;
                let at = match end {
                    End::At(at) => *at,
                    End::First | End::Last => self.int(0, span),
                };
                let op = Op::Prim(prims::GT, vec![length, at]);
                return Ok(Start::Only { some: self.push(Kind::Bool, op, span) });
            }
            Of::Made(_, _, Some(of)) => {
                let length = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![*of]), span);
                let zero = self.int(0, span);
                let op = Op::Prim(prims::GT, vec![length, zero]);
                return Ok(Start::Only { some: self.push(Kind::Bool, op, span) });
            }
            Of::Made(_, _, None) => return Err(self.diagnostics.at(span, OPTIONAL, "")),
        };
        match (pick, chain.counted()) {
            (Pick::Find(wanted) | Pick::Position(wanted), _) => {
                self.sought(chain.clone(), Some(wanted), span)
            }
            (Pick::First | Pick::Reduce(_) | Pick::Best { .. }, Some(source)) => {
                let count = self.count(source, span);
                let at = self.int(0, span);
                let some = match count {
                    Some(count) => {
                        self.push(Kind::Bool, Op::Prim(prims::GT, vec![count, at]), span)
                    }
                    None => self.truth(true, span),
                };
                Ok(Start::Known { at, some })
            }
            (Pick::Nth(at), Some(source)) => {
                let some = match self.count(source, span) {
                    Some(count) => {
                        self.push(Kind::Bool, Op::Prim(prims::LT, vec![*at, count]), span)
                    }
                    None => self.truth(true, span),
                };
                Ok(Start::Known { at: *at, some })
            }
            (Pick::Last, Some(source)) => {
                let count = self.finite(source, span)?;
                let zero = self.int(0, span);
                let some = self.push(Kind::Bool, Op::Prim(prims::GT, vec![count, zero]), span);
                Ok(Start::Last { count, some })
            }
            (Pick::Last, None) => {
                self.finite(chain.source(), span)?;
                self.sought(chain.reversed(), None, span)
            }
            (Pick::First | Pick::Nth(_) | Pick::Reduce(_) | Pick::Best { .. }, None) => {
                self.sought(chain.clone(), None, span)
            }
        }
    }

    fn sought(
        &mut self,
        chain: Chain,
        wanted: Option<&Shared<Closure>>,
        span: Span,
    ) -> Accepted<Start> {
        let chain = chain.unmapped();
        let found = self.seek(&chain, wanted, span)?;
        Ok(Start::Sought(chain, found))
    }

    /// What there is but one of.
    fn only(&mut self, of: &Of, span: Span) -> Accepted<Value> {
        match of {
            Of::Made(op, kind, _) => Ok(Value::Var(self.push(kind.clone(), op.clone(), span))),
            Of::Element(place, end) => {
                let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
                let at = match end {
                    End::At(at) => *at,
                    End::First => self.int(0, span),
                    End::Last => {
                        let (length, one) = (self.length_of(place, span)?, self.int(1, span));
                        self.push(Kind::usize(), Op::Prim(prims::SUB, vec![length, one]), span)
                    }
                };
                Ok(Value::Borrow(place.clone().then(Step::Index(at), item)))
            }
            Of::Items(..) => Err(Refused),
        }
    }

    fn assert_some(&mut self, optional: &Optional, start: &Start, span: Span) {
        let by_itself = match (start, &optional.of) {
            (Start::Known { .. } | Start::Last { .. }, Of::Items(chain, _)) => {
                chain.counted().is_some_and(indexes)
            }
            (Start::Only { .. }, _) | (_, Of::Element(..) | Of::Made(..)) => true,
            (Start::Sought(..), _) => false,
        };
        if by_itself {
            return;
        }
        let name = Ident::new("some", span);
        let tokens = Rc::new(quote!(assert!(#name)));
        let captures = vec![(name, start.some())];
        let op = Op::Rust(RustCode { tokens, captures, effect: Effect::Acts });
        self.define(Vec::new(), op, span);
    }

    /// The item, where there is one: the first one, and a loop over the others.
    fn picked(&mut self, optional: &Optional, start: &Start, span: Span) -> Accepted<Value> {
        let Of::Items(items, pick) = &optional.of else { return self.only(&optional.of, span) };
        let (first, at) = match start {
            Start::Last { count, .. } => {
                let one = self.int(1, span);
                let last = Op::Prim(prims::SUB, vec![*count, one]);
                let last = self.push(Kind::usize(), last, span);
                return self.passed(items, last, span);
            }
            Start::Known { at, .. } => (self.passed(items, *at, span)?, *at),
            Start::Only { .. } => return Err(Refused),
            Start::Sought(_, found) if matches!(pick, Pick::Position(_)) => {
                return Ok(Value::Var(found.position));
            }
            Start::Sought(chain, found) => (self.passed(chain, found.at, span)?, found.at),
        };
        let pick = match pick {
            Pick::First | Pick::Find(_) | Pick::Position(_) | Pick::Nth(_) | Pick::Last => {
                return Ok(first);
            }
            pick @ (Pick::Reduce(_) | Pick::Best { .. }) => pick,
        };
        let one = self.int(1, span);
        let second = match start {
            Start::Known { .. } | Start::Last { .. } | Start::Only { .. } => one,
            Start::Sought(..) => {
                self.push(Kind::usize(), Op::Prim(prims::ADD, vec![at, one]), span)
            }
        };
        let acc = self.scopes.fresh(optional.name.clone(), first);
        let rest = items.behind(second);
        self.accumulate(&rest, &acc, &[], span, &mut |lower, best, item| {
            lower.better(pick, best, item, span)
        })
    }

    /// What one more item makes of the result so far.
    pub(super) fn better(
        &mut self,
        pick: &Pick,
        best: Value,
        item: Value,
        span: Span,
    ) -> Accepted<Value> {
        let (max, compare) = match pick {
            Pick::Reduce(function) => return self.inline(function, vec![best, item], span),
            Pick::Best { max, compare } => (*max, compare),
            Pick::First | Pick::Find(_) | Pick::Position(_) | Pick::Nth(_) | Pick::Last => {
                return Ok(item);
            }
        };
        let greater = match compare {
            None => self.greater_number(&best, &item, span)?,
            Some(compare) => {
                let order = self.inline(compare, vec![best.clone(), item.clone()], span)?;
                self.greater(order, span)?
            }
        };
        let (yes, no) = if max { (best, item) } else { (item, best) };
        let then = self.arm(|_| Ok(yes));
        let otherwise = self.arm(|_| Ok(no));
        self.merge(greater, then?, otherwise?, span)
    }

    fn greater_number(&mut self, best: &Value, item: &Value, span: Span) -> Accepted<Var> {
        match (best, item) {
            (Value::Var(best), Value::Var(item)) if self.vars.kind(*best).is_scalar() => {
                Ok(self.push(Kind::Bool, Op::Prim(prims::GT, vec![*best, *item]), span))
            }
            _ => Err(self.diagnostics.at(span, ITERATOR, "")),
        }
    }
}

impl Optional {
    /// Whether it is an item that nothing is changed through.
    pub(super) fn is_value(&self) -> bool {
        match &self.of {
            Of::Items(chain, _) => chain.source.cells().is_empty(),
            Of::Element(..) | Of::Made(..) => false,
        }
    }

    /// The kind of what it is, where that is known before it is looked for.
    fn kind(&self) -> Option<&Kind> {
        match &self.of {
            Of::Made(_, kind, _) => Some(kind),
            Of::Items(..) | Of::Element(..) => None,
        }
    }
}

impl Start {
    /// Whether there is a first item.
    fn some(&self) -> Var {
        match self {
            Start::Known { some, .. } | Start::Last { some, .. } | Start::Only { some } => *some,
            Start::Sought(_, found) => found.some,
        }
    }
}

/// The variable that a source yields elements of, as they stand.
fn elements(source: &Source) -> Option<Var> {
    match source {
        Source::Elements(var) => Some(*var),
        Source::Reversed(inner)
        | Source::StepBy(inner, _)
        | Source::Skip(inner, _)
        | Source::Take(inner, _)
        | Source::Cycle(inner) => elements(inner),
        Source::Range { .. }
        | Source::From { .. }
        | Source::Constant(..)
        | Source::Array { .. }
        | Source::Runs { .. }
        | Source::Places { .. }
        | Source::Listed(_)
        | Source::Once(_)
        | Source::Repeat(_)
        | Source::Map(..)
        | Source::Zip(..)
        | Source::Chained(..)
        | Source::Enumerate(_)
        | Source::Parts(..) => None,
    }
}

/// Whether asking for the first item of an empty source panics by itself.
fn indexes(source: &Source) -> bool {
    match source {
        Source::Elements(_)
        | Source::Constant(..)
        | Source::Array { .. }
        | Source::Places { .. } => true,
        Source::Map(inner, _) | Source::Enumerate(inner) | Source::Reversed(inner) => {
            indexes(inner)
        }
        Source::Zip(a, b) => indexes(a) && indexes(b),
        Source::Range { .. }
        | Source::From { .. }
        | Source::Runs { .. }
        | Source::Listed(_)
        | Source::Once(_)
        | Source::Repeat(_)
        | Source::Chained(..)
        | Source::Cycle(_)
        | Source::Parts(..)
        | Source::StepBy(..)
        | Source::Skip(..)
        | Source::Take(..) => false,
    }
}
