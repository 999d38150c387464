//! `let`, and names.

use std::rc::Rc;

use super::spans::Spanned;
use syn::{Expr, Ident, Local, Pat, Type};

use super::binding::{Subject, borrows};
use super::lower::Lower;
use super::scope::Value;
use super::standard::refused;
use super::walk::bound_names;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op, Place, Step, Var};

impl Lower<'_> {
    /// `let pattern = value;`
    pub(super) fn local(&mut self, local: &Local) -> Accepted<()> {
        let Some(init) = &local.init else {
            return self.declare(local);
        };
        let expected = self.wanted_of(local);
        self.wanted = match &local.pat {
            Pat::Ident(name) => Some(name.ident.clone()),
            _ => None,
        };
        match self.expr(&init.expr, expected.as_ref()) {
            Ok(value) => {
                let value = self.referred(&init.expr, value);
                self.bind_local(local, value)
            }
            Err(refused) => {
                self.poison(&local.pat);
                Err(refused)
            }
        }
    }

    /// `let b = &c.b;` borrows what is kept in the user's words: it may not be moved out of there.
    fn referred(&mut self, expr: &Expr, value: Value) -> Value {
        let (Expr::Reference(_), Value::Var(var)) = (expr, &value) else { return value };
        let of_code = self.is_in_words(*var);
        let kind = self.vars.kind(*var).clone();
        if !of_code || kind.is_scalar() {
            return value;
        }
        let op = Op::Project(Place { root: *var, path: Vec::new() });
        let lent = self.push(kind, op, expr.span());
        self.lent.insert(lent);
        Value::Var(lent)
    }

    /// `let name;`
    fn declare(&mut self, local: &Local) -> Accepted<()> {
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            pattern => pattern,
        };
        let Pat::Ident(name) = pattern else {
            self.poison(pattern);
            return Err(self.diagnostics.report(pattern, PATTERN));
        };
        let nothing = self.absent(self.annotated(local), name.ident.span());
        self.bind_name(name, nothing);
        Ok(())
    }

    /// The kind that a `let` asks for.
    pub(super) fn annotated(&self, local: &Local) -> Option<Kind> {
        match &local.pat {
            Pat::Type(typed) => self.types.kind(&typed.ty),
            _ => None,
        }
    }

    /// What a `let` lets expect of its value: something unknown, where its type is.
    pub(super) fn wanted_of(&self, local: &Local) -> Option<Kind> {
        let typed = matches!(local.pat, Pat::Type(_));
        self.annotated(local).or(typed.then_some(Kind::Other(None)))
    }

    /// Binds the pattern of a `let`.
    pub(super) fn bind_local(&mut self, local: &Local, value: Value) -> Accepted<()> {
        if let Some(kind) = self.annotated(local)
            && let Err(refused) = self.expect_all(&value, &kind, local)
        {
            self.poison(&local.pat);
            return Err(refused);
        }
        if let (Value::Var(var), Pat::Type(typed)) = (&value, &local.pat)
            && self.is_in_words(*var)
        {
            let unknown = matches!(self.vars.kind(*var), Kind::Other(None));
            let said = unknown.then(|| Rc::new(Type::clone(&typed.ty)));
            self.vars.annotated.insert(*var, said);
        }
        if let Some(init) = &local.init
            && self.only_rust_knows(&local.pat, &value)
        {
            return self.bind_in_words(&local.pat, &init.expr, value);
        }
        let subject = match &local.init {
            Some(init) => self.subject(borrows(&local.pat), &init.expr, value),
            None => Ok(Subject::Value(value)),
        };
        match subject {
            Ok(subject) => {
                self.bind_subject(&local.pat, &subject, None)?;
                self.note_origin(local);
                self.note_owned(local);
                Ok(())
            }
            Err(refused) => {
                self.poison(&local.pat);
                Err(refused)
            }
        }
    }

    /// A value, and the parts of a tuple, are of the kinds that a `let` asks for.
    fn expect_all(&mut self, value: &Value, kind: &Kind, local: &Local) -> Accepted<()> {
        match (value, kind) {
            (Value::Var(var), _) => self.expect_of(*var, kind, &local),
            (Value::Tuple(items), Kind::Tuple(kinds)) if items.len() == kinds.len() => {
                let mut pairs = items.iter().zip(kinds);
                pairs.try_for_each(|(item, kind)| self.expect_all(item, kind, local))
            }
            (Value::Tuple(_) | Value::Maybe(_) | Value::Unit | Value::Lazy(_), _)
            | (Value::Borrow(_) | Value::Absent(_) | Value::Poison, _) => Ok(()),
        }
    }

    /// A `const` or a `static` inside the function.
    pub(super) fn constant_item(&mut self, name: &Ident, ty: &Type, value: &Expr) -> Accepted<()> {
        let Some(kind) = self.types.kind(ty) else {
            return Err(self.diagnostics.on(ty, TYPE, &refused(ty)));
        };
        let literal = Literal::Path(name.to_string(), Box::new(value.clone()));
        let value = Value::Var(self.push(kind, Op::Literal(literal), name.span()));
        // As a variable: in capitals it might be taken for a constant of the user's.
        let lower = name.to_string().to_lowercase();
        self.suggest_name(&value, &quote::format_ident!("{lower}", span = name.span()));
        self.scopes.bind_item(name.to_string(), value);
        Ok(())
    }

    /// Binds the names of a refused `let`, so that their uses are not reported again.
    pub(super) fn poison(&mut self, pattern: &Pat) {
        let mut names = Vec::new();
        bound_names(pattern, &mut names);
        names.into_iter().for_each(|name| {
            self.scopes.bind(name, Value::Poison);
        });
    }

    pub(super) fn bind_name(&mut self, pattern: &syn::PatIdent, value: Value) {
        let name = &pattern.ident;
        let value = match value {
            // What has a name is asked again.
            Value::Maybe(maybe) => Value::Maybe(Box::new(maybe.named())),
            value => self.popped_value(value, name.span()).unwrap_or(Value::Poison),
        };
        let value = match pattern.mutability {
            Some(_) => {
                let value = self.with_cursor(value, name.span());
                self.item_held(value, name.span()).unwrap_or(Value::Poison)
            }
            None => value,
        };
        self.suggest_name(&value, name);
        match pattern.mutability {
            Some(_) => self.scopes.bind_mutable(name.to_string(), value),
            None => self.scopes.bind(name.to_string(), value),
        };
    }

    /// The components of a tuple.
    pub(super) fn tuple_parts(
        &mut self,
        value: Value,
        count: usize,
        at: &impl Spanned,
    ) -> Accepted<Vec<Value>> {
        match value {
            Value::Tuple(items) if items.len() == count => Ok(items),
            Value::Var(var) => match self.vars.kind(var).clone() {
                Kind::Tuple(kinds) if kinds.len() != count => {
                    self.diagnostics.report(at, PATTERN);
                    Err(self.diagnostics.rust_too())
                }
                Kind::Tuple(kinds) => Ok(kinds
                    .into_iter()
                    .enumerate()
                    .map(|(i, kind)| self.step(var, Step::Field(i.into()), kind, at))
                    .collect()),
                // What follows from an error that is reported.
                Kind::Other(None) if !self.diagnostics.is_empty() => Err(Refused),
                kind => {
                    let what = format!("{} is taken apart", self.kind_in_words(&kind));
                    Err(self.diagnostics.on(at.to_token_stream(), PATTERN, &what))
                }
            },
            Value::Absent(_) | Value::Poison => Err(Refused),
            Value::Borrow(borrow) => {
                let var = self.borrowed(&borrow, at.span())?;
                self.tuple_parts(Value::Var(var), count, at)
            }
            Value::Tuple(_) | Value::Maybe(_) | Value::Unit | Value::Lazy(_) => {
                Err(self.diagnostics.report(at, PATTERN))
            }
        }
    }

    fn step(&mut self, root: Var, step: Step, kind: Kind, at: &impl Spanned) -> Value {
        let op = Op::Project(Place { root, path: vec![step] });
        Value::Var(self.push(kind, op, at.span()))
    }
}

/// The name, where an expression is one.
pub(super) fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Paren(inner) => name_of(&inner.expr),
        Expr::Group(inner) => name_of(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => name_of(&unary.expr),
        _ => None,
    }
}
