//! What the function returns.

use proc_macro2::Span;
use syn::{Expr, ItemFn, Stmt, Type};

use super::binding::literal_length;
use super::closures::Lazy;
use super::fallible::Fallible;
use super::lower::Lower;
use super::scope::Value;
use super::signature::FnSignature;
use super::standard::{refused, written};
use super::structs::anonymous;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

impl Lower<'_> {
    /// What the function returns. `written` says that it has another way to give something out.
    pub(super) fn output_kind(
        &mut self,
        item: &ItemFn,
        signature: &FnSignature,
        written: bool,
    ) -> Accepted<Kind> {
        let Some(ty) = &signature.value() else {
            return match written {
                true => Ok(Kind::Unit),
                false => {
                    let write = "return a float, an array, or a tuple of them, or write to a `&mut` parameter; else leave \
                                 the attribute out";
                    let what = seen("it returns nothing and has no such `&mut` parameter");
                    let refused =
                        self.diagnostics.on(&item.sig.ident, NO_OUTPUT, what.write(write));
                    let value = matches!(
                        item.block.stmts.last(),
                        Some(Stmt::Expr(
                            Expr::Binary(_) | Expr::MethodCall(_) | Expr::Path(_),
                            None
                        ))
                    );
                    Err(if value { self.diagnostics.rust_perhaps() } else { refused })
                }
            };
        };
        if let Some(elided) = self.fallible.as_ref().and_then(Fallible::elided) {
            self.diagnostics.report(elided, LIFETIME);
        }
        if let Some(anonymous) = anonymous(ty, &self.types) {
            self.diagnostics.report(anonymous, LIFETIME);
        }
        if let Type::Reference(reference) = ty {
            let kind = self.types.kind(&reference.elem);
            let numbers = kind.is_some_and(|kind| kind.is_differentiable());
            return Err(match numbers {
                true => self.diagnostics.report(ty, BORROWED_OUTPUT),
                false => self.refused_output(item, ty),
            });
        }
        match self.types.kind(ty) {
            Some(kind) if kind.borrows() => Err(self.diagnostics.report(ty, BORROWED_OUTPUT)),
            Some(kind) if written || kind.is_differentiable() => Ok(kind),
            Some(_) => Err(self.refused_output(item, ty)),
            None => Err(self.diagnostics.on(ty, TYPE, &refused(ty))),
        }
    }

    /// Reports a result of this type.
    fn refused_output(&mut self, item: &ItemFn, ty: &Type) -> Refused {
        let what = format!("`{}` has none", written(ty));
        let name = &item.sig.ident;
        let write = match self.method {
            true => format!(
                "put `#[differentiate(skip)]` on it; where it is called, `constant(x.{name}(…))` is its value"
            ),
            false => format!(
                "leave the attribute out, and call it as `constant({name}(…))`; or return a float too"
            ),
        };
        self.diagnostics.on(ty, NO_OUTPUT, seen(&what).write(&write))
    }

    pub(super) fn output(
        &mut self,
        item: &ItemFn,
        value: Value,
        kind: &Kind,
        span: Span,
    ) -> Accepted<Var> {
        if let (Value::Unit, true) = (&value, kind.is_differentiable()) {
            return Err(self.unexpected(span, &Kind::Unit, kind));
        }
        let instead = match &value {
            Value::Lazy(Lazy::Iterator(_)) => Some(
                "end it with what makes a value of its items: `sum()`, `product()`, `fold(…)`, `collect()`",
            ),
            Value::Maybe(_) | Value::Lazy(Lazy::Optional(_)) if self.fallible.is_none() => {
                Some("return what is inside, or let the function return a `Result` or an `Option`")
            }
            _ => None,
        };
        if let Some(write) = instead.filter(|_| kind.is_differentiable()) {
            return Err(self.not_a_value(span, &value, kind, write));
        }
        let var = self.single(value, span)?;
        self.expect_kind(var, kind, span)?;
        let own = self.vars.kind(var).clone();
        if let (Kind::Array(_, given), Kind::Array(_, wanted)) = (&own, kind)
            && let (Some(given), Some(wanted)) = (literal_length(given), literal_length(wanted))
            && given != wanted
        {
            return Err(self.unexpected(span, &own, kind));
        }
        if let (Kind::Array(..), Kind::Vec(_)) | (Kind::Vec(_), Kind::Array(..)) = (&own, kind) {
            return Err(self.unexpected(span, &own, kind));
        }
        if self.vars[var].name.is_none() {
            self.vars[var].name = Some(item.sig.ident.to_string());
            self.vars[var].named = true;
        }
        Ok(var)
    }
}
