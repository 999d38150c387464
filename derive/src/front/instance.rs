//! What the generic parameters of a callee stand for at one call.

use std::collections::HashMap;
use std::rc::Rc;

use quote::quote;
use syn::Expr;

use super::lower::Lower;
use super::signature::{FnSignature, SigParam, Signatures};
use super::standard::type_argument;
use super::structs::lengths;
use super::types::{TypeScope, is_array_ref, length, length_name, rank_parameter};
use crate::ir::{Argument, Halves, Kind, Num, Passing, Rank};

/// What a callee's generic parameters stand for in one call.
pub(super) struct Instance<'a> {
    pub(super) path: syn::Path,
    signatures: &'a Signatures,
    pub(super) nums: HashMap<String, Num>,
    params: HashMap<String, Kind>,
    /// The type parameters that are no numbers.
    opaque: Vec<syn::Ident>,
    pub(super) ranks: HashMap<String, Rank>,
    pub(super) lengths: HashMap<String, Rc<Expr>>,
}

impl<'a> Instance<'a> {
    pub(super) fn new(halves: &Halves, signature: &FnSignature, lower: &mut Lower<'a>) -> Self {
        let fresh =
            signature.nums.iter().map(|name| (name.to_string(), lower.unifier.fresh(false)));
        let mut nums: HashMap<String, Num> = fresh.collect();
        let mut params = HashMap::new();
        // The traits of a type parameter are told in the words of the function.
        if let Halves::Bound(..) = halves {
            nums.extend(lower.types.nums.clone());
            params = lower.types.params.clone();
        }
        Instance {
            path: halves.marker(),
            signatures: lower.signatures,
            nums,
            params,
            opaque: signature.opaque.clone(),
            ranks: HashMap::new(),
            lengths: HashMap::new(),
        }
    }

    /// What is said of them at the call: `sq::<f32>(x)`, and of a method `Model::<f32>::energy`. Those of the
    /// block come first.
    pub(super) fn told(
        &mut self,
        called: &syn::Path,
        method: bool,
        signature: &FnSignature,
        lower: &Lower<'a>,
    ) {
        let mut segments = called.segments.iter().rev();
        let own = segments.next().map(arguments).unwrap_or_default();
        let behind = signature.generics.len().saturating_sub(own.len());
        let own = signature.generics[behind..].iter().zip(own);
        let owner = segments.next().filter(|_| method).map(arguments).unwrap_or_default();
        for (name, told) in signature.generics.iter().zip(owner).chain(own) {
            match told {
                syn::GenericArgument::Type(ty) => {
                    if let Some(Kind::Real(num)) = lower.types.kind(ty) {
                        self.nums.insert(name.to_string(), num);
                    }
                }
                syn::GenericArgument::Const(length) => {
                    self.lengths.insert(name.to_string(), Rc::new(length.clone()));
                }
                _ => {}
            }
        }
    }

    pub(super) fn scope(&self) -> TypeScope<'a> {
        TypeScope {
            nums: self.nums.clone(),
            params: self.params.clone(),
            ranks: self.ranks.clone(),
            lengths: self.lengths.clone(),
            signatures: Some(self.signatures),
            beside: Some(self.path.clone()),
            within: Vec::new(),
        }
    }

    /// Whether a parameter is of a type of which the callee knows nothing.
    pub(super) fn is_opaque(&self, ty: &syn::Type) -> bool {
        match ty {
            syn::Type::Reference(inner) => self.is_opaque(&inner.elem),
            syn::Type::Path(path) => self.opaque.iter().any(|name| path.path.is_ident(name)),
            _ => false,
        }
    }

    /// What an argument tells of lengths and ranks.
    pub(super) fn learn(&mut self, param: &SigParam, declared: Option<&Kind>, own: &Kind) {
        if let Some(rank) = rank_parameter(&param.ty)
            && let Some(found) = own.rank()
        {
            self.ranks.entry(rank.to_string()).or_insert(found);
        }
        if let Some(name) = length_name(&param.ty)
            && let Some(found) = length(own)
        {
            self.lengths.entry(name.to_string()).or_insert(found.clone());
        }
        for (name, length) in lengths(declared, own) {
            self.lengths.entry(name).or_insert(length);
        }
        for name in &self.opaque {
            if let Some(found) = found(&param.ty, name, own) {
                self.params.entry(name.to_string()).or_insert(found);
            }
        }
    }

    /// Whether a part of an array may be handed over, so that its shadow is an array of its own.
    pub(super) fn is_view(&self, param: &SigParam) -> bool {
        let declared = self.scope().parameter(&param.ty);
        let part = is_array_ref(&param.ty) && !param.skippable;
        part || matches!(declared, Some((_, Kind::Nd { view: true, .. })))
    }

    /// Whether the callee may put another sequence, or another array, in the place of an argument.
    pub(super) fn is_replaceable(&self, param: &SigParam) -> bool {
        let owned = |kind: &Kind| matches!(kind, Kind::Vec(_) | Kind::Nd { view: false, .. });
        match self.scope().parameter(&param.ty) {
            Some((Passing::Mut, kind)) => owned(&kind),
            Some((Passing::Ref | Passing::Value, _)) | None => false,
        }
    }

    /// `<g as Differentiated<(T, D)>>::Residuals`
    pub(super) fn residuals(
        &self,
        signature: &FnSignature,
        halves: &Halves,
        runtime: &syn::Path,
    ) -> Kind {
        let path = halves.marker();
        if let Halves::Bound(method, _) = halves {
            let mut of = syn::Path::clone(method);
            let name = of.segments.pop().map(|last| last.ident);
            of.segments.pop_punct();
            return Kind::Residuals {
                of: Rc::new(quote!(#of)),
                trait_path: Rc::new(quote!(#path)),
                arguments: Vec::new(),
                method: name.map(Rc::new),
                tangent: false,
            };
        }
        let arguments: Vec<Kind> = signature
            .generics
            .iter()
            .map(|name| {
                let name = name.to_string();
                if let Some(length) = self.lengths.get(&name) {
                    return Kind::Other(Some(Rc::new(syn::parse_quote!([(); #length]))));
                }
                if let Some(kind) = self.params.get(&name) {
                    return kind.clone();
                }
                match self.ranks.get(&name) {
                    Some(rank) => Kind::Other(Some(Rc::new(dimension(*rank, runtime)))),
                    None => Kind::Real(self.nums.get(&name).cloned().unwrap_or(Num::F64)),
                }
            })
            .collect();
        let trait_path = quote!(#runtime::Differentiated);
        Kind::Residuals {
            of: Rc::new(quote!(#path)),
            trait_path: Rc::new(trait_path),
            arguments,
            method: None,
            tangent: false,
        }
    }
}

/// What a type parameter stands for, where a parameter of this type is handed a value of this kind.
fn found(ty: &syn::Type, name: &syn::Ident, own: &Kind) -> Option<Kind> {
    match (ty, own) {
        (syn::Type::Reference(inner), own) => found(&inner.elem, name, own),
        (syn::Type::Slice(inner), own) => found(&inner.elem, name, own.element()?),
        (syn::Type::Array(inner), own) => found(&inner.elem, name, own.element()?),
        (syn::Type::Tuple(tuple), Kind::Tuple(items)) => {
            tuple.elems.iter().zip(items).find_map(|(ty, own)| found(ty, name, own))
        }
        (syn::Type::Path(path), own) if path.path.is_ident(name) => Some(own.clone()),
        (syn::Type::Path(path), Kind::Vec(item)) => {
            found(type_argument(path.path.segments.last()?, 0)?, name, item)
        }
        (syn::Type::Path(path), Kind::Struct(info)) => {
            let of = (0..info.arguments.len())
                .filter_map(|i| Some((type_argument(path.path.segments.last()?, i)?, i)));
            let given = of.map(|(ty, i)| (ty, &info.arguments[i]));
            given
                .filter_map(|(ty, argument)| match argument {
                    Argument::Type(kind) => found(ty, name, kind),
                    Argument::Num(_) | Argument::Other(_) => None,
                })
                .next()
        }
        _ => None,
    }
}

/// The arguments of a path segment but lifetimes: `f32` in `sq::<f32>`.
fn arguments(segment: &syn::PathSegment) -> Vec<&syn::GenericArgument> {
    let syn::PathArguments::AngleBracketed(told) = &segment.arguments else { return Vec::new() };
    told.args.iter().filter(|told| !matches!(told, syn::GenericArgument::Lifetime(_))).collect()
}

fn dimension(rank: Rank, runtime: &syn::Path) -> syn::Type {
    let name = rank.dimension();
    syn::parse_quote!(#runtime::ndarray::#name)
}
