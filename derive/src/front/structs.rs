//! Structs with `#[derive(Differentiable)]`: their types.

use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Expr, GenericArgument, GenericParam, ItemStruct, Path, PathArguments, Type};

use super::signature::{field_is_constant, key};
use super::types::TypeScope;
use crate::ir::{Argument, Kind, Num, StructKind};

/// The generic arguments of a struct.
#[derive(Default)]
struct Given {
    lifetimes: Vec<TokenStream>,
    arguments: Vec<Argument>,
}

impl TypeScope<'_> {
    /// The struct that a path names, where it is known.
    pub fn structure(&self, path: &Path) -> Option<Rc<StructKind>> {
        let path = match &self.beside {
            Some(item) => sibling(item, path),
            None => path.clone(),
        };
        let item = self.signatures?.definition(&path)?;
        if self.within.contains(&key(&path)) {
            return None;
        }
        let (given, inner) = self.arguments(&path, item);
        Some(inner.fields(path, item, given))
    }

    /// A struct whose type parameters are to be found.
    pub(super) fn instance(
        &self,
        path: &Path,
        item: &ItemStruct,
        nums: HashMap<String, Num>,
        lengths: HashMap<String, Rc<Expr>>,
    ) -> Option<Rc<StructKind>> {
        let mut arguments = Vec::new();
        for param in &item.generics.params {
            arguments.push(match param {
                GenericParam::Type(param) => {
                    Argument::Num(nums.get(&param.ident.to_string())?.clone())
                }
                GenericParam::Const(param) => {
                    Argument::Other(lengths.get(&param.ident.to_string())?.to_token_stream())
                }
                GenericParam::Lifetime(_) => continue,
            });
        }
        let given = Given { lifetimes: Vec::new(), arguments };
        let inner = TypeScope { nums, lengths, ..self.inside(path) };
        Some(inner.fields(path.clone(), item, given))
    }

    /// The types that a struct's fields may mention, but for its parameters.
    fn inside(&self, path: &Path) -> TypeScope<'_> {
        TypeScope {
            signatures: self.signatures,
            beside: Some(path.clone()),
            within: self.within.iter().cloned().chain([key(path)]).collect(),
            ..TypeScope::default()
        }
    }

    /// The fields of a struct, in the scope of its definition.
    fn fields(&self, path: Path, item: &ItemStruct, given: Given) -> Rc<StructKind> {
        let fields = item
            .fields
            .members()
            .zip(item.fields.iter())
            .map(|(member, field)| {
                let kind = self.held(&field.ty);
                let active =
                    !field_is_constant(field) && kind.as_ref().is_none_or(Kind::is_differentiable);
                (member, kind.unwrap_or(Kind::Other(None)), active)
            })
            .collect();
        let Given { lifetimes, arguments } = given;
        Rc::new(StructKind { path: without_arguments(path), lifetimes, arguments, fields })
    }

    /// What the generic parameters of a struct stand for, and the types that its fields may mention.
    fn arguments(&self, path: &Path, item: &ItemStruct) -> (Given, TypeScope<'_>) {
        let mut inner = self.inside(path);
        let given = path.segments.last().map(|segment| &segment.arguments);
        let Some(PathArguments::AngleBracketed(given)) = given else {
            self.defaults(item, &mut inner);
            return (Given::default(), inner);
        };
        let mut params =
            item.generics.params.iter().filter(|p| !matches!(p, GenericParam::Lifetime(_)));
        let (mut lifetimes, mut arguments) = (Vec::new(), Vec::new());
        for argument in &given.args {
            match argument {
                GenericArgument::Lifetime(name) if self.within.is_empty() => {
                    lifetimes.push(name.to_token_stream());
                }
                GenericArgument::Lifetime(_) => lifetimes.push(quote!('_)),
                _ => arguments.push(self.argument(argument, params.next(), &mut inner)),
            }
        }
        (Given { lifetimes, arguments }, inner)
    }

    fn argument(
        &self,
        argument: &GenericArgument,
        param: Option<&GenericParam>,
        inner: &mut TypeScope<'_>,
    ) -> Argument {
        match (argument, param) {
            (GenericArgument::Type(ty), Some(GenericParam::Type(param))) => match self.kind(ty) {
                Some(Kind::Real(num)) => {
                    inner.nums.insert(param.ident.to_string(), num.clone());
                    Argument::Num(num)
                }
                Some(kind @ Kind::Struct(_)) => {
                    inner.params.insert(param.ident.to_string(), kind.clone());
                    Argument::Type(kind)
                }
                _ => Argument::Other(ty.to_token_stream()),
            },
            (argument, Some(GenericParam::Const(param))) => {
                let length = self.length(argument);
                let tokens = length.to_token_stream();
                inner.lengths.insert(param.ident.to_string(), length);
                Argument::Other(tokens)
            }
            (argument, _) => Argument::Other(argument.to_token_stream()),
        }
    }

    /// A constant argument: a number, or the name of a parameter.
    fn length(&self, argument: &GenericArgument) -> Rc<Expr> {
        if let GenericArgument::Type(Type::Path(path)) = argument
            && let Some(name) = path.path.get_ident()
            && let Some(known) = self.lengths.get(&name.to_string())
        {
            return known.clone();
        }
        Rc::new(match argument {
            GenericArgument::Const(expr) => expr.clone(),
            other => Expr::Verbatim(other.to_token_stream()),
        })
    }

    /// The parameters of a struct that is named without arguments.
    fn defaults(&self, item: &ItemStruct, inner: &mut TypeScope<'_>) {
        for param in item.generics.type_params() {
            let kind = param.default.as_ref().and_then(|(_, ty)| self.kind(ty));
            let num = match kind {
                Some(Kind::Real(num)) => num,
                _ => Num::F64,
            };
            inner.nums.insert(param.ident.to_string(), num);
        }
    }
}

/// A type as another item names it: it is looked for next to that item.
pub fn sibling(item: &Path, named: &Path) -> Path {
    let first = named.segments.first().map(|segment| segment.ident.to_string());
    let absolute = named.leading_colon.is_some() || first.as_deref() == Some("crate");
    let mut owner: Vec<_> = item.segments.iter().collect();
    owner.pop();
    if absolute || owner.is_empty() {
        return named.clone();
    }
    let mut rest: Vec<_> = named.segments.iter().collect();
    while let Some(segment) = rest.first() {
        match segment.ident.to_string().as_str() {
            "self" => {}
            "super" if owner.pop().is_some() => {}
            _ => break,
        }
        rest.remove(0);
    }
    let segments = owner.into_iter().chain(rest).cloned().collect::<Punctuated<_, _>>();
    Path { leading_colon: item.leading_colon, segments }
}

/// What a callee's parameter of a struct type tells of the callee's constant parameters, given what
/// is handed over: `N` in `m: &Model<N>`.
pub(super) fn lengths(declared: Option<&Kind>, own: &Kind) -> Vec<(String, Rc<Expr>)> {
    let (Some(Kind::Struct(declared)), Kind::Struct(own)) = (declared, own) else {
        return Vec::new();
    };
    declared
        .arguments
        .iter()
        .zip(&own.arguments)
        .filter_map(|pair| match pair {
            (Argument::Other(name), Argument::Other(length)) => {
                Some((name.to_string(), Rc::new(Expr::Verbatim(length.clone()))))
            }
            _ => None,
        })
        .collect()
}

/// The first struct in a type that borrows for a time without a name.
pub fn anonymous<'a>(ty: &'a Type, types: &TypeScope<'_>) -> Option<&'a Type> {
    match ty {
        Type::Reference(inner) => anonymous(&inner.elem, types),
        Type::Paren(inner) => anonymous(&inner.elem, types),
        Type::Group(inner) => anonymous(&inner.elem, types),
        Type::Array(inner) => anonymous(&inner.elem, types),
        Type::Slice(inner) => anonymous(&inner.elem, types),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(|ty| anonymous(ty, types)),
        Type::Path(path) => {
            let item = types.signatures?.definition(&path.path)?;
            let given = match &path.path.segments.last()?.arguments {
                PathArguments::AngleBracketed(given) => given.args.iter().collect(),
                _ => Vec::new(),
            };
            let named = given.iter().filter(
                |argument| matches!(argument, GenericArgument::Lifetime(name) if name.ident != "_"),
            );
            (named.count() < item.generics.lifetimes().count()).then_some(ty)
        }
        _ => None,
    }
}

fn without_arguments(mut path: Path) -> Path {
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    path
}

/// Whether two kinds are of one struct, by whichever paths.
pub(super) fn same_struct(a: &StructKind, b: &StructKind) -> bool {
    let last = |kind: &StructKind| kind.path.segments.last().map(|segment| segment.ident.clone());
    let names = |kind: &StructKind| -> Vec<syn::Member> {
        kind.fields.iter().map(|(name, _, _)| name.clone()).collect()
    };
    last(a) == last(b) && names(a) == names(b)
}
