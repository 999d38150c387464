//! The order of two numbers: `a.partial_cmp(b)` and what is asked of it.

use std::collections::HashSet;
use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::{Expr, Ident};

use super::closures::{Lazy, Shared};
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use super::spans::Spanned;
use super::walk::{Found, Walk};
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
    /// The order of a value and an expression.
    pub(super) fn compared(&mut self, left: Var, right: &Expr, method: &Ident) -> Accepted<Value> {
        let kind = self.vars.kind(left).clone();
        let at = right;
        let right = self.var(right, Some(&kind))?;
        self.expect_of(right, &kind, at)?;
        let (method, rest) = (method.clone(), TokenStream::new());
        Ok(Value::Lazy(Lazy::Ordering(Shared::new(Comparison { left, right, method, rest }))))
    }

    /// What makes another order of one: `unwrap()`, `reverse()`.
    pub(super) fn of_order(&mut self, order: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Ordering(order)) = order else { return Err(Refused) };
        let (method, args) = (&site.call.method, &site.call.args);
        let mut next = (**order).clone();
        next.rest.extend(quote!(.#method(#args)));
        Ok(Value::Lazy(Lazy::Ordering(Shared::new(next))))
    }

    /// `is_gt()` and its kin.
    pub(super) fn order_is(&mut self, order: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Ordering(order)) = order else { return Err(Refused) };
        Ok(Value::Var(self.order_test(order, &site.call.method, site.span())))
    }

    /// `v.sort_by(f)` and its kin: the order is found out of the values, and has no derivative; then each element is
    /// taken from where it stood.
    pub(super) fn sorted(
        &mut self,
        place: Borrow,
        stable: bool,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let span = site.call.span();
        let mut compare = match site.args.first() {
            Some(compare) => self.comparing(compare)?,
            None => RustCode {
                tokens: Rc::new(quote_spanned!(span=> ::core::cmp::Ord::cmp)),
                captures: Vec::new(),
                effect: Effect::None,
            },
        };
        let items = self.borrowed(&place, span)?;
        let runtime = self.runtime.clone();
        let own = self.vars[items].name.as_ref().and_then(|name| syn::parse_str(name).ok());
        let taken = |name: &Ident| compare.captures.iter().any(|(other, _)| other == name);
        let mut name = own.unwrap_or_else(|| Ident::new("items", span));
        if taken(&name) {
            name = self.operand_name(span);
        }
        name.set_span(span);
        let function = match (site.call.method.to_string().ends_with("_key"), stable) {
            (false, true) => "order",
            (false, false) => "order_unstable",
            (true, true) => "order_by_key",
            (true, false) => "order_unstable_by_key",
        };
        let function = Ident::new(function, span);
        let tokens = &compare.tokens;
        let tokens = Rc::new(quote_spanned!(span=> #runtime::#function(&#name, #tokens)));
        compare.captures.push((name, items));
        let order = self.push(
            Kind::Vec(Box::new(Kind::usize())),
            Op::Rust(RustCode { tokens, ..compare }),
            span,
        );
        self.suggest_name(&Value::Var(order), &Ident::new("order", span));
        self.written_out([Value::Borrow(place), Value::Var(order)], site.call, |[v, order]| {
            syn::parse_quote_spanned!(span=> {
                let unsorted = #v.to_vec();
                for i in 0..unsorted.len() {
                    #v[i] = unsorted[#order[i]].clone();
                }
            })
        })
    }

    /// What compares two values, in the user's words.
    fn comparing(&mut self, function: &Expr) -> Accepted<RustCode> {
        self.check_changes(function)?;
        let mut free = HashSet::new();
        Walk::new(|found| {
            if let Found::Mentioned(path) | Found::Called(path, _) = found {
                free.extend(path.path.get_ident().cloned());
            }
        })
        .visit_expr(function);
        let mut code = self.code(function.to_token_stream())?;
        code.captures.retain(|(name, _)| free.contains(name));
        Ok(code)
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
        self.comparison(order, Kind::Bool, quote!(.#test()), span)
    }

    /// The order itself, which carries no derivative.
    pub(super) fn order(&mut self, order: &Comparison, span: Span) -> Var {
        self.comparison(order, Kind::Other(None), TokenStream::new(), span)
    }

    fn comparison(
        &mut self,
        order: &Comparison,
        kind: Kind,
        asked: TokenStream,
        span: Span,
    ) -> Var {
        let Comparison { left, right, method, rest } = order;
        let name = |var: Var, default: &str| {
            let name = self.vars[var].name.clone().unwrap_or_else(|| default.to_owned());
            Ident::new(&name, span)
        };
        let (mut a, mut b) = (name(*left, "a"), name(*right, "b"));
        if a == b {
            (a, b) = (Ident::new("a", span), Ident::new("b", span));
        }
        let tokens = Rc::new(quote!(#a.#method(&#b)#rest #asked));
        let captures = vec![(a, *left), (b, *right)];
        self.push(kind, Op::Rust(RustCode { tokens, captures, effect: Effect::None }), span)
    }
}
