//! The companion of a trait.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ItemTrait, TraitItemFn, TypeParamBound, Visibility, parse_quote};

use super::{asked_of, defaults, names, of_defaults, scope};
use crate::diagnostics::{Diagnostics, TYPE};
use crate::emit::{Companion, Target, trait_arguments};
use crate::front::{
    Options, Shape, Signatures, TypeScope, above, companion as named, is_differentiated, methods,
    of_type,
};

/// The companion, once the types are known that its methods take and return.
pub fn companion(item: &ItemTrait, options: &Options, signatures: &Signatures) -> TokenStream {
    let (runtime, mut errors) = (options.runtime(), Diagnostics::default());
    let types = TypeScope { signatures: Some(signatures), ..scope(item) };
    let (mut functions, mut associated, mut provided) =
        (TokenStream::new(), Vec::new(), Vec::new());
    let with_body: Vec<&Ident> =
        defaults::with_bodies(item).map(|method| &method.sig.ident).collect();
    for method in methods(item).filter(|method| is_differentiated(method)) {
        let shape = match Shape::new(&of_type(method, &parse_quote!(Self)), true, &types) {
            Ok(shape) => shape,
            Err(ty) => {
                errors.report(ty, TYPE);
                continue;
            }
        };
        let (name, pushes) = (&method.sig.ident, options.pushes());
        let companion = Companion { name, shape: &shape, pushes, runtime: &runtime };
        let kept = companion.types();
        let doc = format!(" What `{name}_forward` keeps for `{name}_backward`.");
        functions.extend(quote!(#(#[doc = #doc] type #kept;)*));
        functions.extend(companion.declared());
        if with_body.contains(&name) {
            provided.push(by_body(item, method, &companion, options));
        }
        associated.extend(shape.opaque());
    }
    let associated = belonging(item, &associated);
    let written = written(item, options, &associated, &functions);
    let provided = defaults(item, options, &provided);
    let errors = errors.into_tokens();
    quote!(#errors #written #provided)
}

/// The types of the trait that carry derivatives: `State` for `Self::State`.
fn belonging(item: &ItemTrait, opaque: &[TokenStream]) -> Vec<Ident> {
    let own = item.items.iter().filter_map(|item| match item {
        syn::TraitItem::Type(ty) => Some(ty.ident.clone()),
        _ => None,
    });
    let is_named = |name: &Ident| {
        let whole = quote!(Self::#name).to_string();
        opaque.iter().any(|ty| ty.to_string() == whole)
    };
    own.filter(is_named).collect()
}

fn written(
    item: &ItemTrait,
    options: &Options,
    associated: &[Ident],
    functions: &TokenStream,
) -> TokenStream {
    let (runtime, name) = (options.runtime(), &item.ident);
    let vis = visible(&item.vis);
    let generics = asked_of(&item.generics, options);
    let given = item.generics.params.iter().map(|param| match param {
        syn::GenericParam::Type(param) => param.ident.to_token_stream(),
        syn::GenericParam::Const(param) => param.ident.to_token_stream(),
        syn::GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
    });
    let carries = quote! {
        #runtime::Differentiable<
            Cotangent: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::PartialEq
        >
    };
    let bounds = associated.iter().map(|ty| quote!(#ty: #carries));
    let given: Vec<TokenStream> = given.chain(bounds).collect();
    let given = (!given.is_empty()).then(|| quote!(<#(#given),*>));
    let above = above(item);
    let above = above.iter().map(named);
    let itself = named(&name.clone().into());
    let (params, _, bounds) = generics.split_for_impl();
    let doc = format!(
        " The derivatives of the methods of [`{name}`]: `#[differentiate]` on an `impl` block of that implements them."
    );
    quote! {
        #[doc = #doc]
        #[allow(clippy::all, non_camel_case_types, unreachable_pub, private_bounds, private_interfaces)]
        #vis trait #itself #params: #name #given + #carries + ::core::marker::Sized #(+ #above)*
        #bounds { #functions }
    }
}

/// A companion is `pub` even where its trait is not, as handles are: the residuals of a public caller name it.
fn visible(vis: &Visibility) -> TokenStream {
    match vis {
        Visibility::Public(_) => quote!(pub),
        Visibility::Restricted(_) | Visibility::Inherited => quote!(#[doc(hidden)] pub),
    }
}

/// What a type has of a method by its body in the trait.
struct Provided {
    declared: TokenStream,
    written: TokenStream,
}

/// The derivatives of a method by its body in the trait.
fn by_body(
    item: &ItemTrait,
    method: &TraitItemFn,
    companion: &Companion<'_>,
    options: &Options,
) -> Provided {
    let (name, runtime) = (companion.name, options.runtime());
    let function = defaults::function(item, method, options);
    let (arguments, handle) = (trait_arguments(&function), &function.sig.ident);
    let path = |function: &str| {
        let function = Ident::new(function, name.span());
        quote!(#handle::#function)
    };
    let stem = defaults::stem(name);
    let own = Companion { name: &stem, ..*companion };
    let kept = own.types();
    let (mut declared, mut written) = (quote!(#(type #kept;)*), TokenStream::new());
    for (i, kept) in kept.iter().enumerate() {
        let (of, ty) = if i == 0 {
            ("Differentiated", "Residuals")
        } else {
            ("TwiceDifferentiated", "Tangent")
        };
        let [of, ty] = [of, ty].map(|name| Ident::new(name, proc_macro2::Span::call_site()));
        written.extend(quote!(type #kept = <#handle as #runtime::#of<#arguments>>::#ty;));
    }
    declared.extend(own.declared());
    written.extend(own.implemented(&Target::of(companion.shape, &path)));
    Provided { declared, written }
}

/// The trait with the derivatives of methods by their bodies, which all types with the companion have.
fn defaults(item: &ItemTrait, options: &Options, provided: &[Provided]) -> Option<TokenStream> {
    if provided.is_empty() {
        return None;
    }
    let of = of_defaults(&item.ident);
    let declared = provided.iter().map(|provided| &provided.declared);
    let told = provided.iter().map(|provided| &provided.written);
    let names = names(&item.generics);
    let mut generics = asked_of(&item.generics, options);
    let (params, _, bounds) = generics.split_for_impl();
    let above = named(&item.ident.clone().into());
    let written = quote!(pub trait #of #params: #above #names #bounds { #(#declared)* });
    let param = defaults::parameter(item);
    let bound: TypeParamBound = parse_quote!(#above #names);
    generics.params.push(parse_quote!(#param: #bound));
    let (params, _, bounds) = generics.split_for_impl();
    Some(quote! {
        #[doc(hidden)]
        #[allow(clippy::all, non_camel_case_types, unreachable_pub, private_bounds, private_interfaces)]
        #written

        #[automatically_derived]
        #[allow(clippy::all, private_interfaces)]
        impl #params #of #names for #param #bounds { #(#told)* }
    })
}
