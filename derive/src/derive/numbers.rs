//! The numbers of a cotangent, in order: what the rows and columns of a Hessian stand for.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, Field, Fields, Member, Path, parse_quote};

use super::{active, bounds};
use crate::emit::Names;

/// `Numbers` for the cotangent of a struct, where it consists of numbers of one type.
pub fn numbers(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let cotangent = format_ident!("{}Cotangent", input.ident);
    let mut names = Names::default();
    names.reserve(&input.to_token_stream());
    let number = names.fresh("Number", input.ident.span());
    let parts = active(fields);
    let labels: Vec<&Member> = parts.iter().map(|(member, _)| member).collect();
    let own = bounds::cotangent(&input.generics, fields);
    let mut generics = own.clone();
    generics.params.push(parse_quote!(#number));
    let bound = quote!(#runtime::Numbers<#number>);
    let bounds =
        parts.iter().map(|(_, Field { ty, .. })| bounds::of_cotangent(&own, ty, &bound, runtime));
    generics.make_where_clause().predicates.extend(bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = own.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::Numbers<#number> for #cotangent #ty_generics #where_clause {
            #runtime::__numbers! { #number: #(#labels)* }
        }
    }
}
