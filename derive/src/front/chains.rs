//! Chains of iterators: adaptors, and the loops that they are written out as.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::closures::{Closure, Lazy, Shared};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

/// An iterator: what is counted through, and what happens to each item.
#[derive(Clone)]
pub struct Chain {
    pub(super) source: Source,
    pub(super) stages: Vec<Stage>,
    /// The variables that its closures change.
    pub(super) assigned: Vec<Cell>,
}

/// What happens to an item before the next adaptor sees it.
#[derive(Clone)]
pub(super) enum Stage {
    /// A closure makes something of it.
    Map(Shared<Closure>),
    /// It is passed on only where a closure says so.
    Filter(Shared<Closure>),
    /// A closure makes an iterator of it, all of whose items are passed on.
    FlatMap(Shared<Closure>),
    /// It is an iterator itself.
    Flatten,
    /// It is counted.
    Enumerate,
    /// It is passed on until a closure says no; nothing comes after that.
    TakeWhile(Shared<Closure>),
}

impl Stage {
    /// Whether the order in which items come makes no difference to what becomes of each.
    pub(super) fn is_pure(&self) -> bool {
        match self {
            Stage::Map(function) | Stage::Filter(function) => function.assigned().is_empty(),
            Stage::FlatMap(_) | Stage::Flatten | Stage::Enumerate | Stage::TakeWhile(_) => false,
        }
    }
}

/// A stage, with the variable that it counts in.
pub(super) type Counted<'a> = (&'a Stage, Option<Cell>);

/// What is done with each item in the end.
pub(super) type Sink<'a> = dyn FnMut(&mut Lower<'_>, Value) -> Accepted<()> + 'a;

impl Chain {
    /// A chain without adaptors.
    pub(super) fn new(source: Source) -> Chain {
        let assigned = source.cells();
        Chain { source, stages: Vec::new(), assigned }
    }

    /// Whether its items are references through which something is changed.
    pub(super) fn yields_places(&self) -> bool {
        let kept = |stage: &Stage| matches!(stage, Stage::Filter(_) | Stage::Enumerate);
        let mapped = matches!(self.source, Source::Map(..));
        !mapped && !self.source.cells().is_empty() && self.stages.iter().all(kept)
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
        self.stages.is_empty().then_some(&self.source)
    }

    /// What is counted through.
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether it takes more than one round for an item, or counts the items that it passes on.
    pub(super) fn nests(&self) -> bool {
        let plain = |stage: &Stage| matches!(stage, Stage::Map(_) | Stage::Filter(_));
        !self.stages.iter().all(plain)
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
        let grows = |stage: &Stage| matches!(stage, Stage::FlatMap(_) | Stage::Flatten);
        (!self.stages.iter().any(grows)).then_some(&self.source)
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
        match self.stages.is_empty() && self.repeats(&function) {
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
        if let Stage::Map(function)
        | Stage::Filter(function)
        | Stage::FlatMap(function)
        | Stage::TakeWhile(function) = &stage
        {
            self.assigned.extend(function.assigned().iter().cloned());
        }
        self.stages.push(stage);
        self
    }

    pub(super) fn over(self, wrap: impl FnOnce(Box<Source>) -> Source) -> Chain {
        Chain { source: wrap(Box::new(self.source)), ..self }
    }
}

/// The methods that make an iterator of something else.
const HEADS: &[&str] = &[
    "iter",
    "iter_mut",
    "rows",
    "columns",
    "outer_iter",
    "axis_iter",
    "indexed_iter",
    "rows_mut",
    "columns_mut",
    "outer_iter_mut",
    "axis_iter_mut",
    "indexed_iter_mut",
    "windows",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "chunks_exact_mut",
];

/// The methods of a range that are not those of an iterator.
const OF_RANGES: &[&str] = &["contains", "is_empty", "start", "end", "clone", "len"];

/// The methods that make an iterator of an iterator.
const ADAPTORS: &[&str] = &[
    "map",
    "filter",
    "flat_map",
    "flatten",
    "enumerate",
    "rev",
    "zip",
    "chain",
    "skip",
    "take",
    "step_by",
    "copied",
    "cloned",
    "into_iter",
    "by_ref",
    "skip_while",
    "take_while",
    "scan",
    "filter_map",
    "map_while",
    "inspect",
    "peekable",
    "cycle",
    "fuse",
    "array_chunks",
];

impl Lower<'_> {
    /// Whether an expression is an iterator of the kind that is taken apart.
    pub(super) fn is_chain(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_chain(&inner.expr),
            Expr::Group(inner) => self.is_chain(&inner.expr),
            Expr::Range(_) => true,
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                let value = name.and_then(|name| self.scopes.get(&name));
                matches!(value, Some(Value::Lazy(Lazy::Iterator(_))))
            }
            Expr::Call(call) => maker(call).is_some(),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let head = HEADS.contains(&name.as_str()) || name == "into_iter";
                (head && !self.is_opaque(&call.receiver))
                    || (ADAPTORS.contains(&name.as_str()) && self.is_chain(&call.receiver))
            }
            _ => false,
        }
    }

    /// Whether a method is called on an iterator.
    pub(super) fn is_consumer(&self, call: &ExprMethodCall) -> bool {
        let range = matches!(unwrapped(&call.receiver), Expr::Range(_));
        let of_range = range && OF_RANGES.iter().any(|name| call.method == name);
        !of_range && self.is_chain(&call.receiver)
    }

    /// Whether an expression starts with a variable of a type that is not known here.
    fn is_opaque(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_opaque(&inner.expr),
            Expr::Reference(inner) => self.is_opaque(&inner.expr),
            Expr::MethodCall(call) => self.is_opaque(&call.receiver),
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                match name.and_then(|name| self.scopes.get(&name)) {
                    Some(Value::Var(var)) => {
                        matches!(self.vars.kind(*var), Kind::Other(_)) && !self.is_constant(*var)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Takes an iterator apart.
    pub(super) fn chain(&mut self, expr: &Expr) -> Accepted<Chain> {
        match expr {
            Expr::Paren(inner) => self.chain(&inner.expr),
            Expr::Group(inner) => self.chain(&inner.expr),
            Expr::Reference(inner) if inner.mutability.is_none() => self.chain(&inner.expr),
            Expr::MethodCall(call) if self.is_chain(expr) => self.adaptor(call),
            Expr::Call(call) if self.is_chain(expr) => self.made_by(call),
            Expr::Path(_) if self.is_chain(expr) => {
                let value = self.expr(expr, None)?;
                self.chain_of(value, expr.span())
            }
            Expr::Range(_) | Expr::Reference(_) | Expr::Path(_) => Ok(Chain::new(self.head(expr)?)),
            _ => {
                let value = self.expr(expr, None)?;
                self.chain_of(value, expr.span())
            }
        }
    }

    /// A value as an iterator: over what stands in a place, where it is a reference to that.
    pub(super) fn chain_of(&mut self, value: Value, span: Span) -> Accepted<Chain> {
        let source = match value {
            Value::Lazy(Lazy::Iterator(chain)) => return Ok((*chain).clone()),
            Value::Borrow(place) => self.places_in(place, None),
            value => match value.listed() {
                Some(items) => Some(Source::Listed(items.to_vec())),
                None => {
                    let var = self.single(value, span)?;
                    self.elements(var)
                }
            },
        };
        match source {
            Some(source) => Ok(Chain::new(source)),
            None => Err(self.diagnostics.at(span, ITERATOR, "")),
        }
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
        _ => None,
    }
}
