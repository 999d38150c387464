//! The order of two numbers: `a.partial_cmp(b)` and what is asked of it.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprMethodCall, Ident};

use super::closures::{Lazy, Shared};
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Op, RustCode, Var};

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
    pub(super) fn greater(&mut self, order: Value, span: Span) -> Accepted<Var> {
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
        self.push(Kind::Bool, Op::Rust(RustCode { tokens, captures, effect: Effect::None }), span)
    }
}
