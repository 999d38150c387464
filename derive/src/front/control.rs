//! Branches.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprIf};

use super::lower::Lower;
use super::scope::{Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Op, Place, Step, Stmt, Var};

/// One arm of a branch: its statements, its value, and the assigned variables as it leaves them.
pub(super) struct Arm {
    stmts: Vec<Stmt>,
    value: Value,
    assigned: Vec<Value>,
}

impl Lower<'_> {
    /// `if cond { … } else { … }`
    pub(super) fn branch(&mut self, branch: &ExprIf, expected: Option<&Kind>) -> Accepted<Value> {
        if let Expr::Let(_) = &*branch.cond {
            return Err(self.diagnostics.report(&branch.cond, CONSTRUCT));
        }
        let cond = self.var(&branch.cond, Some(&Kind::Bool));
        if let Ok(cond) = cond {
            self.expect_kind(cond, &Kind::Bool, branch.cond.span())?;
        }
        let cells = self.assigned(|walk| walk.visit_expr_if(branch));
        let then = self.arm(&cells, |lower| lower.block_value(&branch.then_branch, expected));
        let otherwise = self.arm(&cells, |lower| match &branch.else_branch {
            Some((_, expr)) => lower.expr(expr, expected),
            None => Ok(Value::Unit),
        });
        let (cond, then, otherwise) = (cond?, then?, otherwise?);
        self.merge(cond, &cells, then, otherwise, branch)
    }

    /// Lowers one arm from the state before the branch, and restores that state.
    pub(super) fn arm(
        &mut self,
        cells: &[Cell],
        run: impl FnOnce(&mut Self) -> Accepted<Value>,
    ) -> Accepted<Arm> {
        let before = self.values_of(cells);
        let (stmts, value) = self.capture(run);
        let assigned = self.values_of(cells);
        for (cell, value) in cells.iter().zip(before) {
            self.scopes.put(cell, value);
        }
        Ok(Arm { stmts, value: value?, assigned })
    }

    /// The values of variables.
    pub(super) fn values_of(&self, cells: &[Cell]) -> Vec<Value> {
        cells.iter().map(|cell| self.scopes.at(cell).cloned().unwrap_or(Value::Poison)).collect()
    }

    pub(super) fn merge(
        &mut self,
        cond: Var,
        cells: &[Cell],
        mut then: Arm,
        mut otherwise: Arm,
        at: &impl ToTokens,
    ) -> Accepted<Value> {
        let span = at.to_token_stream().span();
        self.take_apart(&mut then, &otherwise, span);
        self.take_apart(&mut otherwise, &then, span);
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        then.value.leaves(&mut yes);
        otherwise.value.leaves(&mut no);
        let mut changed = Vec::new();
        for (cell, (a, b)) in cells.iter().zip(then.assigned.iter().zip(&otherwise.assigned)) {
            if a != b {
                a.leaves(&mut yes);
                b.leaves(&mut no);
                changed.push((cell, a.clone()));
            }
        }
        if yes.len() != no.len() || same_form(&then.value, &otherwise.value).is_none() {
            return Err(self.diagnostics.report(at, BRANCHES));
        }
        let mut outs = Vec::new();
        for (a, b) in yes.iter().zip(&no) {
            let kind = self.vars.kind(*a).clone();
            self.expect_kind(*b, &kind, span)?;
            outs.push(self.new_var(kind, None, span));
        }
        let mut next = outs.iter().copied();
        let mut take = |_| next.next().unwrap_or(cond);
        let value = then.value.rebuild(&mut take);
        for (cell, shape) in changed {
            let merged = shape.rebuild(&mut take);
            self.suggest_name(&merged, &syn::Ident::new(&cell.name, span));
            self.scopes.put(cell, merged);
        }
        let then = Block { stmts: then.stmts, results: yes };
        let otherwise = Block { stmts: otherwise.stmts, results: no };
        self.define(outs, Op::If { cond, then, otherwise }, span);
        Ok(value)
    }
}

impl Lower<'_> {
    /// Where one arm yields a tuple in parts, the other yields it in parts too.
    fn take_apart(&mut self, arm: &mut Arm, other: &Arm, span: proc_macro2::Span) {
        let outer = std::mem::replace(&mut self.stmts, std::mem::take(&mut arm.stmts));
        arm.value = self.parts_like(arm.value.clone(), &other.value, span);
        for (value, like) in arm.assigned.iter_mut().zip(&other.assigned) {
            *value = self.parts_like(value.clone(), like, span);
        }
        arm.stmts = std::mem::replace(&mut self.stmts, outer);
    }

    /// A tuple in parts, at any depth.
    pub(super) fn exploded(&mut self, value: Value, span: proc_macro2::Span) -> Value {
        match value {
            Value::Var(var) => match self.vars.kind(var).clone() {
                Kind::Tuple(kinds) => {
                    let parts = kinds.into_iter().enumerate().map(|(i, kind)| {
                        let path = vec![Step::Field(i.into())];
                        let part = self.push(kind, Op::Project(Place { root: var, path }), span);
                        self.exploded(Value::Var(part), span)
                    });
                    Value::Tuple(parts.collect())
                }
                _ => value,
            },
            Value::Tuple(items) => {
                Value::Tuple(items.into_iter().map(|item| self.exploded(item, span)).collect())
            }
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Poison => value,
        }
    }

    fn parts_like(&mut self, value: Value, like: &Value, span: proc_macro2::Span) -> Value {
        match (value, like) {
            (Value::Var(var), Value::Tuple(likes)) => match self.vars.kind(var).clone() {
                Kind::Tuple(kinds) if kinds.len() == likes.len() => {
                    let parts =
                        kinds.into_iter().zip(likes).enumerate().map(|(i, (kind, like))| {
                            let path = vec![Step::Field(i.into())];
                            let part =
                                self.push(kind, Op::Project(Place { root: var, path }), span);
                            self.parts_like(Value::Var(part), like, span)
                        });
                    Value::Tuple(parts.collect())
                }
                _ => Value::Var(var),
            },
            (Value::Tuple(items), Value::Tuple(likes)) if items.len() == likes.len() => {
                let items = items.into_iter().zip(likes);
                Value::Tuple(items.map(|(item, like)| self.parts_like(item, like, span)).collect())
            }
            (value, _) => value,
        }
    }
}

/// Whether two values are tuples of the same form.
fn same_form(a: &Value, b: &Value) -> Option<()> {
    match (a, b) {
        (Value::Var(_), Value::Var(_)) | (Value::Unit, Value::Unit) => Some(()),
        (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
            a.iter().zip(b).try_for_each(|(a, b)| same_form(a, b))
        }
        _ => None,
    }
}
