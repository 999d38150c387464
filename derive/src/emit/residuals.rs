//! The type of what `forward` keeps for `backward`: a tuple; or a struct around it, where the tuple
//! would contain itself, or structs of the user's that are private.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Ident, Path};

use super::function::{Emitter, Holds};
use super::names::Names;
use crate::ir::{Kind, Var};

/// How residuals are written.
pub(super) struct Residuals {
    /// Their type.
    pub ty: TokenStream,
    /// The definition of that type, where it needs one.
    pub definition: TokenStream,
    constructor: Option<Constructor>,
}

/// How a value of the struct is written.
struct Constructor {
    name: Ident,
    /// What it has beside the tuple.
    filled: TokenStream,
    around: Around,
    runtime: Path,
}

/// What is around the tuple.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing.
    Nothing,
    /// A box, of a tuple that would contain itself.
    Box,
    /// An option of a box: calls that keep nothing have no box either.
    OptionOfBox,
}

impl Residuals {
    /// A tuple.
    pub fn plain(types: TokenStream) -> Residuals {
        Residuals { ty: types, definition: quote!(), constructor: None }
    }

    /// The tuple behind a parameter that is a reference to them, and the same by reference.
    fn behind(&self, name: &Ident) -> (TokenStream, TokenStream) {
        match &self.constructor {
            None => (quote!(*#name), quote!(#name)),
            Some(Constructor { around, .. }) => match around {
                // What is in an option is found through its box, too.
                Around::Nothing | Around::OptionOfBox => (quote!(#name.kept), quote!(&#name.kept)),
                Around::Box => (quote!(*#name.kept), quote!(&*#name.kept)),
            },
        }
    }

    /// A struct around the tuple.
    pub fn nominal(
        name: Ident,
        generics: &Generics,
        types: &TokenStream,
        around: Around,
        runtime: &Path,
    ) -> Residuals {
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
        let boxed = quote!(#runtime::alloc::boxed::Box<#types>);
        let types = match around {
            Around::Nothing => types.clone(),
            Around::Box => boxed,
            Around::OptionOfBox => quote!(::core::option::Option<#boxed>),
        };
        let definition = quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub, private_interfaces)]
            pub struct #name #params #bounds { kept: #types, #unused }
        };
        Residuals {
            ty: quote!(#name #arguments),
            definition,
            constructor: Some(Constructor { name, filled, around, runtime: runtime.clone() }),
        }
    }

    /// Residuals made of a tuple.
    pub fn made_of(&self, kept: &TokenStream) -> TokenStream {
        match &self.constructor {
            None => kept.clone(),
            Some(Constructor { name, filled, around, runtime }) => {
                let boxed = quote!(#runtime::alloc::boxed::Box::new);
                let kept = match around {
                    Around::Nothing => kept.clone(),
                    Around::Box => quote!(#boxed(#kept)),
                    Around::OptionOfBox => quote!(#kept.map(#boxed)),
                };
                quote!(#name { kept: #kept, #filled })
            }
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

/// Whether a type mentions a struct of the user's, which may be less visible than the handle.
pub(super) fn names_a_struct(kind: &Kind) -> bool {
    match kind {
        Kind::Struct(_) | Kind::Cotangent(_) | Kind::Tangents(..) => true,
        Kind::Tuple(items) => items.iter().any(names_a_struct),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
            names_a_struct(item)
        }
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Nd { .. }
        | Kind::Dim { .. }
        | Kind::Other(_)
        | Kind::Residuals { .. } => false,
    }
}

/// Whether a value has residuals of a callee inside itself: those in a vector lie elsewhere.
pub(super) fn holds_residuals(kind: &Kind) -> bool {
    match kind {
        Kind::Residuals { .. } => true,
        Kind::Tuple(items) => items.iter().any(holds_residuals),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Option(item) => holds_residuals(item),
        Kind::Vec(_)
        | Kind::Struct(_)
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Nd { .. }
        | Kind::Dim { .. }
        | Kind::Other(_) => false,
    }
}

impl Emitter<'_> {
    /// `let &(v, ref h) = residuals;`
    pub(super) fn open_residuals(
        &mut self,
        kept: &[Var],
        residuals: &Residuals,
        name: &Ident,
    ) -> TokenStream {
        let (place, reference) = residuals.behind(name);
        let single = kept.len() == 1;
        let parts: Vec<TokenStream> = kept
            .iter()
            .map(|var| {
                let copy = self.is_copy(*var);
                let slot = self.new_slot(*var, if copy { Holds::Value } else { Holds::Ref });
                let binding = self.binding(slot);
                match (copy, single) {
                    (true, true) => quote!(let #binding = #place;),
                    (false, true) => quote!(let #binding = #reference;),
                    (true, false) => quote!(#binding),
                    (false, false) => quote!(ref #binding),
                }
            })
            .collect();
        match parts.as_slice() {
            [] => quote!(),
            [line] => line.clone(),
            several => quote!(let &(#(#several),*) = #reference;),
        }
    }
}
