//! The bounds of a struct's type parameters.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Data, DeriveInput, Fields, GenericParam, Generics, Path, TypeParamBound, WherePredicate,
    parse_quote,
};

use crate::diagnostics::{Diagnostics, TYPE};
use crate::front::field_is_constant;

/// Reports fields whose type rustc has read past a mistake in it: `Vec<f64> +`.
pub fn check(input: &DeriveInput, diagnostics: &mut Diagnostics) {
    let Data::Struct(data) = &input.data else { return };
    for field in &data.fields {
        let ty = &field.ty;
        if syn::parse2::<WherePredicate>(quote!(#ty: Sized)).is_err() {
            diagnostics.report(ty, TYPE);
        }
    }
}

/// As the derives of the standard library do: what the active fields are made of has derivatives. That is,
/// a type parameter in one of them is a float, unless it is said what it is.
pub fn add(generics: &mut Generics, fields: &Fields, runtime: &Path) {
    let mentioned = mentioned(fields);
    let bounded = bounded(generics);
    let open: Vec<_> = generics
        .type_params()
        .map(|param| param.ident.clone())
        .filter(|name| {
            mentioned.contains(&name.to_string()) && !bounded.contains(&name.to_string())
        })
        .collect();
    if !open.is_empty() {
        let clause = generics.make_where_clause();
        clause.predicates.extend(
            open.iter().map(|name| -> WherePredicate { parse_quote!(#name: #runtime::Float) }),
        );
    }
}

/// The generic parameters of the cotangent: those that its fields mention.
pub fn cotangent(generics: &Generics, fields: &Fields) -> Generics {
    let (mentioned, mut own) = (mentioned(fields), generics.clone());
    let (kept, dropped): (Vec<_>, Vec<_>) =
        own.params.into_iter().partition(|param| mentioned.contains(&name(param)));
    own.params = kept.into_iter().collect();
    let dropped: HashSet<String> = dropped.iter().map(name).collect();
    if let Some(clause) = &mut own.where_clause {
        let kept = clause.predicates.iter().filter(|predicate| {
            let mut found = HashSet::new();
            names(predicate.to_token_stream(), &mut found);
            found.is_disjoint(&dropped)
        });
        clause.predicates = kept.cloned().collect();
    }
    own
}

fn name(param: &GenericParam) -> String {
    match param {
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
        GenericParam::Lifetime(param) => param.lifetime.ident.to_string(),
    }
}

/// The names that active fields mention.
fn mentioned(fields: &Fields) -> HashSet<String> {
    let mut mentioned = HashSet::new();
    for field in fields.iter().filter(|field| !field_is_constant(field)) {
        names(field.ty.to_token_stream(), &mut mentioned);
    }
    mentioned
}

/// The type parameters of which it is said that they have derivatives, or how many axes they are.
fn bounded(generics: &Generics) -> HashSet<String> {
    let mut found = HashSet::new();
    for param in generics.type_params() {
        if tells(param.bounds.iter()) {
            found.insert(param.ident.to_string());
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate
            && tells(predicate.bounds.iter())
        {
            found.insert(predicate.bounded_ty.to_token_stream().to_string());
        }
    }
    found
}

fn tells<'a>(mut bounds: impl Iterator<Item = &'a TypeParamBound>) -> bool {
    bounds.any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| {
            ["Float", "Differentiable", "Dimension"].iter().any(|name| last.ident == name)
        }),
        _ => false,
    })
}

fn names(tokens: TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => names(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
