//! The bounds of a struct's type parameters, and of the structs in its fields.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Fields, GenericParam, Generics, Path, Type, TypeParamBound, WherePredicate,
    parse_quote, parse_quote_spanned,
};

use crate::diagnostics::{Diagnostics, TYPE};
use crate::front::{field_is_constant, is_of_the_user};

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
/// a type parameter in one of them is a float, unless it is said that it is something else.
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
            open.iter().map(|name| -> WherePredicate { parse_quote!(#name: #runtime::Scalar) }),
        );
    }
}

/// Types in active fields that should have a derive of their own: by their bare names, since a struct may
/// contain itself in a vector.
fn structs<'a>(generics: &Generics, fields: &'a Fields) -> Vec<&'a Type> {
    let params: HashSet<String> = generics.params.iter().map(name).collect();
    let active = fields.iter().filter(|field| !field_is_constant(field));
    let own = active.map(|field| &field.ty).filter(|ty| is_of_the_user(ty, &params));
    let mut seen = HashSet::new();
    own.filter(|ty| seen.insert(ty.to_token_stream().to_string())).collect()
}

/// The one place that says which struct in a field has no derivative; the implementations assume that it has
/// one, so as not to say it again.
pub fn demand(generics: &mut Generics, fields: &Fields, runtime: &Path) -> TokenStream {
    let structs = structs(generics, fields);
    if structs.is_empty() {
        return TokenStream::new();
    }
    let clause = generics.make_where_clause();
    clause.predicates.extend(structs.iter().map(|ty| -> WherePredicate {
        // With a lifetime, so that rustc does not look whether this is so at all, for each implementation.
        parse_quote_spanned!(ty.span()=> for<'field> #ty: #runtime::Carries<'field>)
    }));
    quote!(#(const _: fn() = #runtime::carries_derivatives::<#structs>;)*)
}

/// Whether it is said elsewhere that a type has derivatives.
pub fn is_demanded(generics: &Generics, ty: &Type) -> bool {
    let demanded = |predicate: &WherePredicate| match predicate {
        WherePredicate::Type(demand) => demand.lifetimes.is_some() && demand.bounded_ty == *ty,
        _ => false,
    };
    generics.where_clause.iter().any(|clause| clause.predicates.iter().any(demanded))
}

/// That the cotangent of a field has this trait.
pub fn of_cotangent(
    generics: &Generics,
    ty: &Type,
    bound: &TokenStream,
    runtime: &Path,
) -> WherePredicate {
    if is_demanded(generics, ty) {
        return parse_quote!(for<'field> #runtime::OfField<'field, #ty>: #bound);
    }
    parse_quote!(<#ty as #runtime::Differentiable>::Cotangent: #bound)
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

/// The type parameters of which it is said that they have derivatives without being floats, or how many axes they are.
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
            ["Differentiable", "Dimension"].iter().any(|name| last.ident == name)
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
