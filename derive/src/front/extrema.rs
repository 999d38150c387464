//! What ends a chain with an item or none: the largest, the last, the first that a closure wants, a
//! reduction.

use std::rc::Rc;

use super::spans::Spanned;
use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall, Ident};

use super::chains::Chain;
use super::closures::{Closure, Lazy, Shared};
use super::lower::Lower;
use super::scope::{Scopes, Value};
use super::search::Found;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Op, RustCode, Var};
use crate::prims;

/// An item that may be missing: written out where it is unwrapped.
#[derive(Clone)]
pub struct Optional {
    chain: Chain,
    pick: Pick,
    /// What the item is called.
    name: String,
    /// The variables as its closures saw them.
    seen: Scopes,
}

/// Which item.
#[derive(Clone)]
enum Pick {
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
    /// Where a search has ended, in this chain.
    Sought(Chain, Found),
}

impl Pick {
    fn function(&self) -> Option<&Shared<Closure>> {
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
    /// A consumer whose result may be missing.
    pub(super) fn optional(
        &mut self,
        chain: Chain,
        call: &ExprMethodCall,
        name: String,
    ) -> Accepted<Value> {
        let args: Vec<&Expr> = call.args.iter().collect();
        let method = call.method.to_string();
        let pick = match (method.as_str(), args.as_slice()) {
            ("next", []) => Pick::First,
            ("nth", [position]) => Pick::Nth(self.index_var(position)?),
            ("find", [function]) => Pick::Find(self.function(function, 1)?),
            ("position", [function]) => Pick::Position(self.function(function, 1)?),
            ("last", []) => Pick::Last,
            ("reduce", [function]) => Pick::Reduce(self.function(function, 2)?),
            ("max" | "min", []) => Pick::Best { max: method == "max", compare: None },
            ("max_by" | "min_by", [function]) => {
                let compare = Some(self.function(function, 2)?);
                Pick::Best { max: method == "max_by", compare }
            }
            _ => return Err(self.diagnostics.report(&call.method, ITERATOR)),
        };
        let changes = pick.function().is_some_and(|function| !function.assigned().is_empty());
        let counts = matches!(pick, Pick::Nth(_)) && chain.counted().is_none();
        if chain.nests() || !chain.assigned().is_empty() || changes || counts {
            return Err(self.diagnostics.report(&call.method, ITERATOR));
        }
        let name = match method.as_str() {
            "max_by" => name.replace("max_by", "max"),
            "min_by" => name.replace("min_by", "min"),
            _ => name,
        };
        let seen = self.scopes.clone();
        Ok(Value::Lazy(Lazy::Optional(Shared::new(Optional { chain, pick, name, seen }))))
    }

    /// An element of a slice that may be missing: `first()`, `last()`, `get(i)`.
    pub(super) fn element_or_none(
        &mut self,
        name: &str,
        slice: Var,
        call: &ExprMethodCall,
    ) -> Option<Accepted<Value>> {
        if matches!(name, "split_first" | "split_last") && call.args.is_empty() {
            return Some(self.split_off(slice, call));
        }
        let known = matches!((name, call.args.len()), ("first" | "last", 0) | ("get", 1));
        let chain = Chain::new(self.elements(slice).filter(|_| known)?);
        let pick = match call.args.first() {
            Some(at) => match self.index_var(at) {
                Ok(at) => Pick::Nth(at),
                Err(refused) => return Some(Err(refused)),
            },
            None if name == "first" => Pick::First,
            None => Pick::Last,
        };
        let (name, seen) = (name.to_owned(), self.scopes.clone());
        let optional = Optional { chain, pick, name, seen };
        Some(Ok(Value::Lazy(Lazy::Optional(Shared::new(optional)))))
    }

    /// A method of an item that may be missing.
    pub(super) fn optional_method(
        &mut self,
        call: &ExprMethodCall,
        optional: &Shared<Optional>,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("unwrap", []) | ("expect", [_]) => self.then(optional, |lower| {
                let start = lower.start(optional, span)?;
                lower.assert_some(optional, &start, span);
                lower.picked(optional, &start, span)
            }),
            ("copied" | "cloned", []) => Ok(Value::Lazy(Lazy::Optional(optional.clone()))),
            ("is_some", []) => self.then(optional, |lower| {
                let start = lower.start(optional, span)?;
                Ok(Value::Var(start.some()))
            }),
            ("is_none", []) => self.then(optional, |lower| {
                let some = lower.start(optional, span)?.some();
                Ok(Value::Var(lower.push(Kind::Bool, Op::Prim(prims::NOT, vec![some]), span)))
            }),
            ("unwrap_or", [default]) => {
                let default = self.expr(default, None)?;
                let value = self.then(optional, |lower| {
                    let start = lower.start(optional, span)?;
                    let then = lower.arm(|lower| lower.picked(optional, &start, span));
                    let otherwise = lower.arm(|_| Ok(default));
                    lower.merge(start.some(), then?, otherwise?, call.span())
                })?;
                self.suggest_name(&value, &Ident::new(&optional.name, span));
                Ok(value)
            }
            _ => {
                let maybe = self.maybe_item(optional, span)?;
                self.maybe_method(call, maybe)
            }
        }
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
        let chain = &optional.chain;
        match (&optional.pick, chain.counted()) {
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

    fn assert_some(&mut self, optional: &Optional, start: &Start, span: Span) {
        let by_itself = match start {
            Start::Known { .. } | Start::Last { .. } => {
                optional.chain.counted().is_some_and(indexes)
            }
            Start::Sought(..) => false,
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
        let (first, at) = match start {
            Start::Last { count, .. } => {
                let one = self.int(1, span);
                let last = Op::Prim(prims::SUB, vec![*count, one]);
                let last = self.push(Kind::usize(), last, span);
                return self.passed(&optional.chain, last, span);
            }
            Start::Known { at, .. } => (self.passed(&optional.chain, *at, span)?, *at),
            Start::Sought(_, found) if matches!(optional.pick, Pick::Position(_)) => {
                return Ok(Value::Var(found.position));
            }
            Start::Sought(chain, found) => (self.passed(chain, found.at, span)?, found.at),
        };
        let pick = match &optional.pick {
            Pick::First | Pick::Find(_) | Pick::Position(_) | Pick::Nth(_) | Pick::Last => {
                return Ok(first);
            }
            pick @ (Pick::Reduce(_) | Pick::Best { .. }) => pick,
        };
        let one = self.int(1, span);
        let second = match start {
            Start::Known { .. } | Start::Last { .. } => one,
            Start::Sought(..) => {
                self.push(Kind::usize(), Op::Prim(prims::ADD, vec![at, one]), span)
            }
        };
        let acc = self.scopes.fresh(optional.name.clone(), first);
        let rest = optional.chain.behind(second);
        self.accumulate(&rest, &acc, &[], span, &mut |lower, best, item| {
            lower.better(pick, best, item, span)
        })
    }

    /// What one more item makes of the result so far.
    fn better(&mut self, pick: &Pick, best: Value, item: Value, span: Span) -> Accepted<Value> {
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

impl Start {
    /// Whether there is a first item.
    fn some(&self) -> Var {
        match self {
            Start::Known { some, .. } | Start::Last { some, .. } => *some,
            Start::Sought(_, found) => found.some,
        }
    }
}

/// Whether asking for the first item of an empty source panics by itself.
fn indexes(source: &Source) -> bool {
    match source {
        Source::Elements(_)
        | Source::Constant(_)
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
        | Source::StepBy(..)
        | Source::Skip(..)
        | Source::Take(..) => false,
    }
}
