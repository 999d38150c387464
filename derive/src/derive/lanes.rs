//! Several tangents of a struct at once.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, Field, Fields, Generics, Member, Path, parse_quote};

use super::{active, bounds};
use crate::emit::Names;
use crate::front::field_is_constant;

/// `Laned` for a struct and its cotangent, where their fields have it: the tangents are a struct with
/// the same fields. It is generic in the types of its fields, so that it asks nothing of them, and has
/// no name outside, so that it takes none.
pub fn laned(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let (name, cotangent) = (&input.ident, format_ident!("{}Cotangent", input.ident));
    let (tangents, vis) = (format_ident!("{}Lanes", input.ident), &input.vis);
    let mut names = Names::default();
    names.reserve(&input.to_token_stream());
    let count = names.fresh("LANES", input.ident.span());
    let parts = active(fields);
    let labels: Vec<&Member> = parts.iter().map(|(member, _)| member).collect();
    let params: Vec<_> = (0..parts.len()).map(|i| format_ident!("T{i}")).collect();
    let types: Vec<TokenStream> = parts
        .iter()
        .map(|(_, Field { ty, .. })| quote!(<#ty as #runtime::Differentiable>::Cotangent))
        .collect();
    let units = super::units(fields);
    let with_lanes = |mut generics: Generics| {
        generics.params.push(parse_quote!(const #count: usize));
        let bound = quote!(#runtime::Laned<#count>);
        let bounds: Vec<_> = parts
            .iter()
            .map(|(_, field)| bounds::of_cotangent(&generics, &field.ty, &bound, runtime))
            .collect();
        generics.make_where_clause().predicates.extend(bounds);
        generics
    };
    let own = bounds::cotangent(&input.generics, fields);
    let (laned, own_laned) = (with_lanes(input.generics.clone()), with_lanes(own.clone()));
    let (impl_generics, _, where_clause) = laned.split_for_impl();
    let (own_impl, _, own_where) = own_laned.split_for_impl();
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let (_, own_types, _) = own.split_for_impl();
    let definition = definition(fields, &params);
    let doc = format!("Several tangents of [`{name}`]: of each field that has one.");
    quote! {
        const _: () = {
            #[doc = #doc]
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #vis struct #tangents <#(#params),*> #definition

            #[automatically_derived]
            impl #own_impl #runtime::Laned<#count> for #cotangent #own_types #own_where {
                type Tangents = #tangents<#(<#types as #runtime::Laned<#count>>::Tangents),*>;

                fn zero_tangents(&self) -> Self::Tangents {
                    #tangents {
                        #(#labels: #runtime::Laned::<#count>::zero_tangents(&self.#labels),)*
                        #(#units: (),)*
                    }
                }
            }

            #[automatically_derived]
            impl #impl_generics #runtime::Laned<#count> for #name #ty_generics #where_clause {
                type Tangents = <#cotangent #own_types as #runtime::Laned<#count>>::Tangents;

                fn zero_tangents(&self) -> Self::Tangents {
                    #runtime::Laned::<#count>::zero_tangents(&#runtime::Differentiable::zeros(self))
                }
            }
        };
    }
}

/// The fields, each of a type of its own; numbered ones keep their numbers.
fn definition(fields: &Fields, params: &[syn::Ident]) -> TokenStream {
    let mut params = params.iter();
    let items = fields.members().zip(fields.iter()).filter_map(|(member, field)| {
        let vis = &field.vis;
        let doc = format!("The tangents of `{}`.", member.to_token_stream());
        match (&member, field_is_constant(field)) {
            (Member::Named(name), false) => {
                let param = params.next()?;
                Some(quote!(#[doc = #doc] #vis #name: #param))
            }
            (Member::Named(_), true) => None,
            (Member::Unnamed(_), false) => {
                let param = params.next()?;
                Some(quote!(#[doc = #doc] #vis #param))
            }
            (Member::Unnamed(_), true) => Some(quote!(#[doc(hidden)] #vis ())),
        }
    });
    match fields {
        Fields::Named(_) => quote!({ #(#items,)* }),
        Fields::Unnamed(_) | Fields::Unit => quote!((#(#items,)*);),
    }
}
