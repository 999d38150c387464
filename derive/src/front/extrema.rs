//! What ends a chain with an item or none: the largest, the last, a reduction.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident};

use super::chains::Chain;
use super::closures::{Closure, Lazy, Shared};
use super::lower::Lower;
use super::scope::Value;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, RustCode, Var};
use crate::prims;

/// An item that may be missing: written out where it is unwrapped.
#[derive(Clone)]
pub struct Optional {
    chain: Chain,
    pick: Pick,
    /// What the item is called.
    name: String,
}

/// Which item.
#[derive(Clone)]
enum Pick {
    Last,
    /// Each item is combined with what came before it.
    Reduce(Shared<Closure>),
    /// The last largest, or the first smallest, by a comparison where one is given.
    Best {
        max: bool,
        compare: Option<Shared<Closure>>,
    },
}

/// The order of two numbers, asked for but not yet looked at.
#[derive(Clone)]
pub struct Comparison {
    left: Var,
    right: Var,
    method: Ident,
    /// The calls behind: `.unwrap()`, `.reverse()`.
    rest: TokenStream,
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
            ("last", []) => Pick::Last,
            ("reduce", [function]) => Pick::Reduce(self.function(function, 2)?),
            ("max" | "min", []) => Pick::Best { max: method == "max", compare: None },
            ("max_by" | "min_by", [function]) => {
                let compare = Some(self.function(function, 2)?);
                Pick::Best { max: method == "max_by", compare }
            }
            _ => return Err(self.diagnostics.report(&call.method, ITERATOR)),
        };
        let changes = match &pick {
            Pick::Reduce(function) | Pick::Best { compare: Some(function), .. } => {
                !function.assigned().is_empty()
            }
            Pick::Last | Pick::Best { compare: None, .. } => false,
        };
        if chain.counted().is_none() || !chain.assigned().is_empty() || changes {
            return Err(self.diagnostics.report(&call.method, ITERATOR));
        }
        let name = match method.as_str() {
            "max_by" => name.replace("max_by", "max"),
            "min_by" => name.replace("min_by", "min"),
            _ => name,
        };
        Ok(Value::Lazy(Lazy::Optional(Shared::new(Optional { chain, pick, name }))))
    }

    /// A method of an item that may be missing.
    pub(super) fn optional_method(
        &mut self,
        call: &ExprMethodCall,
        optional: &Shared<Optional>,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        let Some(source) = optional.chain.counted() else { return Err(Refused) };
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("unwrap", []) | ("expect", [_]) => {
                if !indexes(source) {
                    self.assert_some(source, span)?;
                }
                self.picked(optional, source, span)
            }
            ("copied" | "cloned", []) => Ok(Value::Lazy(Lazy::Optional(optional.clone()))),
            ("unwrap_or", [default]) => {
                let default = self.expr(default, None)?;
                let some = self.is_some(source, span)?;
                let then = self.arm(|lower| lower.picked(optional, source, span));
                let otherwise = self.arm(|_| Ok(default));
                let value = self.merge(some, then?, otherwise?, call.span())?;
                self.suggest_name(&value, &Ident::new(&optional.name, span));
                Ok(value)
            }
            _ => Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
        }
    }

    fn is_some(&mut self, source: &Source, span: Span) -> Accepted<Var> {
        let count = self.finite(source, span)?;
        let zero = self.int(0, span);
        Ok(self.push(Kind::Bool, Op::Prim(prims::GT, vec![count, zero]), span))
    }

    fn assert_some(&mut self, source: &Source, span: Span) -> Accepted<()> {
        let some = self.is_some(source, span)?;
        let name = Ident::new("some", span);
        let tokens = Rc::new(quote!(assert!(#name)));
        let op = Op::Rust(RustCode { tokens, captures: vec![(name, some)], effect: true });
        self.define(Vec::new(), op, span);
        Ok(())
    }

    /// The item, where there is one: the first one, and a loop over the others.
    fn picked(
        &mut self,
        optional: &Shared<Optional>,
        source: &Source,
        span: Span,
    ) -> Accepted<Value> {
        if let Pick::Last = optional.pick {
            let count = self.finite(source, span)?;
            let one = self.int(1, span);
            let last = self.push(Kind::usize(), Op::Prim(prims::SUB, vec![count, one]), span);
            return self.item(source, last, span);
        }
        let (zero, one) = (self.int(0, span), self.int(1, span));
        let first = self.item(source, zero, span)?;
        let acc = self.scopes.fresh(optional.name.clone(), first);
        let rest = optional.chain.behind(one);
        self.accumulate(&rest, &acc, &[], span, &mut |lower, best, item| match &optional.pick {
            Pick::Last => Ok(item),
            Pick::Reduce(function) => lower.inline(function, vec![best, item], span),
            Pick::Best { max, compare } => {
                let greater = match compare {
                    None => lower.greater_number(&best, &item, span)?,
                    Some(compare) => {
                        let args = vec![best.clone(), item.clone()];
                        let order = lower.inline(compare, args, span)?;
                        lower.greater(order, span)?
                    }
                };
                let (yes, no) = if *max { (best, item) } else { (item, best) };
                let then = lower.arm(|_| Ok(yes));
                let otherwise = lower.arm(|_| Ok(no));
                lower.merge(greater, then?, otherwise?, span)
            }
        })
    }

    fn greater_number(&mut self, best: &Value, item: &Value, span: Span) -> Accepted<Var> {
        match (best, item) {
            (Value::Var(best), Value::Var(item)) if self.vars.kind(*best).is_scalar() => {
                Ok(self.push(Kind::Bool, Op::Prim(prims::GT, vec![*best, *item]), span))
            }
            _ => Err(self.diagnostics.at(span, ITERATOR, "")),
        }
    }

    /// `a.partial_cmp(b)`, `a.total_cmp(b)`, `a.cmp(b)`
    pub(super) fn comparison(
        &mut self,
        call: &ExprMethodCall,
        left: Var,
    ) -> Option<Accepted<Value>> {
        let known = ["partial_cmp", "total_cmp", "cmp"].iter().any(|name| call.method == name);
        let [right] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
        if !known {
            return None;
        }
        Some(self.compared(left, right, &call.method))
    }

    /// The order of a value and an expression.
    pub(super) fn compared(&mut self, left: Var, right: &Expr, method: &Ident) -> Accepted<Value> {
        let kind = self.vars.kind(left).clone();
        let at = right;
        let right = self.var(right, Some(&kind))?;
        self.expect_of(right, &kind, at)?;
        let (method, rest) = (method.clone(), TokenStream::new());
        Ok(Value::Lazy(Lazy::Ordering(Shared::new(Comparison { left, right, method, rest }))))
    }

    /// A method of an order.
    pub(super) fn order_method(
        &mut self,
        call: &ExprMethodCall,
        order: &Shared<Comparison>,
    ) -> Accepted<Value> {
        let (method, args) = (&call.method, &call.args);
        let mut next = (**order).clone();
        match method.to_string().as_str() {
            "unwrap" | "expect" | "unwrap_or" | "reverse" => {
                next.rest.extend(quote!(.#method(#args)));
                Ok(Value::Lazy(Lazy::Ordering(Shared::new(next))))
            }
            "is_gt" | "is_lt" | "is_ge" | "is_le" | "is_eq" | "is_ne" => {
                Ok(Value::Var(self.order_test(&next, method, call.method.span())))
            }
            _ => Err(self.diagnostics.report(method, METHOD_UNKNOWN)),
        }
    }

    /// Whether an order says that the first is greater.
    fn greater(&mut self, order: Value, span: Span) -> Accepted<Var> {
        match order {
            Value::Lazy(Lazy::Ordering(order)) => {
                Ok(self.order_test(&order, &Ident::new("is_gt", span), span))
            }
            _ => Err(self.diagnostics.at(span, COMPARISON, "")),
        }
    }

    fn order_test(&mut self, order: &Comparison, test: &Ident, span: Span) -> Var {
        let Comparison { left, right, method, rest } = order;
        let name = |var: Var, default: &str| {
            let name = self.vars[var].name.clone().unwrap_or_else(|| default.to_owned());
            Ident::new(&name, span)
        };
        let (mut a, mut b) = (name(*left, "a"), name(*right, "b"));
        if a == b {
            (a, b) = (Ident::new("a", span), Ident::new("b", span));
        }
        let tokens = Rc::new(quote!(#a.#method(&#b)#rest.#test()));
        let captures = vec![(a, *left), (b, *right)];
        self.push(Kind::Bool, Op::Rust(RustCode { tokens, captures, effect: false }), span)
    }
}

/// Whether asking for the first item of an empty source panics by itself.
fn indexes(source: &Source) -> bool {
    match source {
        Source::Elements(_) | Source::Array { .. } | Source::Places { .. } => true,
        Source::Map(inner, _) | Source::Enumerate(inner) | Source::Reversed(inner) => {
            indexes(inner)
        }
        Source::Zip(a, b) => indexes(a) && indexes(b),
        Source::Range { .. }
        | Source::From { .. }
        | Source::Runs { .. }
        | Source::Once(_)
        | Source::Repeat(_)
        | Source::Chained(..)
        | Source::StepBy(..)
        | Source::Skip(..)
        | Source::Take(..) => false,
    }
}
