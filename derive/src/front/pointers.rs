//! References that stand in tuples and in listed arrays: which of them an expression names, and where it leads.

use syn::{Expr, ExprField, ExprIndex, ExprLit, Lit, Member};

use super::bind::name_of;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;

impl Lower<'_> {
    /// What the reference points to that an expression yields. One that is stored somewhere is known
    /// only where it is plain which.
    pub(super) fn pointed_to(&mut self, reference: &Expr, at: &Expr) -> Accepted<Borrow> {
        match reference {
            Expr::Paren(inner) => self.pointed_to(&inner.expr, at),
            Expr::Group(inner) => self.pointed_to(&inner.expr, at),
            Expr::Unary(inner) if matches!(inner.op, syn::UnOp::Deref(_)) => {
                self.pointed_to(&inner.expr, at)
            }
            Expr::Reference(_) | Expr::MethodCall(_) | Expr::Call(_) | Expr::Block(_) => {
                self.place(reference)
            }
            _ if self.of_references(reference) => match self.expr(reference, None)? {
                Value::Borrow(place) => Ok(place),
                _ => Err(self.diagnostics.report(at, BORROW)),
            },
            _ => {
                self.place(reference)?;
                Err(self.diagnostics.report(at, BORROW))
            }
        }
    }

    /// Whether an expression is a part of a tuple or an array of references that is taken apart.
    pub(super) fn of_references(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.of_references(&inner.expr),
            Expr::Group(inner) => self.of_references(&inner.expr),
            Expr::Field(ExprField { base, .. }) | Expr::Index(ExprIndex { expr: base, .. }) => {
                let behind = matches!(self.known_part(base), Some(Value::Borrow(_)));
                !behind && self.of_references(base)
            }
            Expr::Path(_) => match name_of(expr).and_then(|name| self.scopes.get(&name)) {
                Some(value @ Value::Tuple(_)) => !value.places().is_empty(),
                _ => false,
            },
            _ => false,
        }
    }

    /// The part of a tuple or an array that an expression names, where these stay apart and it is plain which.
    fn known_part(&self, expr: &Expr) -> Option<&Value> {
        let item = |base: &Expr, at: usize| match self.known_part(base)? {
            Value::Tuple(items) => items.get(at),
            Value::Var(_)
            | Value::Borrow(_)
            | Value::Absent(_)
            | Value::Maybe(_)
            | Value::Unit
            | Value::Lazy(_)
            | Value::Poison => None,
        };
        match expr {
            Expr::Paren(inner) => self.known_part(&inner.expr),
            Expr::Group(inner) => self.known_part(&inner.expr),
            Expr::Field(ExprField { base, member: Member::Unnamed(at), .. }) => {
                item(base, at.index as usize)
            }
            Expr::Index(index) => match &*index.index {
                Expr::Lit(ExprLit { lit: Lit::Int(at), .. }) => {
                    item(&index.expr, at.base10_parse().ok()?)
                }
                _ => None,
            },
            Expr::Path(_) => self.scopes.get(&name_of(expr)?),
            _ => None,
        }
    }
}

/// Whether a name stands behind a `*`.
pub(super) fn dereferences(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => dereferences(&inner.expr),
        Expr::Group(inner) => dereferences(&inner.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}
