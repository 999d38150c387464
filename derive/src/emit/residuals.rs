//! The type of what `forward` keeps for `backward`: a tuple; for a function that calls itself a
//! struct, since a tuple would contain itself.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Ident};

use super::names::Names;

/// How residuals are written.
pub(super) struct Residuals {
    /// Their type.
    pub ty: TokenStream,
    /// The definition of that type, where it needs one.
    pub definition: TokenStream,
    /// The tuple behind a parameter `residuals` that is a reference to them.
    pub place: TokenStream,
    /// The same by reference.
    pub reference: TokenStream,
    /// What else a value of the struct has beside the tuple.
    constructor: Option<(Ident, TokenStream)>,
}

impl Residuals {
    /// A tuple.
    pub fn plain(types: TokenStream) -> Residuals {
        Residuals {
            ty: types,
            definition: quote!(),
            place: quote!(*residuals),
            reference: quote!(residuals),
            constructor: None,
        }
    }

    /// A struct around the tuple.
    pub fn nominal(handle: &Ident, generics: &Generics, types: &TokenStream) -> Residuals {
        let name = format_ident!("{handle}_residuals", span = handle.span());
        let owned = generics.params.iter().filter(|p| !matches!(p, GenericParam::Lifetime(_)));
        let arguments = owned.clone().filter_map(parameter);
        let (params, arguments) = match owned.clone().count() {
            0 => (quote!(), quote!()),
            _ => (quote!(<#(#owned),*>), quote!(<#(#arguments),*>)),
        };
        let (unused, filled) = match unmentioned(generics, types).as_slice() {
            [] => (quote!(), quote!()),
            names => (
                quote!(of: ::core::marker::PhantomData<(#(#names,)*)>,),
                quote!(of: ::core::marker::PhantomData,),
            ),
        };
        let bounds = &generics.where_clause;
        let definition = quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub, private_interfaces)]
            pub struct #name #params #bounds { kept: Box<#types>, #unused }
        };
        Residuals {
            ty: quote!(#name #arguments),
            definition,
            place: quote!(*residuals.kept),
            reference: quote!(&*residuals.kept),
            constructor: Some((name, filled)),
        }
    }

    /// Residuals made of a tuple.
    pub fn made_of(&self, kept: &TokenStream) -> TokenStream {
        match &self.constructor {
            None => kept.clone(),
            Some((name, filled)) => quote!(#name { kept: Box::new(#kept), #filled }),
        }
    }
}

fn parameter(param: &GenericParam) -> Option<&Ident> {
    match param {
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
        GenericParam::Lifetime(_) => None,
    }
}

/// The type parameters that the tuple does not mention.
fn unmentioned(generics: &Generics, types: &TokenStream) -> Vec<TokenStream> {
    let mut mentioned = Names::default();
    mentioned.reserve(types);
    generics
        .type_params()
        .filter(|param| !mentioned.has(&param.ident))
        .map(|param| param.ident.to_token_stream())
        .collect()
}
