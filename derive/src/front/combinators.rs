//! Methods of values that may be missing: each is a branch on whether there is one.

use proc_macro2::Span;
use quote::{ToTokens, quote_spanned};
use syn::{Expr, ExprMethodCall, Ident};

use super::closures::{Lazy, Shared};
use super::extrema::Optional;
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::Site;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Answer, Effect, Form, Kind, Literal, Op, RustCode, Var};
use crate::prims;

impl Lower<'_> {
    /// A method of a `Result` or an `Option` that stands between it and `?`.
    pub(super) fn maybe_method(
        &mut self,
        call: &ExprMethodCall,
        maybe: Box<Maybe>,
    ) -> Accepted<Value> {
        let some = self.there(&maybe, call.method.span())?;
        self.of_error(*maybe, some, &Site::of(call, None, None))
    }

    /// `unwrap_or(x)`
    pub(super) fn value_or(&mut self, maybe: Maybe, some: Var, site: &Site<'_>) -> Accepted<Value> {
        let default = self.expr(site.args[0], None)?;
        self.either(some, |_| Ok(maybe.value), |_| Ok(default), site.span())
    }

    /// `unwrap_or_default()`
    pub(super) fn value_or_default(
        &mut self,
        maybe: Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let kind = self.value_kind(&maybe.value);
        if !matches!(kind, Kind::Real(_)) {
            return Err(self.unknown_of_option(site));
        }
        let zero = |lower: &mut Self| {
            let zero = Op::Literal(Literal::Real(0.0));
            Ok(Value::Var(lower.push(kind, zero, site.span())))
        };
        self.either(some, |_| Ok(maybe.value), zero, site.span())
    }

    /// `unwrap_or_else(f)`
    pub(super) fn value_or_else(
        &mut self,
        maybe: Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let Maybe { form, error, value, .. } = maybe;
        let otherwise =
            |lower: &mut Self| lower.out_of_error(site.args[0], &form, error, site.span());
        self.either(some, |_| Ok(value), otherwise, site.span())
    }

    /// `map_or(x, f)`
    pub(super) fn mapped_or(
        &mut self,
        maybe: Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let default = self.expr(site.args[0], None)?;
        let then = |lower: &mut Self| lower.of_value(site.args[1], maybe.value, site.span());
        self.either(some, then, |_| Ok(default), site.span())
    }

    /// `map_or_else(f, g)`
    pub(super) fn mapped_or_else(
        &mut self,
        maybe: Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let (Maybe { form, error, value, .. }, span) = (maybe, site.span());
        let then = |lower: &mut Self| lower.of_value(site.args[1], value, span);
        let otherwise = |lower: &mut Self| lower.out_of_error(site.args[0], &form, error, span);
        self.either(some, then, otherwise, span)
    }

    /// `is_some_and(f)` and its kin.
    pub(super) fn holds(
        &mut self,
        maybe: Maybe,
        some: Var,
        otherwise: bool,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let then = |lower: &mut Self| lower.of_value(site.args[0], maybe.value, site.span());
        let other = |lower: &mut Self| Ok(Value::Var(lower.truth(otherwise, site.span())));
        self.either(some, then, other, site.span())
    }

    /// `map(f)`
    pub(super) fn mapped_value(
        &mut self,
        maybe: Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let (value, span) = (maybe.value.clone(), site.span());
        let then = |lower: &mut Self| lower.of_value(site.args[0], value, span);
        let value = self.either(some, then, |lower| Ok(lower.absent(None, span)), span)?;
        Ok(Value::Maybe(Box::new(Maybe { value, ..maybe.with(Value::clone) })))
    }

    /// `and_then(f)`
    pub(super) fn and_then(&mut self, maybe: Maybe, some: Var, site: &Site<'_>) -> Accepted<Value> {
        let (value, span) = (maybe.value.clone(), site.span());
        let then = |lower: &mut Self| lower.of_value(site.args[0], value, span);
        let otherwise = |lower: &mut Self| {
            let value = lower.absent(None, span);
            Ok(Value::Maybe(Box::new(Maybe { value, ..maybe.with(Value::clone) })))
        };
        self.either(some, then, otherwise, span)
    }

    /// `filter(f)`
    pub(super) fn filtered(&mut self, maybe: Maybe, some: Var, site: &Site<'_>) -> Accepted<Value> {
        if maybe.form != Form::Option {
            return self.of_words(&maybe, site);
        }
        let (value, span) = (maybe.value.clone(), site.span());
        let then = |lower: &mut Self| lower.of_value(site.args[0], value, span);
        let no = |lower: &mut Self| Ok(Value::Var(lower.truth(false, span)));
        let some = self.either(some, then, no, span)?;
        Ok(Value::Maybe(Box::new(Maybe { some, ..maybe.with(Value::clone) })))
    }

    /// `or(other)`
    pub(super) fn or(&mut self, maybe: Box<Maybe>, some: Var, site: &Site<'_>) -> Accepted<Value> {
        let other = self.expr(site.args[0], None)?;
        self.either(some, |_| Ok(Value::Maybe(maybe)), |_| Ok(other), site.span())
    }

    /// `or_else(f)`
    pub(super) fn or_else(&mut self, maybe: Maybe, some: Var, site: &Site<'_>) -> Accepted<Value> {
        let own = Value::Maybe(Box::new(maybe.with(Value::clone)));
        let (Maybe { form, error, .. }, span) = (maybe, site.span());
        let otherwise = |lower: &mut Self| lower.out_of_error(site.args[0], &form, error, span);
        self.either(some, |_| Ok(own), otherwise, span)
    }

    /// A method that no row is about.
    pub(super) fn of_option_in_words(
        &mut self,
        receiver: Value,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        match receiver {
            Value::Maybe(maybe) => self.of_words(&maybe, site),
            _ => Err(self.unknown_of_option(site)),
        }
    }

    fn of_words(&mut self, maybe: &Maybe, site: &Site<'_>) -> Accepted<Value> {
        match maybe.words {
            Some(_) => self.rust_code(&Expr::MethodCall(site.call.clone()), None),
            None => Err(self.unknown_of_option(site)),
        }
    }

    /// A method that makes another error of one, or none.
    pub(super) fn of_error(&mut self, maybe: Maybe, some: Var, site: &Site<'_>) -> Accepted<Value> {
        let span = site.span();
        let (form, error) = match (site.call.method.to_string().as_str(), site.args.as_slice()) {
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
            _ => return Err(self.unknown_of_option(site)),
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
        let reported = self.diagnostics.count();
        let value = self.certain(value, span);
        self.diagnostics.widen(reported, function);
        let (value, function) = (value?, self.function(function, 1)?);
        self.inline(&function, vec![value], span)
    }

    /// What a function makes of the error: of `None` it is given nothing.
    fn out_of_error(
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
    pub(super) fn unwrap_maybe(
        &mut self,
        maybe: &Maybe,
        some: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let (method, args, span) = (&site.call.method, &site.call.args, site.span());
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

    /// What a closure yields that may be missing.
    pub(super) fn as_maybe(&mut self, value: Value, span: Span) -> Accepted<Box<Maybe>> {
        match value {
            Value::Maybe(maybe) => Ok(maybe),
            Value::Lazy(lazy) => self.maybe_of(&lazy, span),
            _ => Err(self.diagnostics.at(span, KIND_UNKNOWN, "")),
        }
    }

    /// What may be missing, and is written out where it is taken out, as a value like any other.
    pub(super) fn maybe_of(&mut self, lazy: &Lazy, span: Span) -> Accepted<Box<Maybe>> {
        match lazy {
            Lazy::Optional(optional) => self.maybe_item(optional, span),
            Lazy::Popped(place) => self.popped_now(place, span),
            lazy => Err(self.escaped(lazy, span)),
        }
    }

    /// An item that may be missing, for a variable that may be given another one later.
    pub(super) fn item_held(&mut self, value: Value, span: Span) -> Accepted<Value> {
        match value {
            Value::Lazy(Lazy::Optional(item)) if item.is_value() => {
                self.maybe_item(&item, span).map(Value::Maybe)
            }
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
