//! What ends a chain of iterators: sums, folds, collections.

use std::rc::Rc;

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, GenericArgument, Ident, Pat};

use super::chains::{Chain, unwrapped};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::search::Stop;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Mode, Op, Place, Step, Stmt, Var};
use crate::prims;

/// The methods that take what they need of an iterator, and leave the rest.
const ADVANCING: &[&str] = &["any", "all", "find", "position", "next", "nth"];

impl Lower<'_> {
    /// A method of an iterator that yields a value. `name` is what the user calls the result.
    pub(super) fn consume(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
        name: Option<Ident>,
    ) -> Accepted<Value> {
        if ADVANCING.iter().any(|name| call.method == name)
            && matches!(unwrapped(&call.receiver), Expr::Path(_))
        {
            let instead = "a variable would go on from where this ends";
            return Err(self.diagnostics.on(&call.method, ITERATOR, instead));
        }
        let chain = self.chain(&call.receiver)?;
        let args: Vec<&Expr> = call.args.iter().collect();
        let method = call.method.to_string();
        let name = |default: &str| name.as_ref().map_or(default.to_owned(), ToString::to_string);
        match (method.as_str(), args.as_slice()) {
            ("sum" | "product", []) => self.total(&chain, call, expected, name(&method)),
            ("fold", [init, function]) => {
                let init = self.expr(init, expected)?;
                let name = name(&first_name(function).unwrap_or_else(|| "acc".to_owned()));
                self.fold(&chain, init, function, name, call.method.span())
            }
            ("count", []) => self.how_many(&chain, name("count"), call.method.span()),
            ("any" | "all", [function]) => {
                self.whether(&chain, method == "any", function, name(&method), call)
            }
            ("for_each", [function]) => {
                let function = self.function(function, 1)?;
                let span = call.method.span();
                self.drive(&chain, function.assigned(), span, &mut |lower, item| {
                    lower.inline(&function, vec![item], span).map(|_| ())
                })?;
                Ok(Value::Unit)
            }
            ("collect", []) => self.collect(&chain, call, expected, name("items")),
            _ => self.optional(chain, call, name(&method)),
        }
    }

    /// A loop that carries one value, made of itself and each item.
    pub(super) fn accumulate(
        &mut self,
        chain: &Chain,
        acc: &Cell,
        assigned: &[Cell],
        span: Span,
        step: &mut dyn FnMut(&mut Lower<'_>, Value, Value) -> Accepted<Value>,
    ) -> Accepted<Value> {
        let cells: Vec<Cell> = std::iter::once(acc).chain(assigned).cloned().collect();
        self.drive(chain, &cells, span, &mut |lower, item| {
            let before = lower.scopes.at(acc).cloned().unwrap_or(Value::Poison);
            let next = step(lower, before, item)?;
            lower.suggest_name(&next, &Ident::new(&acc.name, span));
            lower.scopes.put(acc, next);
            Ok(())
        })?;
        Ok(self.scopes.at(acc).cloned().unwrap_or(Value::Poison))
    }

    /// `sum()`, `product()`: from `-0.0` and `1.0`, as the standard library does.
    fn total(
        &mut self,
        chain: &Chain,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
        name: String,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let prim = if call.method == "sum" { prims::ADD } else { prims::MUL };
        let declared = turbofish(call).and_then(|ty| self.types.kind(ty));
        let kind = declared.or_else(|| expected.filter(|kind| kind.is_scalar()).cloned());
        let init = self.new_var(kind.clone().unwrap_or(Kind::Other(None)), None, span);
        let acc = self.scopes.fresh(name, Value::Var(init));
        let (stmts, total) = self.capture(|lower| {
            lower.accumulate(chain, &acc, &[], span, &mut |lower, before, item| {
                let (before, item) = (lower.single(before, span)?, lower.single(item, span)?);
                if !lower.vars.kind(item).is_scalar() {
                    return Err(lower.diagnostics.at(span, KIND_UNKNOWN, ""));
                }
                let whole = Expr::MethodCall(call.clone());
                lower.binary_vars(prim, before, item, &whole).map(Value::Var)
            })
        });
        let total = self.single(total?, span)?;
        let kind = self.vars.kind(total).clone();
        self.vars[init].kind = kind.clone();
        let number = if prim == prims::ADD { 0 } else { 1 };
        let op = match &kind {
            Kind::Int(_) => Op::Literal(Literal::Int(number)),
            _ if number == 1 => Op::Literal(Literal::Real(1.0)),
            _ => {
                let zero = self.push(kind, Op::Literal(Literal::Real(0.0)), span);
                Op::Prim(prims::NEG, vec![zero])
            }
        };
        self.define(vec![init], op, span);
        self.stmts.extend(stmts);
        Ok(Value::Var(total))
    }

    pub(super) fn fold(
        &mut self,
        chain: &Chain,
        init: Value,
        function: &Expr,
        name: String,
        span: Span,
    ) -> Accepted<Value> {
        let function = self.function(function, 2)?;
        let acc = self.scopes.fresh(name, init);
        let assigned = function.assigned().to_vec();
        self.accumulate(chain, &acc, &assigned, span, &mut |lower, before, item| {
            lower.inline(&function, vec![before, item], span)
        })
    }

    fn how_many(&mut self, chain: &Chain, name: String, span: Span) -> Accepted<Value> {
        if let Some(source) = chain.counted() {
            return self.finite(source, span).map(Value::Var);
        }
        let zero = self.int(0, span);
        let counter = self.scopes.fresh(name, Value::Var(zero));
        self.drive(chain, std::slice::from_ref(&counter), span, &mut |lower, _| {
            let at = lower.count_so_far(&counter, span)?;
            lower.increment(&counter, at, span);
            Ok(())
        })?;
        Ok(self.scopes.at(&counter).cloned().unwrap_or(Value::Poison))
    }

    /// `any`, `all`: nothing more is evaluated once the answer is known.
    fn whether(
        &mut self,
        chain: &Chain,
        any: bool,
        function: &Expr,
        name: String,
        call: &ExprMethodCall,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let function = self.function(function, 1)?;
        let start = self.push(Kind::Bool, Op::Literal(Literal::Bool(!any)), span);
        let acc = self.scopes.fresh(name, Value::Var(start));
        let stop = Stop { cell: acc.clone(), before: !any };
        let cells = [std::slice::from_ref(&acc), function.assigned()].concat();
        self.drive_until(chain, Some(&stop), &cells, span, &mut |lower, item| {
            let found = lower.inline(&function, vec![item], span)?;
            let found = lower.single(found, span)?;
            lower.expect_kind(found, &Kind::Bool, span)?;
            lower.scopes.put(&acc, Value::Var(found));
            Ok(())
        })?;
        Ok(self.scopes.at(&acc).cloned().unwrap_or(Value::Poison))
    }

    /// `collect()` into a vector: one of the right length is filled.
    fn collect(
        &mut self,
        chain: &Chain,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
        name: String,
    ) -> Accepted<Value> {
        let span = call.method.span();
        if chain.yields_places() {
            return Err(self.diagnostics.report(&call.method, BORROW));
        }
        if !self.collects_vector(call, expected) {
            return Err(self.diagnostics.report(&call.method, COLLECT));
        }
        let declared = turbofish(call).and_then(|ty| self.types.kind(ty));
        let chain = match declared.as_ref().or(expected).and_then(Kind::element) {
            Some(item) => chain.clone().yielding(item),
            None => chain.clone(),
        };
        self.gathered(&chain, None, span, name)
    }

    /// The items of an iterator, in a vector or in an array of that length.
    pub(super) fn gathered(
        &mut self,
        chain: &Chain,
        length: Option<&Rc<Expr>>,
        span: Span,
        name: String,
    ) -> Accepted<Value> {
        let sequence = |item: Kind| match length {
            Some(length) => Kind::Array(Box::new(item), length.clone()),
            None => Kind::Vec(Box::new(item)),
        };
        let Some(source) = chain.bounded() else {
            return Err(self.diagnostics.at(span, COLLECT, ""));
        };
        let count = self.finite(source, span)?;
        let init = self.new_var(sequence(Kind::Other(None)), None, span);
        let items = self.scopes.fresh(name.clone(), Value::Var(init));
        let mut element = None;
        let (stmts, done) = self.capture(|lower| {
            lower.drive_numbered(chain, &items, span, &mut |lower, at, item| {
                let item = lower.held(item, span)?;
                let kind = lower.vars.kind(item).clone();
                let Some(Value::Var(root)) = lower.scopes.at(&items).cloned() else {
                    return Err(Refused);
                };
                let vector = sequence(owned(&kind));
                element = Some(owned(&kind));
                lower.vars[root].kind = vector.clone();
                let place = Place { root, path: vec![Step::Index(at)] };
                let op = Op::Update { place, value: item, mode: Mode::Set };
                let next = lower.push(vector, op, span);
                lower.suggest_name(&Value::Var(next), &Ident::new(&name, span));
                lower.scopes.put(&items, Value::Var(next));
                Ok(())
            })
        });
        let shorter = done?;
        let Some(element) = element else { return Err(Refused) };
        self.vars[init].kind = sequence(element.clone());
        let Some(zero) = self.unread(&element, span) else {
            return Err(self.diagnostics.at(span, COLLECT, ""));
        };
        let filled = match length {
            Some(_) => vec![zero],
            None => vec![zero, count],
        };
        self.define(vec![init], Op::Prim(prims::FILLED, filled), span);
        self.stmts.extend::<Vec<Stmt>>(stmts);
        let filled = self.scopes.at(&items).cloned().unwrap_or(Value::Poison);
        let (Some(end), Value::Var(root)) = (shorter, &filled) else { return Ok(filled) };
        let place = Place { root: *root, path: vec![Step::Range(None, Some(end))] };
        let part = self.push(Kind::Slice(Box::new(element.clone())), Op::Project(place), span);
        let op = Op::Prim(prims::COPY, vec![part]);
        Ok(Value::Var(self.push(Kind::Vec(Box::new(element)), op, span)))
    }

    /// Whether the target of a collection is a vector.
    fn collects_vector(&self, call: &ExprMethodCall, expected: Option<&Kind>) -> bool {
        match turbofish(call) {
            Some(syn::Type::Path(path)) => {
                path.path.segments.last().is_some_and(|segment| segment.ident == "Vec")
            }
            Some(_) => false,
            None => matches!(expected, Some(Kind::Vec(_))),
        }
    }

    /// What an element holds before it is set, and nobody reads.
    fn unread(&mut self, kind: &Kind, span: Span) -> Option<Var> {
        let Kind::Struct(info) = kind else { return self.blank(kind, span) };
        let parts = info.fields.iter().map(|(_, kind, _)| self.unread(kind, span));
        let op = Op::Aggregate(parts.collect::<Option<Vec<_>>>()?);
        Some(self.push(kind.clone(), op, span))
    }

    /// What `Default` is, for what consists of numbers.
    pub(super) fn blank(&mut self, kind: &Kind, span: Span) -> Option<Var> {
        let op = match kind {
            Kind::Real(_) => Op::Literal(Literal::Real(0.0)),
            Kind::Int(_) => Op::Literal(Literal::Int(0)),
            Kind::Bool => Op::Literal(Literal::Bool(false)),
            Kind::Tuple(kinds) => {
                let parts = kinds.iter().map(|kind| self.blank(kind, span));
                Op::Aggregate(parts.collect::<Option<Vec<_>>>()?)
            }
            Kind::Array(item, _) => Op::Prim(prims::FILLED, vec![self.blank(item, span)?]),
            Kind::Vec(item) => {
                let (item, none) = (self.blank(item, span)?, self.int(0, span));
                Op::Prim(prims::FILLED, vec![item, none])
            }
            _ => return None,
        };
        Some(self.push(kind.clone(), op, span))
    }
}

/// What is stored of an item that borrows.
fn owned(kind: &Kind) -> Kind {
    match kind {
        Kind::Slice(item) => Kind::Vec(Box::new(owned(item))),
        kind => kind.clone(),
    }
}

/// The type in `sum::<f64>()`.
fn turbofish(call: &ExprMethodCall) -> Option<&syn::Type> {
    call.turbofish.as_ref()?.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The name of a closure's first parameter.
fn first_name(function: &Expr) -> Option<String> {
    let Expr::Closure(closure) = function else { return None };
    match closure.inputs.first()? {
        Pat::Ident(name) => Some(name.ident.to_string()),
        Pat::Type(typed) => match &*typed.pat {
            Pat::Ident(name) => Some(name.ident.to_string()),
            _ => None,
        },
        _ => None,
    }
}
