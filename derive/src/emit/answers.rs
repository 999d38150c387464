//! Functions that may fail: their types, their values and their calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::handle::{Context, undecided};
use crate::front::{Fallible, FnSignature};

impl Context<'_> {
    /// How the function wraps its value, if it may fail.
    fn fallible(&self) -> Option<Fallible> {
        FnSignature::new(&self.parts.item.sig).fallible()
    }

    /// Whether the function may fail.
    pub(super) fn is_fallible(&self) -> bool {
        self.fallible().is_some()
    }

    /// What is returned in place of what the function returns: `Result<(f64, f64), E>`.
    pub(super) fn returned_type(&self, ty: &TokenStream) -> TokenStream {
        self.fallible().map_or_else(|| ty.clone(), |fallible| fallible.around(ty))
    }

    /// A value as it is returned: `Ok(value)`.
    pub(super) fn answer(&self, value: &TokenStream) -> TokenStream {
        self.fallible().map_or_else(|| value.clone(), |fallible| fallible.made_of(value))
    }

    /// A call of one of the generated functions that may fail as the function does: `call?`.
    pub(super) fn tried(&self, call: TokenStream) -> TokenStream {
        if self.is_fallible() { quote!(#call?) } else { call }
    }

    /// The second of the two values of such a call, as it is returned.
    pub(super) fn second_of(&self, call: TokenStream) -> TokenStream {
        match self.fallible() {
            Some(_) => self.answer(&quote!(#call?.1)),
            None => quote!(#call.1),
        }
    }

    /// Whether there is a value at all, before it is taken for certain.
    pub(super) fn asked(&self) -> TokenStream {
        if !self.is_fallible() {
            return quote!();
        }
        let (forward, handed) = (self.scheme().function("forward"), self.handed());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let call = self.tried(quote!(Self::#forward #arguments(#(#handed),*)));
        quote!(#call;)
    }

    /// Such a call where the function has come to its end for the same arguments.
    pub(super) fn settled(&self, call: TokenStream) -> TokenStream {
        let runtime = self.runtime;
        if self.is_fallible() { quote!(#runtime::present(#call)) } else { call }
    }
}
