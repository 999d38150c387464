//! `Some(x)`, `None`, `Ok(x)` and `Err(e)` as values, and `then` of truth values.

use proc_macro2::Span;
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Type};

use super::fallible::Wrapped;
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::Site;
use super::scope::Value;
use super::spans::Spanned;
use super::standard::type_argument;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::{Effect, Form, Kind, Op, RustCode, Var};

impl Lower<'_> {
    /// One of the four; `None` for anything else, and where there is certainly no derivative in it.
    pub(super) fn wrapped(
        &mut self,
        expr: &Expr,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let wrapped = Wrapped::of(expr)?;
        let span = expr.span();
        let ty = match expected {
            Some(Kind::Other(Some(ty))) => Some(ty.clone()),
            _ => None,
        };
        let error_type = ty.as_deref().and_then(type_of_error);
        let inside = ty.and_then(|ty| self.types.kind(type_inside(&ty)?));
        let inside = inside.or_else(|| self.types.kind(written_inside(expr)?));
        if inside.as_ref().is_some_and(|kind| !kind.is_differentiable()) {
            return None;
        }
        let (some, form) = match wrapped {
            Wrapped::Value(_) => (true, if is_some(expr) { Form::Option } else { Form::Result }),
            Wrapped::Error(None) => (false, Form::Option),
            Wrapped::Error(Some(_)) => (false, Form::Result),
        };
        let value = match wrapped {
            Wrapped::Value(inner) if is_option(expected) => self.expr(inner, None),
            Wrapped::Value(inner) => self.inside(inner, inside.as_ref(), expr)?,
            Wrapped::Error(_) => Ok(self.absent(inside, span)),
        };
        Some(value.and_then(|value| {
            let error = match (form, wrapped) {
                (Form::Option, _) => Value::Unit,
                (Form::Result, Wrapped::Error(Some(error))) => {
                    self.error_value(error, error_type.as_ref(), span)?
                }
                (Form::Result, _) => Value::Var(self.no_error(span)),
            };
            let words = self.plain_words(expr);
            let some = Value::Var(self.truth(some, span));
            Ok(Value::Maybe(Box::new(Maybe { words, ..Maybe::of(form, some, error, value) })))
        }))
    }

    /// What is wrapped; `None` where it has no derivative.
    fn inside(
        &mut self,
        inner: &Expr,
        kind: Option<&Kind>,
        whole: &Expr,
    ) -> Option<Accepted<Value>> {
        let before = self.diagnostics.count();
        let (stmts, value) = self.capture(|lower| lower.expr(inner, kind));
        let plain = self.plain_words(whole).is_some();
        let value = match value {
            Ok(value) => value,
            Err(refused) if !plain => return Some(Err(refused)),
            Err(_) => {
                self.diagnostics.forget(before);
                return None;
            }
        };
        let mut leaves = Vec::new();
        value.leaves(&mut leaves);
        let carries = leaves.iter().any(|var| self.vars.kind(*var).is_differentiable());
        if plain && !carries && value != Value::Unit {
            return None;
        }
        self.stmts.extend(stmts);
        Some(Ok(value))
    }

    /// An expression in the user's words, where nothing in it has a derivative.
    fn plain_words(&mut self, expr: &Expr) -> Option<std::rc::Rc<RustCode>> {
        let before = self.diagnostics.count();
        let (stmts, code) = self.capture(|lower| lower.code(expr.to_token_stream()));
        self.diagnostics.forget(before);
        let code = code.ok()?;
        let plain = |(_, var): &(syn::Ident, Var)| !self.vars.kind(*var).is_differentiable();
        (code.captures.iter().all(plain) && stmts.is_empty()).then(|| code.into())
    }

    /// `Some(error)`
    fn error_value(&mut self, error: &Expr, ty: Option<&Type>, span: Span) -> Accepted<Value> {
        self.check_changes(error)?;
        let of = ty.map(|ty| quote_spanned!(span=> ::<#ty>));
        let code = self.code(quote_spanned!(span=> ::core::option::Option::Some #of (#error)))?;
        let code = RustCode { effect: Effect::Moves, ..code };
        Ok(Value::Var(self.push(Kind::Other(None), Op::Rust(code), span)))
    }

    /// `condition.then(|| x)`, `condition.then_some(x)`
    pub(super) fn when(&mut self, cond: Var, site: &Site<'_>) -> Accepted<Value> {
        let (arg, span) = (site.args[0], site.span());
        let value = match site.call.method == "then_some" {
            true if is_option(site.expected) => Some(self.expr(arg, None)),
            true => self.inside(arg, None, arg),
            false if !is_option(site.expected) && self.plain_words(arg).is_some() => None,
            false => Some(self.function(arg, 0).and_then(|function| {
                let then = |lower: &mut Self| lower.inline(&function, Vec::new(), span);
                self.either(cond, then, |lower| Ok(lower.absent(None, span)), span)
            })),
        };
        let Some(value) = value else {
            return self.rust_code(&Expr::MethodCall(site.call.clone()), site.expected);
        };
        let maybe = Maybe::of(Form::Option, Value::Var(cond), Value::Unit, value?);
        Ok(Value::Maybe(Box::new(maybe)))
    }
}

/// `E` in `Result<T, E>`
fn type_of_error(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let error = type_argument(path.path.segments.last()?, 1)?;
    (!matches!(error, Type::Infer(_))).then(|| error.clone())
}

/// Whether an option is required, whatever is in it.
fn is_option(expected: Option<&Kind>) -> bool {
    matches!(expected, Some(Kind::Option(_)))
}

/// Whether this is `Some(…)`, and not `Ok(…)`.
fn is_some(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_some(&inner.expr),
        Expr::Group(inner) => is_some(&inner.expr),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Some"),
            _ => false,
        },
        _ => false,
    }
}

/// The type in `None::<f64>`.
fn written_inside(expr: &Expr) -> Option<&Type> {
    match expr {
        Expr::Paren(inner) => written_inside(&inner.expr),
        Expr::Group(inner) => written_inside(&inner.expr),
        Expr::Path(path) => type_argument(path.path.segments.last()?, 0),
        _ => None,
    }
}
