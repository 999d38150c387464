//! What ends with the first item that is missing: `try_fold`, and collections and sums of `Result`s and `Option`s.

use proc_macro2::Span;
use quote::{format_ident, quote_spanned};
use syn::{Expr, Ident, Type};

use super::chains::Chain;
use super::closures::{Closure, Lazy, Shared};
use super::consumers::turbofish;
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::Site;
use super::scope::Value;
use super::search::Stop;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::{Form, Kind};

impl Lower<'_> {
    /// `try_fold(init, f)`: as far as the closure has a value.
    pub(super) fn tried_fold(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        let span = site.span();
        let (init, function) = (self.expr(site.args[0], None)?, self.function(site.args[1], 2)?);
        let function = Shared::new(function.yielding_option());
        let form = self.form_of(chain, &init, &function, span)?;
        let error = match form {
            Form::Option => Value::Unit,
            Form::Result => Value::Var(self.no_error(span)),
        };
        let yes = self.truth(true, span);
        let start = self.with_value(Maybe::of(form, Value::Var(yes), error, init), span);
        let total = self.scopes.fresh(site.name("total"), Value::Maybe(Box::new(start)));
        let running = self.scopes.fresh("running".to_owned(), Value::Var(yes));
        let stop = Stop { cell: running.clone(), before: true };
        let mut cells = vec![total.clone(), running.clone()];
        cells.extend(function.assigned().iter().cloned());
        self.drive_until(chain, std::slice::from_ref(&stop), &cells, span, &mut |lower, item| {
            let Some(Value::Maybe(before)) = lower.scopes.at(&total).cloned() else {
                return Err(Refused);
            };
            let next = lower.inline(&function, vec![before.value, item], span)?;
            let next = lower.as_maybe(next, span)?;
            let next = lower.with_value(*next, span);
            let some = lower.there(&next, span)?;
            lower.scopes.put(&running, Value::Var(some));
            lower.scopes.put(&total, Value::Maybe(Box::new(next.with(Value::clone))));
            Ok(())
        })?;
        Ok(self.scopes.at(&total).cloned().unwrap_or(Value::Poison))
    }

    /// Which of the two a closure yields: it is lowered once, and forgotten.
    fn form_of(
        &mut self,
        chain: &Chain,
        init: &Value,
        function: &Shared<Closure>,
        span: Span,
    ) -> Accepted<Form> {
        let (scopes, popped) = (self.scopes.clone(), self.popped.len());
        let mut form = None;
        let (_, driven) = self.capture(|lower| {
            lower.drive(chain, function.assigned(), span, &mut |lower, item| {
                let value = lower.inline(function, vec![init.clone(), item], span)?;
                form = Some(lower.as_maybe(value, span)?.form);
                Ok(())
            })
        });
        self.popped.truncate(popped);
        self.scopes.go_back(scopes);
        driven?;
        form.ok_or_else(|| self.diagnostics.at(span, ITERATOR, ""))
    }

    /// `collect()`, `sum()` and `product()` into a `Result` or an `Option`; none where it is into something else.
    pub(super) fn all_or_nothing(
        &mut self,
        chain: &Chain,
        site: &Site<'_>,
    ) -> Option<Accepted<Value>> {
        let ty = match (turbofish(site.call), site.expected) {
            (Some(ty), _) => ty.clone(),
            (None, Some(Kind::Other(Some(ty)))) => Type::clone(ty),
            (None, _) => return None,
        };
        let Type::Path(path) = &ty else { return None };
        let (value, nothing) = match path.path.segments.last()?.ident.to_string().as_str() {
            "Result" => ("Ok", quote_spanned!(site.span()=> Err(error))),
            "Option" => ("Some", quote_spanned!(site.span()=> None)),
            _ => return None,
        };
        let (inside, span) = (type_inside(&ty)?.clone(), site.span());
        let some = format_ident!("{value}", span = span);
        let method = site.call.method.to_string();
        let total =
            Ident::new(&site.name(if method == "collect" { "items" } else { &method }), span);
        let (start, step, end): (Expr, Expr, Expr) = match method.as_str() {
            "sum" => (
                syn::parse_quote_spanned!(span=> 0.0),
                syn::parse_quote_spanned!(span=> #total += value),
                syn::parse_quote_spanned!(span=> #total),
            ),
            "product" => (
                syn::parse_quote_spanned!(span=> 1.0),
                syn::parse_quote_spanned!(span=> #total *= value),
                syn::parse_quote_spanned!(span=> #total),
            ),
            _ => (
                syn::parse_quote_spanned!(span=> Vec::new()),
                syn::parse_quote_spanned!(span=> #total.push(value)),
                match self.types.kind(&inside)? {
                    Kind::Nd { .. } => syn::parse_quote_spanned!(span=> Array1::from_vec(#total)),
                    _ => syn::parse_quote_spanned!(span=> #total),
                },
            ),
        };
        let items = Value::Lazy(Lazy::Iterator(Shared::new(chain.clone())));
        Some(self.written_out([items], site.call, |[items]| {
            syn::parse_quote_spanned!(span=> {
                let mut #total = #start;
                let ended = #items.into_iter().try_fold((), |_, item| match item {
                    #some(value) => {
                        #step;
                        #some(())
                    }
                    #nothing => #nothing,
                });
                ended.map(|_| #end)
            })
        }))
    }
}
