//! What the function returns.

use proc_macro2::Span;
use syn::ItemFn;

use super::fallible::Fallible;
use super::lower::Lower;
use super::scope::Value;
use super::signature::FnSignature;
use super::standard::refused;
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
                false => Err(self.diagnostics.report(&item.sig.ident, NO_OUTPUT)),
            };
        };
        if let Some(elided) = self.fallible.as_ref().and_then(Fallible::elided) {
            self.diagnostics.report(elided, LIFETIME);
        }
        if let Some(anonymous) = anonymous(ty, &self.types) {
            self.diagnostics.report(anonymous, LIFETIME);
        }
        if let syn::Type::Reference(reference) = ty {
            let kind = self.types.kind(&reference.elem);
            let numbers = kind.is_some_and(|kind| kind.is_differentiable());
            let entry = if numbers { BORROWED_OUTPUT } else { NO_OUTPUT };
            return Err(self.diagnostics.report(ty, entry));
        }
        match self.types.kind(ty) {
            Some(kind) if kind.borrows() => Err(self.diagnostics.report(ty, BORROWED_OUTPUT)),
            Some(kind) if written || kind.is_differentiable() => Ok(kind),
            Some(_) => Err(self.diagnostics.report(ty, NO_OUTPUT)),
            None => Err(self.diagnostics.on(ty, TYPE, &refused(ty))),
        }
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
        let var = self.single(value, span)?;
        self.expect_kind(var, kind, span)?;
        let own = self.vars.kind(var).clone();
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
