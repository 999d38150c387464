//! Structs put together.

use super::spans::Spanned;
use proc_macro2::Span;
use quote::quote;
use std::rc::Rc;
use syn::{Expr, ExprCall, ExprPath, ExprStruct, Ident, Member, Path};

use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Place, Step, StructKind, Var};

impl Lower<'_> {
    /// `State { x, v: 2.0 * v, ..base }`
    pub(super) fn struct_literal(
        &mut self,
        literal: &ExprStruct,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let Some(info) = self.constructed(&literal.path, expected) else {
            return self.rust_code(&Expr::Struct(literal.clone()), expected);
        };
        let mut given: Vec<(Member, Var)> = Vec::new();
        for field in &literal.fields {
            let Some((kind, _)) = info.field(&field.member) else {
                self.no_field(&Kind::Struct(info), &field.member);
                return Err(self.diagnostics.rust_too());
            };
            given.push((field.member.clone(), self.field_value(&field.expr, kind)?));
        }
        let base = match &literal.rest {
            Some(base) => {
                let var = self.var(base, Some(&Kind::Struct(info.clone())))?;
                self.expect_of(var, &Kind::Struct(info.clone()), &base)?;
                if self.is_in_words(var) {
                    self.suggest_name(&Value::Var(var), &Ident::new("base", base.span()));
                    self.vars.annotated.insert(var);
                }
                Some(var)
            }
            None => None,
        };
        let mut parts = Vec::new();
        for (member, kind, active) in &info.fields {
            let found = given.iter().find(|(name, _)| name == member).map(|(_, var)| *var);
            parts.push(match (found, base) {
                (Some(var), _) => var,
                (None, Some(base)) if !(*active && matches!(kind, Kind::Other(None))) => {
                    let place = Place { root: base, path: vec![Step::Field(member.clone())] };
                    self.push(kind.clone(), Op::Project(place), literal.span())
                }
                (None, Some(_)) => return Err(self.diagnostics.report(&literal.rest, TYPE)),
                (None, None) => {
                    let what = format!("`{}` is missing", quote!(#member));
                    return Err(self.diagnostics.on(literal, NO_FIELD, &what));
                }
            });
        }
        self.owns(&info, literal.path.span())?;
        Ok(Value::Var(self.push(Kind::Struct(info), Op::Aggregate(parts), literal.span())))
    }

    /// Reports a struct of which a field is a reference to numbers.
    fn owns(&mut self, info: &StructKind, span: Span) -> Accepted<()> {
        match info.fields.iter().any(|(_, kind, _)| kind.borrows()) {
            true => Err(self.diagnostics.at(span, BORROWING, "")),
            false => Ok(()),
        }
    }

    /// `Pair(x, y)`, where `Pair` is a struct that is known.
    pub(super) fn tuple_struct(
        &mut self,
        path: &ExprPath,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let info = self.constructed(&path.path, expected)?;
        let numbered = info.fields.iter().all(|(name, ..)| matches!(name, Member::Unnamed(_)));
        if !numbered {
            return None;
        }
        if call.args.len() != info.fields.len() {
            let what = format!("it takes {} and is given {}", info.fields.len(), call.args.len());
            return Some(Err(self.diagnostics.on(call, ARGUMENTS, &what)));
        }
        let parts: Accepted<Vec<Var>> = call
            .args
            .iter()
            .zip(&info.fields)
            .map(|(arg, (_, kind, _))| self.field_value(arg, kind))
            .collect();
        let kind = Kind::Struct(info.clone());
        let parts = parts.and_then(|parts| self.owns(&info, call.span()).map(|()| parts));
        Some(parts.map(|parts| Value::Var(self.push(kind, Op::Aggregate(parts), call.span()))))
    }

    fn field_value(&mut self, value: &Expr, kind: &Kind) -> Accepted<Var> {
        let known = !matches!(kind, Kind::Other(None));
        let var = match known {
            true => self.var(value, Some(kind))?,
            false => self.part(value, None)?,
        };
        if known {
            self.expect_of(var, kind, &value)?;
        }
        Ok(var)
    }

    /// The struct that an expression makes a value of.
    fn constructed(&mut self, path: &Path, expected: Option<&Kind>) -> Option<Rc<StructKind>> {
        let path = match self.owner {
            Some(owner) if path.is_ident("Self") => &owner.ty,
            _ => path,
        };
        let definition = self.signatures.definition(path)?;
        if let Some(Kind::Struct(info)) = expected
            && info.path.segments.last()?.ident == path.segments.last()?.ident
        {
            return Some(info.clone());
        }
        let said = !path.segments.last()?.arguments.is_none();
        if said {
            return self.types.structure(path);
        }
        let nums = definition
            .generics
            .type_params()
            .map(|param| (param.ident.to_string(), self.unifier.fresh(false)))
            .collect();
        self.types.instance(path, definition, nums)
    }
}
