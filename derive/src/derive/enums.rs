//! `#[derive(Differentiable)]` on an enum: a choice, which carries no derivative.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Path};

use crate::front::carries_none;
use crate::publish::publish;

/// Whether nothing in any variant could carry a derivative.
pub fn is_choice(data: &DataEnum) -> bool {
    let mut fields = data.variants.iter().flat_map(|variant| &variant.fields);
    fields.all(|field| carries_none(&field.ty))
}

/// What tells functions that values of the enum have no derivative.
pub fn choice(input: &DeriveInput, runtime: &Path) -> TokenStream {
    let (name, generics) = (&input.ident, &input.generics);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let published = publish(name, &input.vis, &quote!(enum #name #generics {}), runtime);
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::Differentiable for #name #ty_generics #where_clause {
            type Cotangent = ();

            const FIXED: bool = true;

            fn zeros(&self) -> Self::Cotangent {}

            fn add(_: &mut Self::Cotangent, _: &Self::Cotangent) {}

            fn scale(_: &mut Self::Cotangent, _: f64) {}
        }
        #published
    }
}
