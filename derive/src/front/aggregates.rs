//! Structs put together.

use super::spans::Spanned;
use proc_macro2::Span;
use quote::{ToTokens, quote};
use std::collections::HashMap;
use std::rc::Rc;
use syn::{
    Expr, ExprCall, ExprPath, ExprStruct, GenericArgument, Ident, ItemStruct, Member, Path,
    PathArguments, Type,
};

use super::lower::Lower;
use super::scope::Value;
use super::standard::type_argument;
use super::types::length_name;
use crate::diagnostics::*;
use crate::ir::{Argument, Kind, Op, Place, Step, StructKind, Var};

impl Lower<'_> {
    /// `State { x, v: 2.0 * v, ..base }`
    pub(super) fn struct_literal(
        &mut self,
        literal: &ExprStruct,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let values = literal.fields.iter().map(|field| (field.member.clone(), &field.expr));
        let Some(info) = self.constructed(&literal.path, expected, values.collect()) else {
            return self.rust_code(&Expr::Struct(literal.clone()), expected);
        };
        let mut given: Vec<(Member, Var)> = Vec::new();
        for field in &literal.fields {
            let Some((kind, active)) = info.field(&field.member) else {
                self.no_field(&Kind::Struct(info), &field.member);
                return Err(self.diagnostics.rust_too());
            };
            given.push((field.member.clone(), self.field_value(&field.expr, kind, active)?));
        }
        let base = match &literal.rest {
            Some(base) => {
                let var = self.var(base, Some(&Kind::Struct(info.clone())))?;
                self.expect_of(var, &Kind::Struct(info.clone()), &base)?;
                if self.is_in_words(var) {
                    self.suggest_name(&Value::Var(var), &Ident::new("base", base.span()));
                    self.vars.annotated.insert(var, None);
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
        let values = call.args.iter().enumerate().map(|(i, arg)| (Member::from(i), arg));
        let info = self.constructed(&path.path, expected, values.collect())?;
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
            .map(|(arg, (_, kind, active))| self.field_value(arg, kind, *active))
            .collect();
        let kind = Kind::Struct(info.clone());
        let parts = parts.and_then(|parts| self.owns(&info, call.span()).map(|()| parts));
        Some(parts.map(|parts| Value::Var(self.push(kind, Op::Aggregate(parts), call.span()))))
    }

    fn field_value(&mut self, value: &Expr, kind: &Kind, active: bool) -> Accepted<Var> {
        let known = !matches!(kind, Kind::Other(None));
        // A function, where a field is marked `#[constant]`.
        if let (false, false, Expr::Path(path)) = (known, active, value)
            && path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident.to_string().starts_with(char::is_lowercase))
            && !self.names_locals(&value.to_token_stream())
        {
            let code = self.code(value.to_token_stream())?;
            return Ok(self.push(Kind::Other(None), Op::Rust(code), value.span()));
        }
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
    fn constructed(
        &mut self,
        path: &Path,
        expected: Option<&Kind>,
        values: Vec<(Member, &Expr)>,
    ) -> Option<Rc<StructKind>> {
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
        let lengths = self.lengths_of(definition, values);
        self.types.instance(path, definition, nums, lengths)
    }

    /// What the constant parameters of a struct stand for, by what its fields are given.
    fn lengths_of(
        &mut self,
        definition: &ItemStruct,
        values: Vec<(Member, &Expr)>,
    ) -> HashMap<String, Rc<Expr>> {
        let mut lengths = HashMap::new();
        let names: Vec<String> =
            definition.generics.const_params().map(|param| param.ident.to_string()).collect();
        for (member, value) in values {
            let mut fields = definition.fields.members().zip(&definition.fields);
            let Some((_, field)) = fields.find(|(name, _)| *name == member) else { continue };
            if names.iter().all(|name| lengths.contains_key(name)) {
                break;
            }
            if let Some(kind) = self.kind_in_trial(value) {
                told_by(&field.ty, &kind, &names, &mut lengths);
            }
        }
        lengths
    }

    /// The kind of a value, which is lowered where it belongs later.
    fn kind_in_trial(&mut self, value: &Expr) -> Option<Kind> {
        let (before, reported) = (self.scopes.clone(), self.diagnostics.count());
        let (_, var) = self.capture(|lower| lower.var(value, None));
        self.scopes.go_back(before);
        self.diagnostics.forget(reported);
        Some(self.vars.kind(var.ok()?).clone())
    }
}

/// What a field of this type tells of these parameters, if it is given a value of this kind.
fn told_by(ty: &Type, kind: &Kind, names: &[String], lengths: &mut HashMap<String, Rc<Expr>>) {
    match (ty, kind) {
        (Type::Array(array), Kind::Array(item, length)) => {
            if let Some(name) = length_name(ty).map(ToString::to_string)
                && names.contains(&name)
            {
                lengths.entry(name).or_insert_with(|| length.clone());
            }
            told_by(&array.elem, item, names, lengths);
        }
        (Type::Tuple(tuple), Kind::Tuple(items)) => {
            let parts = tuple.elems.iter().zip(items);
            parts.for_each(|(ty, kind)| told_by(ty, kind, names, lengths));
        }
        (Type::Path(path), Kind::Vec(item)) => {
            if let Some(ty) = path.path.segments.last().and_then(|last| type_argument(last, 0)) {
                told_by(ty, item, names, lengths);
            }
        }
        (Type::Path(path), Kind::Struct(info)) => {
            let Some(last) = path.path.segments.last() else { return };
            let PathArguments::AngleBracketed(given) = &last.arguments else { return };
            let given = given.args.iter().filter(|it| !matches!(it, GenericArgument::Lifetime(_)));
            for (argument, own) in given.zip(&info.arguments) {
                let name = argument.to_token_stream().to_string();
                if let Argument::Other(length) = own
                    && names.contains(&name)
                {
                    let length = Rc::new(Expr::Verbatim(length.clone()));
                    lengths.entry(name).or_insert(length);
                }
            }
        }
        _ => {}
    }
}
