//! Where generated functions stand, and how they are named: in a handle of their own, or beside the
//! method that they belong to.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Ident, ItemFn, Path, Type, Visibility};

use crate::front::Options;
use crate::publish::{at, ends};

/// The names of one function's handle.
#[derive(Clone, Copy)]
pub(super) struct Scheme<'a> {
    item: &'a ItemFn,
    options: &'a Options,
}

impl<'a> Scheme<'a> {
    pub fn new(item: &'a ItemFn, options: &'a Options) -> Self {
        Scheme { item, options }
    }

    /// What the handle is called after.
    pub fn stem(&self) -> &'a Ident {
        self.options.name.as_ref().unwrap_or(&self.item.sig.ident)
    }

    /// The name of the type by which residuals are named.
    pub fn marker_name(&self) -> Ident {
        match &self.options.owner {
            Some(owner) => owner.marker(self.stem()),
            None => self.stem().clone(),
        }
    }

    /// That type.
    pub fn marker(&self) -> Path {
        let mut name = self.marker_name();
        match &self.options.apart {
            Some(module) if self.options.owner.is_none() => {
                // No path of the user's: its lints say nothing of it.
                name.set_span(Span::call_site());
                syn::parse_quote!(#module::#name)
            }
            Some(_) | None => name.into(),
        }
    }

    /// The name of a generated function: `forward`, or `energy_forward`.
    pub fn function(&self, name: &str) -> Ident {
        match &self.options.owner {
            Some(_) => format_ident!("{}_{name}", self.stem()),
            None => Ident::new(name, Span::call_site()),
        }
    }

    /// Its generic parameters.
    pub fn generics(&self) -> &'a Generics {
        match &self.options.owner {
            Some(owner) => &owner.method,
            None => &self.item.sig.generics,
        }
    }

    /// How visible it is. A handle is as visible as it has to be itself.
    pub fn vis(&self) -> TokenStream {
        match &self.options.owner {
            Some(_) => self.item.vis.to_token_stream(),
            None => quote!(pub),
        }
    }

    /// `&self`, for a parameter that stands for it.
    pub fn receiver(&self, name: &TokenStream, ty: &Type) -> Option<TokenStream> {
        let owner = self.options.owner.as_ref()?;
        let is_own = |ty: &Type| matches!(ty, Type::Path(path) if path.path == owner.ty);
        match ty {
            _ if name.to_string() != "self" => None,
            Type::Reference(reference) if is_own(&reference.elem) => {
                let (lifetime, mutability) = (&reference.lifetime, &reference.mutability);
                Some(quote!(& #lifetime #mutability #name))
            }
            ty => is_own(ty).then(|| name.clone()),
        }
    }

    /// The generated functions where they belong, and for functions the type by which residuals are named.
    ///
    /// That type is `pub` even where the function is not: the residuals of a public caller name it.
    pub fn frame(&self, body: &TokenStream) -> TokenStream {
        let marker = self.marker();
        let Some(owner) = &self.options.owner else {
            let hidden = match self.item.vis {
                Visibility::Public(_) => quote!(),
                Visibility::Restricted(_) | Visibility::Inherited => quote!(#[doc(hidden)]),
            };
            let name = &self.item.sig.ident;
            let doc = format!(
                "Derivatives of [`{name}`](fn@{name}): `forward` keeps what `backward` needs."
            );
            let ty = self.own_type(quote! {
                #[doc = #doc]
                #hidden
                #[allow(non_camel_case_types, unreachable_pub)]
            });
            return quote! {
                #ty

                #[automatically_derived]
                #[allow(clippy::all, unused, private_interfaces, non_snake_case, non_shorthand_field_patterns)]
                impl #marker { #body }
            };
        };
        let (generics, _, bounds) = owner.generics.split_for_impl();
        let ty = &owner.ty;
        quote! {
            #[automatically_derived]
            #[allow(clippy::all, unused, private_interfaces, non_snake_case, non_shorthand_field_patterns)]
            impl #generics #ty #bounds { #body }
        }
    }

    /// The type of a function's handle, with these attributes.
    fn own_type(&self, attributes: TokenStream) -> TokenStream {
        let name = self.marker_name();
        let Some(module) = &self.options.apart else {
            return quote!(#attributes pub enum #name {});
        };
        let [from, to] = ends(self.item);
        let (from, to) = (at(module, from), at(&name, to));
        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, unreachable_pub)]
            mod #module { #attributes pub enum #name {} }
            #[allow(unused_imports)]
            pub use #from::#to;
        }
    }

    /// The type by which the residuals of a method are named, which stands where the method answers from, all of it at the
    /// method's name.
    pub fn beside(&self) -> Option<TokenStream> {
        self.options.owner.as_ref()?;
        let marker = self.marker_name();
        let marker = quote_spanned!(self.item.sig.ident.span()=> pub enum #marker {});
        Some(quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub, dead_code, clippy::all)]
            #marker
        })
    }
}
