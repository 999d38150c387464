//! Values that may be missing: a `Result` or an `Option` with a derivative inside, as a local value.
//!
//! It is in parts: whether there is a value, which error there is in its place, and the value, which is a
//! stand-in where there is none. Branches merge the parts and loops carry them like any other values.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote_spanned;
use syn::Ident;

use super::lower::Lower;
use super::returns::form_of;
use super::scope::Value;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::{Answer, Block, Effect, Form, Kind, Op, RustCode, Stmt, Var};

/// A `Result` or an `Option`, in parts.
#[derive(Clone, Debug)]
pub struct Maybe {
    /// Which of the two it is.
    pub form: Form,
    /// Whether there is a value.
    pub some: Value,
    /// The error, as an `Option`; `()` where there is none to tell.
    pub error: Value,
    /// The value.
    pub value: Value,
    /// The call that has just answered with it.
    pub call: Option<Called>,
    /// How it is written, where nothing in it has a derivative: so it may go where no derivative goes.
    pub words: Option<Rc<RustCode>>,
}

impl PartialEq for Maybe {
    fn eq(&self, other: &Maybe) -> bool {
        self.form == other.form && self.parts() == other.parts()
    }
}

/// A call, and how many statements there are once its answer has been taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Called {
    /// Which error there is, or whether there is a value.
    state: Var,
    after: usize,
}

impl Maybe {
    /// The parts, in order.
    pub fn parts(&self) -> [&Value; 3] {
        [&self.some, &self.error, &self.value]
    }

    /// The same with other parts.
    pub fn with(&self, mut part: impl FnMut(&Value) -> Value) -> Maybe {
        let [some, error, value] = self.parts().map(&mut part);
        Maybe::of(self.form, some, error, value)
    }

    /// What consists of these parts.
    pub fn of(form: Form, some: Value, error: Value, value: Value) -> Maybe {
        Maybe { form, some, error, value, call: None, words: None }
    }

    /// The same under a name, by which it is asked again.
    pub fn named(self) -> Maybe {
        Maybe { call: None, ..self }
    }
}

/// Of which form a value is that may be missing, and of which kind what is inside, where that is known.
#[derive(Clone, Debug)]
pub struct Wrapping {
    pub form: Form,
    pub inside: Option<Kind>,
}

impl Lower<'_> {
    /// What is wrapped in a value of this kind, where it has a derivative.
    pub(super) fn wrapping(&self, kind: &Kind) -> Option<Wrapping> {
        let Kind::Other(Some(ty)) = kind else { return None };
        let (form, inside) = (form_of(ty)?, self.types.kind(type_inside(ty)?)?);
        inside.is_differentiable().then_some(Wrapping { form, inside: Some(inside) })
    }

    /// What is not there, nor anywhere else yet.
    pub(super) fn nothing(&mut self, wrapping: &Wrapping, span: Span) -> Value {
        let some = Value::Var(self.truth(false, span));
        let error = match wrapping.form {
            Form::Option => Value::Unit,
            Form::Result => Value::Var(self.no_error(span)),
        };
        let value = self.absent(wrapping.inside.clone(), span);
        Value::Maybe(Box::new(Maybe::of(wrapping.form, some, error, value)))
    }

    /// The answer of a callee that may fail, in parts.
    pub(super) fn answer(&mut self, value: Value, state: Var, form: Form, span: Span) -> Value {
        let (some, error) = match form {
            Form::Option => (state, Value::Unit),
            Form::Result => {
                let none = quote_spanned!(span=> error.is_none());
                let some =
                    self.inactive(none, vec![(Ident::new("error", span), state)], Kind::Bool);
                (some, Value::Var(state))
            }
        };
        let call = Some(Called { state, after: self.stmts.len() });
        let maybe = Maybe::of(form, Value::Var(some), error, value);
        Value::Maybe(Box::new(Maybe { call, ..maybe }))
    }

    /// What is not there, of the same form.
    pub(super) fn nothing_like(&mut self, like: &Maybe, span: Span) -> Maybe {
        let some = Value::Var(self.truth(false, span));
        let error = match like.error {
            Value::Unit => Value::Unit,
            _ => Value::Var(self.no_error(span)),
        };
        let value = match &like.value {
            Value::Absent(_) => like.value.clone(),
            value => value.rebuild(&mut |var| self.stand_in(self.vars.kind(var).clone(), span)),
        };
        Maybe::of(like.form, some, error, value)
    }

    /// The same with a stand-in for a value of a known kind that is not there.
    pub(super) fn with_value(&mut self, maybe: Maybe, span: Span) -> Maybe {
        match maybe.value {
            Value::Absent(var) if !matches!(self.vars.kind(var), Kind::Other(None)) => {
                let value = Value::Var(self.stand_in(self.vars.kind(var).clone(), span));
                Maybe { value: self.exploded(value, span), ..maybe.with(Value::clone) }
            }
            Value::Absent(_) => maybe,
            _ => maybe.with(|part| self.exploded(part.clone(), span)),
        }
    }

    /// `None`, where there is no error.
    pub(super) fn no_error(&mut self, span: Span) -> Var {
        let none = quote_spanned!(span=> ::core::option::Option::None);
        self.inactive(none, Vec::new(), Kind::Other(None))
    }

    /// A value without a derivative, in the user's words.
    pub(super) fn in_words(&mut self, maybe: &Maybe, span: Span) -> Option<Var> {
        let words = maybe.words.as_ref()?;
        let op = Op::Rust(RustCode::clone(words));
        Some(self.push(Kind::Other(None), op, span))
    }

    /// Code of which nothing has a derivative.
    pub(super) fn inactive(
        &mut self,
        tokens: proc_macro2::TokenStream,
        captures: Vec<(Ident, Var)>,
        kind: Kind,
    ) -> Var {
        let span = captures.first().map_or_else(Span::call_site, |(name, _)| name.span());
        let code = RustCode { tokens: Rc::new(tokens), captures, effect: Effect::None };
        self.push(kind, Op::Rust(code), span)
    }

    /// `g(x)?`, `g(x).unwrap()`, where the call has just been made: it answers so itself.
    pub(super) fn taken_at_call(&mut self, maybe: &Maybe, taken: Answer) -> Option<Value> {
        let Called { state, after } = maybe.call?;
        if self.stmts.len() != after {
            return None;
        }
        let at = self.stmts.iter().rposition(|stmt| stmt.outs.get(1) == Some(&state))?;
        let Stmt { outs, op: Op::Call(call), .. } = &mut self.stmts[at] else { return None };
        outs.remove(1);
        call.callee.answer = taken;
        if let Kind::Option(residuals) = &call.callee.residuals {
            call.callee.residuals = Kind::clone(residuals);
        }
        self.stmts.truncate(at + 1);
        Some(maybe.value.clone())
    }

    /// Reports calls whose errors are caught though there is nothing to go on with: a place that may have been
    /// changed in part, a value without a stand-in.
    pub(super) fn check_caught(&mut self, block: &Block) {
        for stmt in &block.stmts {
            if let Op::Call(call) = &stmt.op
                && call.callee.answer.caught().is_some()
            {
                let value = self.vars.kind(stmt.outs[0]).has_stand_in();
                if !value || call.places().next().is_some() {
                    self.diagnostics.at(stmt.span, CAUGHT, "");
                }
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.check_caught(inner));
        }
    }
}
