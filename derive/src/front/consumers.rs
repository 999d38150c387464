//! What ends a chain of iterators: sums, folds, collections.

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, GenericArgument, Ident, Pat};

use super::chains::Chain;
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Cell, Value};
use super::search::Stop;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op};
use crate::prims;

impl Lower<'_> {
    /// `for_each(f)`
    pub(super) fn for_each(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        let (function, span) = (self.function(site.args[0], 1)?, site.span());
        self.drive(chain, function.assigned(), span, &mut |lower, item| {
            lower.inline(&function, vec![item], span).map(|_| ())
        })?;
        Ok(Value::Unit)
    }

    /// `fold(init, f)`
    pub(super) fn folded(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        let (init, function) = (self.expr(site.args[0], site.expected)?, site.args[1]);
        let name = site.name(&first_name(function).unwrap_or_else(|| "acc".to_owned()));
        self.fold(chain, init, function, name, site.span())
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
    pub(super) fn total(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        if let Some(value) = self.all_or_nothing(chain, site) {
            return value;
        }
        let (call, span) = (site.call, site.span());
        let name = site.name(&call.method.to_string());
        let prim = if call.method == "sum" { prims::ADD } else { prims::MUL };
        let declared = turbofish(call).and_then(|ty| self.types.kind(ty));
        let kind = declared.or_else(|| site.expected.filter(|kind| kind.is_scalar()).cloned());
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

    /// `count()`
    pub(super) fn how_many(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        let (name, span) = (site.name("count"), site.span());
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
    pub(super) fn whether(&mut self, chain: &Chain, any: bool, site: &Site<'_>) -> Accepted<Value> {
        let (name, span) = (site.name(&site.call.method.to_string()), site.span());
        let function = self.function(site.args[0], 1)?;
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
