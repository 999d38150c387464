//! Branches.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::ExprIf;

use super::arms::has_let;
use super::closures::Lazy;
use super::frames::{is_handed, spelled};
use super::lower::Lower;
use super::scope::{Cell, Scopes, Value};
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Literal, Op, Place, Step, Stmt, Var};

/// One arm of a branch: its statements, its value, and the variables as it leaves them.
pub(super) struct Arm {
    pub(super) stmts: Vec<Stmt>,
    value: Value,
    after: Scopes,
}

/// A variable that the arms leave with different values.
struct Changed {
    cell: Cell,
    then: Value,
    otherwise: Value,
}

impl Lower<'_> {
    /// `if cond { … } else { … }`
    pub(super) fn branch(&mut self, branch: &ExprIf, expected: Option<&Kind>) -> Accepted<Value> {
        if has_let(&branch.cond) {
            return self.conditional(branch, expected);
        }
        let cond = self.var(&branch.cond, Some(&Kind::Bool));
        if let Ok(cond) = cond {
            self.expect_of(cond, &Kind::Bool, &branch.cond)?;
        }
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let then = self.arm(|lower| lower.block_value(&branch.then_branch, expected));
        let otherwise = self.arm(|lower| match &branch.else_branch {
            Some((_, expr)) => lower.expr(expr, expected),
            None => Ok(Value::Unit),
        });
        let merged = match (cond, then, otherwise) {
            (Ok(cond), Ok(then), Ok(otherwise)) => self.merge(cond, then, otherwise, branch.span()),
            _ => Err(Refused),
        };
        self.base = base;
        merged
    }

    /// Branches of which the value is not asked for.
    pub(super) fn fork(
        &mut self,
        cond: Var,
        then: impl FnOnce(&mut Self) -> Accepted<()>,
        otherwise: impl FnOnce(&mut Self) -> Accepted<()>,
        span: Span,
    ) -> Accepted<()> {
        let then = self.arm(|lower| then(lower).map(|()| Value::Unit));
        let otherwise = self.arm(|lower| otherwise(lower).map(|()| Value::Unit));
        self.merge(cond, then?, otherwise?, span).map(|_| ())
    }

    /// Lowers one arm from the state before the branch, and restores that state.
    pub(super) fn arm(&mut self, run: impl FnOnce(&mut Self) -> Accepted<Value>) -> Accepted<Arm> {
        let before = self.scopes.clone();
        let (stmts, value) = self.capture(run);
        let after = self.scopes.go_back(before);
        Ok(Arm { stmts, value: value?, after })
    }

    /// A branch of these arms. Variables from `base` on end with them; those before it that the arms
    /// leave with different values get the value of the branch.
    pub(super) fn merge(
        &mut self,
        cond: Var,
        mut then: Arm,
        mut otherwise: Arm,
        span: Span,
    ) -> Accepted<Value> {
        // What both arms change in the same way.
        for cell in self.scopes.changed(&then.after, self.base) {
            if let Some(value) = then.after.at(&cell).cloned() {
                self.scopes.put(&cell, value);
            }
        }
        let mut changed: Vec<Changed> = Vec::new();
        for cell in then.after.changed(&otherwise.after, self.base) {
            let at = |scopes: &Scopes| scopes.at(&cell).cloned().unwrap_or(Value::Poison);
            let (then, otherwise) = (at(&then.after), at(&otherwise.after));
            changed.push(Changed { cell, then, otherwise });
        }
        self.reconcile(&mut then, &mut otherwise, &mut changed, span);
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        then.value.leaves(&mut yes);
        otherwise.value.leaves(&mut no);
        let mut fits = same_form(&then.value, &otherwise.value).is_some();
        for variable in &changed {
            fits &= same_form(&variable.then, &variable.otherwise).is_some();
            variable.then.leaves(&mut yes);
            variable.otherwise.leaves(&mut no);
        }
        if !fits {
            return Err(self.unlike(&then.value, &otherwise.value, &changed, span));
        }
        let mut outs = Vec::new();
        for (a, b) in yes.iter().zip(&no) {
            outs.push(self.merged(*a, *b, span)?);
        }
        let mut next = outs.iter().copied();
        let mut take = |_| next.next().unwrap_or(cond);
        let value = then.value.rebuild(&mut take);
        for Changed { cell, then, .. } in changed {
            let merged = then.rebuild(&mut take);
            let name: Option<syn::Ident> = syn::parse_str(spelled(&cell.name)).ok();
            if let Some(mut name) = name.filter(|_| !is_handed(&cell.name)) {
                name.set_span(span);
                self.suggest_name(&merged, &name);
            }
            self.scopes.put(&cell, merged);
        }
        let then = Block { stmts: then.stmts, results: yes };
        let otherwise = Block { stmts: otherwise.stmts, results: no };
        self.define(outs, Op::If { cond, then, otherwise }, span);
        Ok(value)
    }

    /// Reports branches that yield, or leave in variables, what is not of one form.
    fn unlike(
        &mut self,
        then: &Value,
        otherwise: &Value,
        changed: &[Changed],
        span: Span,
    ) -> Refused {
        let borrowed = |a: &Value, b: &Value| a.places() != b.places();
        if borrowed(then, otherwise) || changed.iter().any(|it| borrowed(&it.then, &it.otherwise)) {
            let what = seen("a branch decides it here");
            let write =
                "change in each branch what it decides for: `if c { a *= x } else { b *= x }`";
            return self.diagnostics.at(span, BORROW, what.write(write));
        }
        let values = match same_form(then, otherwise) {
            Some(_) => changed
                .iter()
                .find(|it| same_form(&it.then, &it.otherwise).is_none())
                .map(|it| (&it.then, &it.otherwise)),
            None => Some((then, otherwise)),
        };
        let what = values
            .map(|(a, b)| format!("{} and {}", self.value_in_words(a), self.value_in_words(b)));
        let refused = self.diagnostics.at(span, BRANCHES, &what.unwrap_or_default());
        match self.differ_in_rust(then, otherwise) {
            true => self.diagnostics.rust_too(),
            false => refused,
        }
    }

    /// What is one of two values of one kind.
    fn merged(&mut self, a: Var, b: Var, span: Span) -> Accepted<Var> {
        if matches!(self.vars.kind(a), Kind::Other(None)) {
            self.vars[a].kind = self.vars.kind(b).clone();
        }
        let kind = match self.vars.kind(a).clone() {
            // A part of an array is copied to come out of a branch.
            Kind::Nd { num, rank, .. } => Kind::Nd { num, rank, view: false },
            kind => kind,
        };
        self.expect_kind(b, &kind, span)?;
        Ok(self.new_var(kind, None, span))
    }
}

impl Lower<'_> {
    /// Where one arm yields a tuple in parts, the other yields it in parts too; where one yields
    /// nothing, since control does not come past, it yields a stand-in.
    fn reconcile(
        &mut self,
        then: &mut Arm,
        otherwise: &mut Arm,
        changed: &mut [Changed],
        span: Span,
    ) {
        let outer = std::mem::replace(&mut self.stmts, std::mem::take(&mut then.stmts));
        then.value = self.parts_like(then.value.clone(), &otherwise.value, span);
        for variable in &mut *changed {
            variable.then = self.parts_like(variable.then.clone(), &variable.otherwise, span);
        }
        then.stmts = std::mem::replace(&mut self.stmts, std::mem::take(&mut otherwise.stmts));
        otherwise.value = self.parts_like(otherwise.value.clone(), &then.value, span);
        for variable in changed {
            variable.otherwise = self.parts_like(variable.otherwise.clone(), &variable.then, span);
        }
        otherwise.stmts = std::mem::replace(&mut self.stmts, outer);
    }

    /// Some value of a kind, where control does not come past.
    pub(super) fn stand_in(&mut self, kind: Kind, span: Span) -> Var {
        if !kind.has_stand_in() {
            let what = self.kind_in_words(&kind);
            self.diagnostics.at(span, STAND_IN, &what);
        }
        self.push(kind, Op::Literal(Literal::StandIn), span)
    }

    /// A tuple in parts, at any depth.
    pub(super) fn exploded(&mut self, value: Value, span: Span) -> Value {
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
            Value::Maybe(maybe) => {
                Value::Maybe(Box::new(maybe.with(|part| self.exploded(part.clone(), span))))
            }
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => {
                value
            }
        }
    }

    /// The next value of what a loop carries: what is missing now has the parts of what was there.
    pub(super) fn next_like(&mut self, value: Value, like: &Value, span: Span) -> Value {
        let value = self.exploded(value, span);
        match (&value, like) {
            // What it holds is not known, and so is carried in the user's words.
            (Value::Maybe(maybe), Value::Maybe(like)) if matches!(like.value, Value::Absent(_)) => {
                self.in_words(maybe, span).map_or(value, Value::Var)
            }
            (Value::Maybe(_), Value::Maybe(_)) => self.parts_like(value, like, span),
            _ => value,
        }
    }

    fn parts_like(&mut self, value: Value, like: &Value, span: Span) -> Value {
        match (value, like) {
            (Value::Lazy(Lazy::Range(interval)), like) if !matches!(like, Value::Lazy(_)) => {
                Value::Var(self.range_in_words(&interval, span))
            }
            (Value::Absent(_), Value::Maybe(like)) => {
                Value::Maybe(Box::new(self.nothing_like(like, span)))
            }
            (Value::Absent(_), Value::Var(_) | Value::Tuple(_)) => {
                like.rebuild(&mut |var| self.stand_in(self.vars.kind(var).clone(), span))
            }
            (Value::Absent(_), Value::Unit) => Value::Unit,
            (_, Value::Poison) => Value::Poison,
            (Value::Maybe(maybe), Value::Var(_)) => match self.in_words(&maybe, span) {
                Some(var) => Value::Var(var),
                None => Value::Maybe(maybe),
            },
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
            (Value::Maybe(maybe), Value::Maybe(like)) => {
                let mut likes = like.parts().into_iter();
                Value::Maybe(Box::new(maybe.with(|part| match likes.next() {
                    Some(like) => self.parts_like(part.clone(), like, span),
                    None => part.clone(),
                })))
            }
            (Value::Var(var), Value::Var(like)) => Value::Var(self.slice_like(var, *like, span)),
            (value, _) => value,
        }
    }

    /// An array that comes together with a slice, or with an array of another length, is a slice: only
    /// so may both be values of one reference.
    fn slice_like(&mut self, var: Var, like: Var, span: Span) -> Var {
        let item = match (self.vars.kind(var), self.vars.kind(like)) {
            (Kind::Array(item, length), Kind::Array(_, other)) if length != other => item.clone(),
            (Kind::Array(item, _), Kind::Slice(_) | Kind::Vec(_)) => item.clone(),
            (Kind::Vec(item), Kind::Array(..)) => item.clone(),
            _ => return var,
        };
        let whole = Place { root: var, path: vec![Step::Range(None, None)] };
        self.push(Kind::Slice(item), Op::Project(whole), span)
    }
}

impl Lower<'_> {
    /// Whether two of a float, a tuple and nothing come together, which Rust never takes for one another.
    fn differ_in_rust(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Var(var), Value::Tuple(_) | Value::Unit)
            | (Value::Tuple(_) | Value::Unit, Value::Var(var)) => {
                matches!(self.vars.kind(*var), Kind::Real(_))
            }
            _ => false,
        }
    }
}

/// Whether two values are tuples of the same form.
fn same_form(a: &Value, b: &Value) -> Option<()> {
    match (a, b) {
        (Value::Var(_), Value::Var(_)) | (Value::Unit, Value::Unit) => Some(()),
        (Value::Absent(_), Value::Absent(_)) | (Value::Poison, Value::Poison) => Some(()),
        (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
            a.iter().zip(b).try_for_each(|(a, b)| same_form(a, b))
        }
        (Value::Maybe(a), Value::Maybe(b)) if a.form == b.form => {
            a.parts().into_iter().zip(b.parts()).try_for_each(|(a, b)| same_form(a, b))
        }
        (Value::Lazy(Lazy::Range(a)), Value::Lazy(Lazy::Range(b))) => a.is_like(b).then_some(()),
        _ => None,
    }
}
