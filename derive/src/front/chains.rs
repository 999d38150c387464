//! Chains of iterators: adaptors, and the loops that they are written out as.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprCall};

use super::closures::{Closure, Lazy, Shared};
use super::cursors::Cursor;
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Cell, Value};
use super::source::Source;
use super::stages::Stage;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

/// An iterator: what is counted through, and what happens to each item.
#[derive(Clone)]
pub struct Chain {
    pub(super) source: Source,
    pub(super) stages: Vec<Stage>,
    /// The variables that its closures change.
    pub(super) assigned: Vec<Cell>,
    /// Where it is, if it is a variable.
    pub(super) cursor: Option<Box<Cursor>>,
}

/// What is done with each item in the end.
pub(super) type Sink<'a> = dyn FnMut(&mut Lower<'_>, Value) -> Accepted<()> + 'a;

impl Chain {
    /// A chain without adaptors.
    pub(super) fn new(source: Source) -> Chain {
        let assigned = source.cells();
        Chain { source, stages: Vec::new(), assigned, cursor: None }
    }

    /// Whether its items are references through which something is changed.
    pub(super) fn yields_places(&self) -> bool {
        let mapped = matches!(self.source, Source::Map(..));
        !mapped && !self.source.cells().is_empty() && self.stages.iter().all(Stage::keeps_items)
    }

    /// Whether it makes no difference how often and when a closure is called with an item.
    fn repeats(&self, function: &Closure) -> bool {
        function.assigned().is_empty() && (self.assigned.is_empty() || function.projects())
    }

    /// The variables that running it may change.
    pub fn assigned(&self) -> &[Cell] {
        &self.assigned
    }

    /// The source, where nothing but that is left to do, so that items can be asked for by position.
    pub(super) fn counted(&self) -> Option<&Source> {
        let parts = matches!(self.source, Source::Parts(..));
        (self.stages.is_empty() && !parts).then_some(&self.source)
    }

    /// What is counted through.
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// With the number of each item.
    pub(super) fn enumerated(self) -> Chain {
        match self.counted().is_some() {
            true => self.over(Source::Enumerate),
            false => self.with(Stage::Enumerate),
        }
    }

    /// Whether it takes more than one round for an item, or counts the items that it passes on.
    pub(super) fn nests(&self) -> bool {
        matches!(self.source, Source::Parts(..)) || !self.stages.iter().all(Stage::is_independent)
    }

    /// Whether an item can be made a second time, of what stands in the source.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self.source, Source::Parts(..)) && self.stages.iter().all(Stage::is_plain)
    }

    /// The same where the items are to be of this kind.
    pub(super) fn yielding(mut self, kind: &Kind) -> Chain {
        let last = match self.stages.last_mut() {
            Some(Stage::Map(function)) => Some(function),
            Some(_) => None,
            None => match &mut self.source {
                Source::Map(_, function) => Some(function),
                _ => None,
            },
        };
        if let Some(function) = last {
            *function = Shared::new(function.yielding(kind.clone()));
        }
        self
    }

    /// What is counted through, where no more items come out of it.
    pub(super) fn bounded(&self) -> Option<&Source> {
        let parts = matches!(self.source, Source::Parts(..));
        (!parts && !self.stages.iter().any(Stage::grows)).then_some(&self.source)
    }

    /// The same without the first items.
    pub(super) fn behind(&self, first: Var) -> Chain {
        self.clone().over(|inner| Source::Skip(inner, first))
    }

    /// The same from the far end.
    pub(super) fn reversed(&self) -> Chain {
        self.clone().over(Source::Reversed)
    }

    /// A closure makes something of each item.
    pub(super) fn mapped(self, function: Shared<Closure>) -> Chain {
        match self.counted().is_some() && self.repeats(&function) {
            true => self.over(|inner| Source::Map(inner, function)),
            false => self.with(Stage::Map(function)),
        }
    }

    /// Maps of the source as stages: the loop runs over what is below.
    pub(super) fn unmapped(mut self) -> Chain {
        while let Source::Map(inner, function) = self.source {
            self.source = *inner;
            self.stages.insert(0, Stage::Map(function));
        }
        self
    }

    pub(super) fn with(mut self, stage: Stage) -> Chain {
        if let Some(function) = stage.function() {
            self.assigned.extend(function.assigned().iter().cloned());
        }
        self.stages.push(stage);
        self
    }

    pub(super) fn over(self, wrap: impl FnOnce(Box<Source>) -> Source) -> Chain {
        Chain { source: wrap(Box::new(self.source)), ..self }
    }
}

impl Lower<'_> {
    /// Takes an iterator apart, or what can be iterated over.
    pub(super) fn chain(&mut self, expr: &Expr) -> Accepted<Chain> {
        match expr {
            Expr::Paren(inner) => self.chain(&inner.expr),
            Expr::Group(inner) => self.chain(&inner.expr),
            Expr::Reference(inner) if inner.mutability.is_none() => self.chain(&inner.expr),
            Expr::Range(range) => Ok(Chain::new(self.range(range)?)),
            _ => {
                let reported = self.diagnostics.count();
                let value = self.expr(expr, None)?;
                let chain = self.chain_of(value, expr.span());
                self.diagnostics.widen(reported, expr);
                chain
            }
        }
    }

    /// The value of what can be iterated over.
    pub(super) fn iterable(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        match unwrapped(expr) {
            Expr::Range(_) => {
                let chain = self.chain(expr)?;
                Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))))
            }
            _ => self.expr(expr, expected),
        }
    }

    /// A value as an iterator: over what stands in a place, where it is a reference to that.
    pub(super) fn chain_of(&mut self, value: Value, span: Span) -> Accepted<Chain> {
        let (source, kind) = match value {
            Value::Lazy(Lazy::Iterator(chain)) => return Ok(self.left_of(&chain, span)),
            Value::Lazy(Lazy::Range(interval)) => {
                return Ok(Chain::new(self.items_of_range(&interval, span)?));
            }
            Value::Borrow(place) => {
                let whole = self.scopes.at(&place.cell).filter(|_| place.path.is_empty());
                match whole.and_then(Value::listed).map(<[_]>::to_vec) {
                    Some(items) => (Some(Source::Listed(items)), Kind::Unit),
                    None => {
                        let kind = place.kind.clone();
                        (self.places_in(place, None), kind)
                    }
                }
            }
            value => match value.listed() {
                Some(items) => (Some(Source::Listed(items.to_vec())), Kind::Unit),
                None => {
                    let var = self.single(value, span)?;
                    if let Some(interval) = self.as_interval(&Value::Var(var), span) {
                        return Ok(Chain::new(self.items_of_range(&interval, span)?));
                    }
                    let source = self.elements(var).or_else(|| self.constant_elements(var));
                    (source, self.vars.kind(var).clone())
                }
            },
        };
        match source {
            Some(source) => Ok(Chain::new(source)),
            None => Err(self.not_iterated(&kind, span)),
        }
    }

    /// The items of a value, whatever it is.
    pub(super) fn items(&mut self, value: Value, site: &Site<'_>) -> Accepted<Value> {
        let (reported, receiver) = (self.diagnostics.count(), &site.call.receiver);
        let chain = self.chain_of(value, receiver.span());
        self.diagnostics.widen(reported, receiver);
        let chain = chain?;
        Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))))
    }

    /// The same, of a closure whose value may be missing.
    pub(super) fn option_function(&mut self, expr: &Expr) -> Accepted<Shared<Closure>> {
        let function = self.function(expr, 1)?;
        Ok(Shared::new(function.yielding_option()))
    }

    /// A closure, or a function by its path, that is handed over.
    pub(super) fn function(&mut self, expr: &Expr, arity: usize) -> Accepted<Shared<Closure>> {
        if let Expr::Path(path) = expr {
            let local = path.path.get_ident().map(ToString::to_string);
            if local.and_then(|name| self.scopes.get(&name)).is_none() {
                return Ok(Shared::new(Closure::of_path(
                    path,
                    arity,
                    self.scopes.names(),
                    self.standing(),
                )));
            }
        }
        match self.expr(expr, None)? {
            Value::Lazy(Lazy::Closure(function)) => Ok(function),
            _ => Err(self.diagnostics.report(expr, FUNCTION_UNKNOWN)),
        }
    }
}

/// An expression without parentheses.
pub(super) fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unwrapped(&inner.expr),
        Expr::Group(inner) => unwrapped(&inner.expr),
        _ => expr,
    }
}

/// A function that makes an iterator.
#[derive(Clone, Copy)]
pub(super) enum Maker {
    /// `std::iter::once(x)`
    Once,
    /// `std::iter::repeat(x)`
    Repeat,
    /// `std::iter::zip(a, b)`
    Zip,
    /// `std::iter::repeat_n(x, n)`
    RepeatN,
    /// `std::iter::repeat_with(f)`
    RepeatWith,
    /// `std::iter::from_fn(f)`
    FromFn,
    /// `std::iter::successors(first, f)`
    Successors,
}

pub(super) fn maker(call: &ExprCall) -> Option<Maker> {
    let Expr::Path(path) = &*call.func else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (name, owner) = (names.next()?, names.next()?);
    if owner != "iter" {
        return None;
    }
    match (name.as_str(), call.args.len()) {
        ("once", 1) => Some(Maker::Once),
        ("repeat", 1) => Some(Maker::Repeat),
        ("zip", 2) => Some(Maker::Zip),
        ("repeat_n", 2) => Some(Maker::RepeatN),
        ("repeat_with", 1) => Some(Maker::RepeatWith),
        ("from_fn", 1) => Some(Maker::FromFn),
        ("successors", 2) => Some(Maker::Successors),
        _ => None,
    }
}
