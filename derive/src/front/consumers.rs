//! What ends a chain of iterators: sums, folds, collections.

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, GenericArgument, Ident, Pat};

use super::chains::{Chain, unwrapped};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::search::Stop;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op};
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
        self.drive_until(chain, std::slice::from_ref(&stop), &cells, span, &mut |lower, item| {
            let found = lower.inline(&function, vec![item], span)?;
            let found = lower.single(found, span)?;
            lower.expect_kind(found, &Kind::Bool, span)?;
            lower.scopes.put(&acc, Value::Var(found));
            Ok(())
        })?;
        Ok(self.scopes.at(&acc).cloned().unwrap_or(Value::Poison))
    }
}

/// The type in `sum::<f64>()`.
pub(super) fn turbofish(call: &ExprMethodCall) -> Option<&syn::Type> {
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
