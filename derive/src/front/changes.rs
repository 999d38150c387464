//! What code in the user's words may not do: change something. Its statements may be left out,
//! repeated and moved.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, Macro, Token};

use super::bind::name_of;
use super::closures::Lazy;
use super::lower::Lower;
use super::scope::Value;
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Op, Stmt};

/// What can be asked of a variable that changes without changing it.
const OBSERVERS: &[&str] = &[
    "len",
    "is_empty",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "unwrap",
    "unwrap_or",
    "expect",
    "clone",
    "cloned",
    "copied",
    "get",
    "contains",
    "contains_key",
    "first",
    "last",
    "as_ref",
    "as_str",
    "as_bytes",
    "iter",
    "chars",
    "eq",
    "ne",
    "cmp",
    "to_string",
];

/// Methods of the standard library that change what is behind a shared reference.
const INTERIOR: &[&str] = &[
    "set",
    "replace",
    "swap",
    "take",
    "update",
    "borrow_mut",
    "try_borrow_mut",
    "lock",
    "try_lock",
    "write",
    "store",
    "fetch_add",
    "fetch_sub",
];

impl Lower<'_> {
    /// Refuses an expression that changes a variable, or what is behind one.
    pub(super) fn check_changes(&mut self, expr: &Expr) -> Accepted<()> {
        let mut calls = Calls { lower: self, changing: false };
        calls.visit_expr(expr);
        let changing = calls.changing || !self.assigned(|walk| walk.visit_expr(expr)).is_empty();
        match changing {
            true => Err(self.diagnostics.report(expr, EFFECT)),
            false => Ok(()),
        }
    }

    /// The same for the arguments of a macro.
    pub(super) fn check_arguments(&mut self, mac: &Macro) -> Accepted<()> {
        let arguments = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        arguments.iter().flatten().try_for_each(|argument| self.check_changes(argument))
    }

    /// A value that nobody takes: code in the user's words would be there for what it does.
    pub(super) fn discard(&mut self, value: &Value, expr: &Expr) -> Accepted<()> {
        if let Value::Lazy(Lazy::Popped(place)) = value {
            self.seen_to();
            return self.without_last(place, expr.span());
        }
        match (value, self.stmts.last()) {
            (Value::Var(var), Some(Stmt { outs, op: Op::Rust(_), .. })) if outs == &[*var] => {
                Err(self.diagnostics.report(expr, EFFECT))
            }
            _ => Ok(()),
        }
    }

    fn may_change(&self, call: &ExprMethodCall) -> bool {
        let method = call.method.to_string();
        let Some(name) = root_name(&call.receiver) else {
            return INTERIOR.contains(&method.as_str());
        };
        match self.scopes.get(&name) {
            Some(Value::Var(var)) => {
                let kind = self.vars.kind(*var);
                let plain = kind.is_scalar() || kind.rank().is_some() || kind.element().is_some();
                let by_name = self.mutable.contains(&name) && !OBSERVERS.contains(&method.as_str());
                !plain && (by_name || INTERIOR.contains(&method.as_str()))
            }
            Some(Value::Maybe(_)) => {
                INTERIOR.contains(&method.as_str())
                    || self.mutable.contains(&name) && changes_option(&method)
            }
            _ => false,
        }
    }
}

/// Whether a method of an `Option` changes it.
pub(super) fn changes_option(method: &str) -> bool {
    ["take", "take_if", "replace", "insert", "get_or_insert", "get_or_insert_with", "as_mut"]
        .contains(&method)
}

/// The variable that an expression is a part of.
fn root_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Field(field) => root_name(&field.base),
        Expr::Index(index) => root_name(&index.expr),
        _ => name_of(expr),
    }
}

/// The calls of methods in an expression.
struct Calls<'a, 'b> {
    lower: &'a Lower<'b>,
    changing: bool,
}

impl<'ast> Visit<'ast> for Calls<'_, '_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.changing |= self.lower.may_change(call);
        visit::visit_expr_method_call(self, call);
    }
}
