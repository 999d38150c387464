//! What the generic parameters of a callee stand for at one call.

use std::collections::HashMap;
use std::rc::Rc;

use quote::quote;
use syn::Expr;

use super::lower::Lower;
use super::signature::{FnSignature, SigParam, Signatures};
use super::structs::lengths;
use super::types::{TypeScope, is_array_ref, length, length_name, rank_parameter};
use crate::ir::{Kind, Num, Passing, Rank};

/// What a callee's generic parameters stand for in one call.
pub(super) struct Instance<'a> {
    pub(super) path: syn::Path,
    signatures: &'a Signatures,
    pub(super) nums: HashMap<String, Num>,
    pub(super) ranks: HashMap<String, Rank>,
    pub(super) lengths: HashMap<String, Rc<Expr>>,
}

impl<'a> Instance<'a> {
    pub(super) fn new(path: &syn::Path, signature: &FnSignature, lower: &mut Lower<'a>) -> Self {
        let nums = signature
            .nums
            .iter()
            .map(|name| (name.to_string(), lower.unifier.fresh(false)))
            .collect();
        Instance {
            path: path.clone(),
            signatures: lower.signatures,
            nums,
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
            ranks: self.ranks.clone(),
            lengths: self.lengths.clone(),
            signatures: Some(self.signatures),
            beside: Some(self.path.clone()),
            within: Vec::new(),
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
        path: &syn::Path,
        runtime: &syn::Path,
    ) -> Kind {
        let arguments: Vec<Kind> = signature
            .generics
            .iter()
            .map(|name| {
                let name = name.to_string();
                if let Some(length) = self.lengths.get(&name) {
                    return Kind::Other(Some(Rc::new(syn::parse_quote!([(); #length]))));
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
            tangent: false,
        }
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
