//! Cotangents and tangents that callers hand over have the shape of what they belong to: this is asserted
//! where a function is entered.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::handle::Context;
use crate::ir::{Kind, Passing};

impl Context<'_> {
    /// Asserts that `found` has the shape of the parameter `of`, which is of this kind, as far as that may vary.
    pub(super) fn same_shape(
        &self,
        found: &Ident,
        of: &Ident,
        kind: &Kind,
        passing: Passing,
    ) -> TokenStream {
        let (runtime, name) = (self.runtime, found.to_string());
        let of_reference = match passing {
            Passing::Value => quote!(&#of),
            Passing::Ref | Passing::Mut => quote!(#of),
        };
        match kind {
            kind if kind.is_fixed() => quote!(),
            Kind::Slice(item) | Kind::Vec(item) if self.alike(item) => {
                quote!(#runtime::same_length(#name, #found.len(), #of.len());)
            }
            Kind::Slice(_) | Kind::Vec(_) => {
                quote!(#runtime::same_items(#name, #found, #of_reference);)
            }
            Kind::Nd { .. } => {
                quote!(#runtime::same_shape(#name, #found.shape(), #of.shape());)
            }
            kind if self.lanes.is_some() || kind.has_inactive_parts() => quote!(),
            _ => quote!(#runtime::same_parts(#name, #found, #of_reference);),
        }
    }

    /// Whether nothing more than their number is compared of items.
    fn alike(&self, item: &Kind) -> bool {
        item.is_fixed() || item.has_inactive_parts() || self.lanes.is_some()
    }
}
