//! Ways out of the function behind which nothing is differentiated: panics, and errors that are returned.
//!
//! To the language between such a way out is a statement that does something. What comes after it stands
//! behind it as it is written: where it is reached, control has not left.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::{Block, Expr, ExprMethodCall, ExprReturn, ExprTry, Ident};

use super::closures::{Lazy, Shared};
use super::exits::{Exit, block_falls, exits, falls};
use super::extrema::Optional;
use super::fallible::fails;
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::maps_error;
use super::scope::Value;
use super::spans::Spanned;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::{self, Answer, Effect, Form, Kind, Op, RustCode, Var};
use crate::prims;

/// Which arm of a branch does not come to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fatal {
    /// The one where the condition holds.
    Yes,
    /// The other one.
    No,
    /// Both may.
    Neither,
}

impl Fatal {
    /// That of `if cond { then } else { otherwise }`.
    pub(super) fn of(then: &Block, otherwise: Option<&Expr>) -> Fatal {
        match () {
            () if is_fatal_block(then) => Fatal::Yes,
            () if otherwise.is_some_and(is_fatal) => Fatal::No,
            () => Fatal::Neither,
        }
    }
}

/// Whether an expression ends in a panic or with an error, wherever control goes.
pub(super) fn is_fatal(expr: &Expr) -> bool {
    !falls(expr) && exits(|finder| finder.visit_expr(expr)).iter().all(Exit::is_fatal)
}

fn is_fatal_block(block: &Block) -> bool {
    !block_falls(block) && exits(|finder| finder.visit_block(block)).iter().all(Exit::is_fatal)
}

impl Lower<'_> {
    /// Code that does not come to its end, under a condition.
    pub(super) fn guard(
        &mut self,
        cond: Var,
        run: impl FnOnce(&mut Self) -> Accepted<()>,
        span: Span,
    ) -> Accepted<()> {
        let arm = self.arm(|lower| run(lower).map(|()| Value::Unit))?;
        let then = ir::Block { stmts: arm.stmts, results: Vec::new() };
        let op = Op::If { cond, then, otherwise: ir::Block::default() };
        self.define(Vec::new(), op, span);
        Ok(())
    }

    /// The same where the condition does not hold.
    pub(super) fn guard_unless(
        &mut self,
        cond: Var,
        run: impl FnOnce(&mut Self) -> Accepted<()>,
        span: Span,
    ) -> Accepted<()> {
        let not = self.push(Kind::Bool, Op::Prim(prims::NOT, vec![cond]), span);
        self.guard(not, run, span)
    }

    /// `return Err(e)`
    pub(super) fn fail(&mut self, exit: &ExprReturn) -> Accepted<()> {
        let Some(value) = exit.expr.as_deref().filter(|_| fails(exit)) else {
            return Err(self.diagnostics.report(exit, INTERNAL));
        };
        if self.fallible.is_none() {
            return Err(self.diagnostics.report(exit, WANTED));
        }
        self.check_changes(value)?;
        let mut code = self.code(exit.to_token_stream())?;
        code.effect = Effect::Leaves;
        self.define(Vec::new(), Op::Rust(code), exit.span());
        Ok(())
    }

    /// `value?`
    pub(super) fn tried(&mut self, tried: &ExprTry, expected: Option<&Kind>) -> Accepted<Value> {
        if self.fallible.is_none() {
            return Err(self.diagnostics.report(tried, TRY));
        }
        let (inner, mapped) = unmapped(&tried.expr);
        let value = self.expr(inner, None)?;
        match self.popped_value(value, inner.span())? {
            Value::Maybe(maybe) => self.tried_value(maybe, &mapped, tried.span()),
            Value::Lazy(Lazy::Optional(optional)) => self.tried_item(&optional, &mapped, tried),
            _ => match self.expr(&tried.expr, None)? {
                Value::Var(var) => self.tried_words(tried, var, expected),
                value => Err(self.never_fails(&value, tried)),
            },
        }
    }

    /// `?` behind what may be missing, after what becomes of the error.
    fn tried_value(
        &mut self,
        maybe: Box<Maybe>,
        mapped: &[&ExprMethodCall],
        span: Span,
    ) -> Accepted<Value> {
        let closed = |call: &&ExprMethodCall| !self.names_locals(&call.args.to_token_stream());
        if mapped.iter().all(closed)
            && let Some(value) = self.taken_at_call(&maybe, Answer::Tried(between(mapped).into()))
        {
            return Ok(value);
        }
        let mut maybe = maybe;
        for call in mapped {
            let Value::Maybe(next) = self.maybe_method(call, maybe)? else { return Err(Refused) };
            maybe = next;
        }
        let Maybe { form, some, error, value, .. } = *maybe;
        match (form, some, error) {
            (Form::Option, Value::Var(some), _) => {
                let leave = |lower: &mut Self| lower.leave_with(quote_spanned!(span=> None), span);
                self.guard_unless(some, leave, span)?;
            }
            (Form::Result, _, Value::Var(error)) => {
                let name = Ident::new("error", span);
                let tokens = quote_spanned! {span=>
                    if let Some(error) = error {
                        return Err(::core::convert::From::from(error));
                    }
                };
                let (tokens, captures) = (Rc::new(tokens), vec![(name, error)]);
                let code = RustCode { tokens, captures, effect: Effect::Leaves };
                self.define(Vec::new(), Op::Rust(code), span);
            }
            _ => return Err(self.diagnostics.at(span, TRY, "")),
        }
        self.certain(value, span)
    }

    /// `?` behind an item of an iterator that may be missing: `items.first()?`, `items.first().ok_or(e)?`.
    fn tried_item(
        &mut self,
        optional: &Shared<Optional>,
        mapped: &[&ExprMethodCall],
        tried: &ExprTry,
    ) -> Accepted<Value> {
        let span = tried.span();
        let error = match mapped {
            [] => quote_spanned!(span=> None),
            [call] if call.args.len() == 1 && call.method == "ok_or" => {
                let error = &call.args[0];
                quote_spanned!(span=> Err(::core::convert::From::from(#error)))
            }
            [call] if call.args.len() == 1 && call.method == "ok_or_else" => {
                let error = &call.args[0];
                quote_spanned!(span=> Err(::core::convert::From::from((#error)())))
            }
            _ => return Err(self.diagnostics.report(tried, TRY)),
        };
        let asked = self.asked(optional, span)?;
        self.guard_unless(asked.some(), |lower| lower.leave_with(error, span), span)?;
        self.found(&asked, span)
    }

    /// `return error`
    fn leave_with(&mut self, error: TokenStream, span: Span) -> Accepted<()> {
        let code = self.code(quote_spanned!(span=> return #error))?;
        self.define(Vec::new(), Op::Rust(RustCode { effect: Effect::Leaves, ..code }), span);
        Ok(())
    }

    /// Reports a value, where a `Result` or an `Option` is wanted.
    fn never_fails(&mut self, value: &Value, tried: &ExprTry) -> Refused {
        let form = self.fallible.as_ref().map_or(Form::Result, |fallible| fallible.form);
        let (wanted, write) = match form {
            Form::Result => ("`Result`", "wrap it in `Ok(…)`"),
            Form::Option => ("`Option`", "wrap it in `Some(…)`"),
        };
        let what = format!("a {wanted} is wanted, and this is {}", self.value_in_words(value));
        self.diagnostics.on(&tried.expr, WANTED, seen(&what.replace("a `O", "an `O")).write(write));
        self.diagnostics.rust_too()
    }

    /// `?` behind what has no derivative.
    fn tried_words(
        &mut self,
        tried: &ExprTry,
        var: Var,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let Kind::Other(ty) = self.vars.kind(var).clone() else {
            return Err(self.never_fails(&Value::Var(var), tried));
        };
        let inside = ty.and_then(|ty| self.types.kind(type_inside(&ty)?));
        let kind = expected.cloned().or(inside).unwrap_or(Kind::Other(None));
        self.unifier.open(&kind);
        let mut code = match self.stmts.last() {
            // It is written here, and not yet read by anything.
            Some(ir::Stmt { outs, op: Op::Rust(code), .. }) if outs == &[var] && !code.acts() => {
                let code = code.clone();
                self.stmts.pop();
                code
            }
            _ => self.code(tried.expr.to_token_stream())?,
        };
        let tokens = &code.tokens;
        if !is_postfix(&tried.expr) {
            code.tokens = Rc::new(quote!((#tokens)));
        }
        code.effect = Effect::Tried;
        Ok(Value::Var(self.push(kind, Op::Rust(code), tried.span())))
    }
}

/// What is called on a `Result` or `Option` before `?`, as far as it leaves the value alone.
fn unmapped(expr: &Expr) -> (&Expr, Vec<&ExprMethodCall>) {
    match expr {
        Expr::Paren(inner) => unmapped(&inner.expr),
        Expr::Group(inner) => unmapped(&inner.expr),
        Expr::MethodCall(call) if maps_error(call) => {
            let (inner, mut mapped) = unmapped(&call.receiver);
            mapped.push(call);
            (inner, mapped)
        }
        expr => (expr, Vec::new()),
    }
}

/// `.map_err(f)`, between a call and `?`.
fn between(mapped: &[&ExprMethodCall]) -> TokenStream {
    let one = |call: &&ExprMethodCall| {
        let (method, turbofish, args) = (&call.method, &call.turbofish, &call.args);
        quote!(.#method #turbofish (#args))
    };
    mapped.iter().map(one).collect()
}

/// Whether `?` behind an expression goes to all of it.
fn is_postfix(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Path(_)
            | Expr::Call(_)
            | Expr::MethodCall(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Paren(_)
            | Expr::Try(_)
            | Expr::Macro(_)
    )
}
