//! What code in the user's words may not do: change something. Its statements may be left out,
//! repeated and moved.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, Macro, Token};

use super::bind::name_of;
use super::closures::Lazy;
use super::lower::Lower;
use super::methods::{changes_inside, changes_option, observes};
use super::scope::Value;
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Op, Stmt};

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
                let what = seen("nobody takes its value, so it is there for what it does");
                let write = "leave it out, or do it where this function is called";
                Err(self.diagnostics.on(expr, EFFECT, what.write(write)))
            }
            _ => Ok(()),
        }
    }

    fn may_change(&self, call: &ExprMethodCall) -> bool {
        let method = call.method.to_string();
        let Some(name) = root_name(&call.receiver) else {
            return changes_inside(&method);
        };
        match self.scopes.get(&name) {
            Some(Value::Var(var)) => {
                let kind = self.vars.kind(*var);
                let plain = kind.is_scalar() || kind.rank().is_some() || kind.element().is_some();
                let by_name = self.mutable.contains(&name) && !observes(&method);
                !plain && (by_name || changes_inside(&method))
            }
            Some(Value::Maybe(_)) => {
                changes_inside(&method) || self.mutable.contains(&name) && changes_option(&method)
            }
            _ => false,
        }
    }
}

/// The variable that an expression is a part of.
pub(super) fn root_name(expr: &Expr) -> Option<String> {
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
