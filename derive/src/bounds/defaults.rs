//! Methods that a trait has a body for: each is a function over all types with the trait, with a handle of its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident};
use syn::{Ident, ItemFn, ItemTrait, TraitItemFn, parse_quote};

use super::names;
use crate::blocks::Context;
use crate::exchange::differentiate;
use crate::front::{Options, Owner, is_differentiated, methods};
use crate::parameters;

/// The methods with bodies that have derivatives.
pub(super) fn with_bodies(item: &ItemTrait) -> impl Iterator<Item = &TraitItemFn> {
    methods(item).filter(|method| method.default.is_some() && is_differentiated(method))
}

/// The handle of such a method.
pub(super) fn handle(item: &ItemTrait, method: &Ident) -> Ident {
    format_ident!("{}_default_{}", item.ident, method, span = method.span())
}

/// Their derivatives.
pub(super) fn functions(item: &ItemTrait, tokens: &TokenStream, options: &Options) -> TokenStream {
    let functions = with_bodies(item).map(|method| {
        let function = function(item, method, options);
        differentiate(&function, tokens, options, &Context::default(), true).tokens
    });
    functions.collect()
}

/// The type parameter that stands for the type.
pub(super) fn parameter(item: &ItemTrait) -> Ident {
    let taken = parameters::names(item.to_token_stream());
    let mut name = String::from("P");
    while taken.contains(&name) {
        name.push('P');
    }
    Ident::new(&name, item.ident.span())
}

/// A method as a function over all types with the trait.
pub(super) fn function(item: &ItemTrait, method: &TraitItemFn, options: &Options) -> ItemFn {
    let (name, runtime) = (parameter(item), options.runtime());
    let (of, given) = (&item.ident, names(&item.generics));
    let mut generics = item.generics.clone();
    generics.lt_token.get_or_insert_with(Default::default);
    generics.gt_token.get_or_insert_with(Default::default);
    generics.params.push(parse_quote!(#name: #of #given + #runtime::Differentiable));
    let owner = Owner { ty: name.into(), generics, method: method.sig.generics.clone() };
    let mut sig = method.sig.clone();
    sig.ident = handle(item, &method.sig.ident);
    let function = ItemFn {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        modifiers: Default::default(),
        sig,
        block: Box::new(method.default.clone().unwrap_or_else(|| parse_quote!({}))),
    };
    owner.outside(function)
}

/// What the types of defaults are called: of what a method keeps.
pub(super) fn stem(method: &Ident) -> Ident {
    format_ident!("{method}_default")
}
