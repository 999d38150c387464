//! Methods of values that may be missing: each is a branch on whether there is one.

use proc_macro2::Span;
use quote::{ToTokens, quote_spanned};
use syn::{Expr, ExprMethodCall, Ident};

use super::changes::changes_option;
use super::closures::Shared;
use super::extrema::Optional;
use super::lower::Lower;
use super::maybe::Maybe;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Answer, Effect, Form, Kind, Literal, Op, RustCode, Var};
use crate::prims;

impl Lower<'_> {
    /// A method of a `Result` or an `Option`.
    pub(super) fn maybe_method(
        &mut self,
        call: &ExprMethodCall,
        maybe: Box<Maybe>,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        let some = self.there(&maybe, span)?;
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("is_some" | "is_ok", []) => Ok(Value::Var(some)),
            ("is_none" | "is_err", []) => Ok(Value::Var(self.not(some, span))),
            ("copied" | "cloned" | "clone" | "as_ref", []) => Ok(Value::Maybe(maybe)),
            ("unwrap", []) | ("expect", [_]) => self.unwrap_maybe(call, &maybe, some),
            ("unwrap_or", [default]) => {
                let default = self.expr(default, None)?;
                self.either(some, |_| Ok(maybe.value), |_| Ok(default), span)
            }
            ("unwrap_or_default", []) => {
                let kind = self.value_kind(&maybe.value);
                if !matches!(kind, Kind::Real(_)) {
                    return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
                }
                let zero = |lower: &mut Self| {
                    let zero = Op::Literal(Literal::Real(0.0));
                    Ok(Value::Var(lower.push(kind, zero, span)))
                };
                self.either(some, |_| Ok(maybe.value), zero, span)
            }
            ("unwrap_or_else", [function]) => {
                let (value, error) = (maybe.value.clone(), maybe.error.clone());
                let otherwise =
                    |lower: &mut Self| lower.of_error(function, &maybe.form, error, span);
                self.either(some, |_| Ok(value), otherwise, span)
            }
            ("map_or", [default, function]) => {
                let default = self.expr(default, None)?;
                let then = |lower: &mut Self| lower.of_value(function, maybe.value, span);
                self.either(some, then, |_| Ok(default), span)
            }
            ("map_or_else", [default, function]) => {
                let (value, error) = (maybe.value.clone(), maybe.error.clone());
                let then = |lower: &mut Self| lower.of_value(function, value, span);
                let otherwise =
                    |lower: &mut Self| lower.of_error(default, &maybe.form, error, span);
                self.either(some, then, otherwise, span)
            }
            ("is_some_and" | "is_ok_and", [function]) => {
                let then = |lower: &mut Self| lower.of_value(function, maybe.value, span);
                let no = |lower: &mut Self| Ok(Value::Var(lower.truth(false, span)));
                self.either(some, then, no, span)
            }
            ("is_none_or", [function]) => {
                let then = |lower: &mut Self| lower.of_value(function, maybe.value, span);
                let yes = |lower: &mut Self| Ok(Value::Var(lower.truth(true, span)));
                self.either(some, then, yes, span)
            }
            ("map", [function]) => {
                let value = maybe.value.clone();
                let then = |lower: &mut Self| lower.of_value(function, value, span);
                let value = self.either(some, then, |lower| Ok(lower.absent(None, span)), span)?;
                Ok(Value::Maybe(Box::new(Maybe { value, ..maybe.with(Value::clone) })))
            }
            ("and_then", [function]) => {
                let value = maybe.value.clone();
                let then = |lower: &mut Self| lower.of_value(function, value, span);
                let otherwise = |lower: &mut Self| {
                    let value = lower.absent(None, span);
                    Ok(Value::Maybe(Box::new(Maybe { value, ..maybe.with(Value::clone) })))
                };
                self.either(some, then, otherwise, span)
            }
            ("filter", [function]) if maybe.form == Form::Option => {
                let value = maybe.value.clone();
                let then = |lower: &mut Self| lower.of_value(function, value, span);
                let no = |lower: &mut Self| Ok(Value::Var(lower.truth(false, span)));
                let some = self.either(some, then, no, span)?;
                Ok(Value::Maybe(Box::new(Maybe { some, ..maybe.with(Value::clone) })))
            }
            ("or", [other]) => {
                let other = self.expr(other, None)?;
                let own = Value::Maybe(Box::new(maybe.with(Value::clone)));
                self.either(some, |_| Ok(own), |_| Ok(other), span)
            }
            ("or_else", [function]) => {
                let own = Value::Maybe(Box::new(maybe.with(Value::clone)));
                let error = maybe.error.clone();
                let otherwise =
                    |lower: &mut Self| lower.of_error(function, &maybe.form, error, span);
                self.either(some, |_| Ok(own), otherwise, span)
            }
            (method, _) if changes_option(method) => Err(self.diagnostics.report(call, EFFECT)),
            _ if maybe.words.is_some() && !is_about_error(call) => {
                self.rust_code(&Expr::MethodCall(call.clone()), None)
            }
            _ => self.error_method(call, *maybe, some),
        }
    }

    /// A method that is about the error.
    fn error_method(&mut self, call: &ExprMethodCall, maybe: Maybe, some: Var) -> Accepted<Value> {
        let span = call.method.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        let (form, error) = match (call.method.to_string().as_str(), args.as_slice()) {
            ("ok", []) if maybe.form == Form::Result => (Form::Option, Value::Unit),
            ("map_err", [function]) if maybe.form == Form::Result => {
                let (name, error) = self.error_of(&maybe, span)?;
                let words = quote_spanned!(span=> #name.map(#function));
                (Form::Result, self.error_words(words, function, (name, error))?)
            }
            ("ok_or", [error]) if maybe.form == Form::Option => {
                let name = self.operand_name(span);
                let words = quote_spanned!(span=> if #name { None } else { Some(#error) });
                (Form::Result, self.error_words(words, error, (name, some))?)
            }
            ("ok_or_else", [function]) if maybe.form == Form::Option => {
                let name = self.operand_name(span);
                let words = quote_spanned!(span=> if #name { None } else { Some((#function)()) });
                (Form::Result, self.error_words(words, function, (name, some))?)
            }
            _ => return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
        };
        let (some, value) = (Value::Var(some), maybe.value);
        Ok(Value::Maybe(Box::new(Maybe::of(form, some, error, value))))
    }

    /// An error in the user's words, with a value that these do not name.
    fn error_words(
        &mut self,
        words: proc_macro2::TokenStream,
        part: &Expr,
        capture: (Ident, Var),
    ) -> Accepted<Value> {
        self.check_changes(part)?;
        let span = capture.0.span();
        let mut code = self.code(part.to_token_stream())?;
        code.captures.push(capture);
        let code = RustCode { tokens: words.into(), effect: Effect::Moves, ..code };
        Ok(Value::Var(self.push(Kind::Other(None), Op::Rust(code), span)))
    }

    /// The error, as an `Option`, and a name for it.
    fn error_of(&mut self, maybe: &Maybe, span: Span) -> Accepted<(Ident, Var)> {
        let name = self.operand_name(span);
        let error = self.single(maybe.error.clone(), span)?;
        Ok((name, error))
    }

    /// The error itself, where there is one.
    pub(super) fn error_itself(&mut self, error: Value, span: Span) -> Accepted<Value> {
        let error = self.single(error, span)?;
        let name = Ident::new("error", span);
        let tokens = quote_spanned! {span=>
            match #name { Some(#name) => #name, None => unreachable!() }
        };
        let captures = vec![(name, error)];
        let code = RustCode { tokens: tokens.into(), captures, effect: Effect::Moves };
        Ok(Value::Var(self.push(Kind::Other(None), Op::Rust(code), span)))
    }

    /// Whether there is a value.
    pub(super) fn there(&mut self, maybe: &Maybe, span: Span) -> Accepted<Var> {
        self.single(maybe.some.clone(), span)
    }

    pub(super) fn not(&mut self, var: Var, span: Span) -> Var {
        self.push(Kind::Bool, Op::Prim(prims::NOT, vec![var]), span)
    }

    /// One of two values, each of which is computed only where it is asked for.
    pub(super) fn either(
        &mut self,
        some: Var,
        then: impl FnOnce(&mut Self) -> Accepted<Value>,
        otherwise: impl FnOnce(&mut Self) -> Accepted<Value>,
        span: Span,
    ) -> Accepted<Value> {
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let (then, otherwise) = (self.arm(then), self.arm(otherwise));
        let merged = match (then, otherwise) {
            (Ok(then), Ok(otherwise)) => self.merge(some, then, otherwise, span),
            _ => Err(Refused),
        };
        self.base = base;
        merged
    }

    fn of_value(&mut self, function: &Expr, value: Value, span: Span) -> Accepted<Value> {
        // Nothing is ever there: what would become of it is not asked.
        if matches!(value, Value::Absent(_)) {
            return Err(self.diagnostics.report(function, KIND_UNKNOWN));
        }
        let function = self.function(function, 1)?;
        self.inline(&function, vec![value], span)
    }

    /// What a function makes of the error: of `None` it is given nothing.
    fn of_error(
        &mut self,
        function: &Expr,
        form: &Form,
        error: Value,
        span: Span,
    ) -> Accepted<Value> {
        match form {
            Form::Option => {
                let function = self.function(function, 0)?;
                self.inline(&function, Vec::new(), span)
            }
            Form::Result => {
                let function = self.function(function, 1)?;
                let error = self.error_itself(error, span)?;
                self.inline(&function, vec![error], span)
            }
        }
    }

    /// `unwrap()`, `expect("…")`: the panic is that of the standard library.
    fn unwrap_maybe(&mut self, call: &ExprMethodCall, maybe: &Maybe, some: Var) -> Accepted<Value> {
        let span = call.method.span();
        let (method, args) = (&call.method, &call.args);
        let words = quote_spanned!(span=> .#method(#args));
        if !self.names_locals(&args.to_token_stream())
            && let Some(value) = self.taken_at_call(maybe, Answer::Unwrapped(words.clone().into()))
        {
            return Ok(value);
        }
        let panics = match maybe.form {
            Form::Option => quote_spanned!(span=> ::core::option::Option::None::<()> #words),
            Form::Result => {
                quote_spanned!(span=> ::core::result::Result::Err::<(), _>(error) #words)
            }
        };
        let error = match maybe.form {
            Form::Option => None,
            Form::Result => Some(maybe.error.clone()),
        };
        let tokens = args.to_token_stream();
        let panic = |lower: &mut Self| {
            let mut code = lower.code(tokens)?;
            if let Some(error) = error {
                let error = lower.error_itself(error, span)?;
                let error = lower.single(error, span)?;
                code.captures.push((Ident::new("error", span), error));
            }
            let code = RustCode { tokens: panics.into(), effect: Effect::Acts, ..code };
            lower.define(Vec::new(), Op::Rust(code), span);
            Ok(())
        };
        self.guard_unless(some, panic, span)?;
        self.certain(maybe.value.clone(), span)
    }

    /// A value that is there, where control comes past.
    pub(super) fn certain(&mut self, value: Value, span: Span) -> Accepted<Value> {
        match value {
            Value::Absent(var) => match self.vars.kind(var).clone() {
                Kind::Other(None) => Err(self.diagnostics.at(span, KIND_UNKNOWN, "")),
                kind => Ok(Value::Var(self.stand_in(kind, span))),
            },
            value => Ok(value),
        }
    }

    /// An item of an iterator that may be missing as a value like any other.
    pub(super) fn maybe_item(
        &mut self,
        optional: &Shared<Optional>,
        span: Span,
    ) -> Accepted<Box<Maybe>> {
        let asked = self.asked(optional, span)?;
        let some = asked.some();
        let then = |lower: &mut Self| lower.found(&asked, span);
        let value = self.either(some, then, |lower| Ok(lower.absent(None, span)), span)?;
        Ok(Box::new(Maybe::of(Form::Option, Value::Var(some), Value::Unit, value)))
    }
}

/// Whether a method makes another error of one, or none.
fn is_about_error(call: &ExprMethodCall) -> bool {
    ["ok", "map_err", "ok_or", "ok_or_else"].iter().any(|name| call.method == name)
}
