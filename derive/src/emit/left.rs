//! Mistakes that are left to Rust: it has seen the function, and says the same in words of its own.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{FnArg, GenericParam, ItemFn, ReturnType};

use super::scheme::Scheme;
use crate::front::Options;

/// A mistake of which Rust tells by itself, if all is what it seems.
pub struct LeftToRust {
    /// What is said otherwise.
    pub words: String,
    /// Where.
    pub span: Span,
    /// Whether Rust certainly says so.
    pub certain: bool,
    /// What the function consists of.
    pub body: TokenStream,
}

/// Whether what Rust says of a function can be found out where it stands: no parameter is open.
pub fn can_be_probed(item: &ItemFn, options: &Options) -> bool {
    let open = |param: &GenericParam| !matches!(param, GenericParam::Lifetime(_));
    let of_block = options.owner.as_ref().is_some_and(|owner| !owner.generics.params.is_empty());
    !of_block && !item.sig.generics.params.iter().any(open)
}

impl LeftToRust {
    /// The function once more. Where Rust rejects the function, it says the same of this one, of the same tokens, which it
    /// shows once.
    pub(super) fn function(&self, item: &ItemFn, scheme: &Scheme<'_>) -> TokenStream {
        let LeftToRust { words, span, certain, body } = self;
        let (vis, name) = (scheme.vis(), scheme.function("left_to_rust"));
        let (generics, _, bounds) = scheme.generics().split_for_impl();
        let (mut inputs, output) = (item.sig.inputs.clone(), &item.sig.output);
        for input in &mut inputs {
            match input {
                FnArg::Typed(input) => input.attrs.clear(),
                FnArg::Receiver(input) => input.attrs.clear(),
            }
        }
        if *certain {
            // With a constant that panics: Rust looks at none in what it rejects.
            let panic = quote_spanned!(*span=> const { panic!("{}", #words) });
            return quote! {
                #[doc(hidden)]
                #vis fn #name #generics (#inputs) #output #bounds {
                    #panic
                    #body
                }
            };
        }
        let output = match output {
            ReturnType::Default => quote!(-> ()),
            output => quote!(#output),
        };
        quote! {
            #[doc(hidden)]
            #vis fn #name #generics (#inputs) -> impl Sized + use<> #bounds {
                let _ = || #output { #body };
            }
        }
    }

    /// What says it, unless Rust rejects the function. The type that it returns is hidden, and known only if Rust takes
    /// what is inside; a constant that needs it is not evaluated else.
    pub(super) fn probe(&self, item: &ItemFn, options: &Options) -> Option<TokenStream> {
        let LeftToRust { words, span, certain, .. } = self;
        if *certain {
            return None;
        }
        let scheme = Scheme::new(item, options);
        let (name, marker) = (scheme.function("left_to_rust"), scheme.marker());
        let path = match &options.owner {
            Some(owner) => {
                let ty = &owner.ty;
                quote!(<#ty>::#name)
            }
            None => quote!(#marker::#name),
        };
        let params: Vec<_> = (0..item.sig.inputs.len()).map(|i| format_ident!("A{i}")).collect();
        let panic = quote_spanned!(*span=> panic!("{}", #words));
        Some(quote! {
            const _: () = {
                const fn size<#(#params,)* T>(_: fn(#(#params),*) -> T) -> usize {
                    ::core::mem::size_of::<T>()
                }
                if size(#path) == 0 {
                    #panic
                }
            };
        })
    }
}
