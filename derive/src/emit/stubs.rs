//! The handle of a refused function: the right types and no bodies, so that one mistake is one
//! error and not one more at every use.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ItemFn, Pat, Path, ReturnType};

use super::handle::{frame, tuple};
use super::hessian::hessian_type;
use super::scheme::Scheme;
use super::types::owned_type;
use crate::front::{Options, Outline, Signatures, accumulates, outline};
use crate::ir::{Half, Kind, Passing, Tangent};

/// A handle without bodies; in their place stands an expression that does not return.
pub fn stubs(
    item: &ItemFn,
    options: &Options,
    signatures: &Signatures,
    body: &TokenStream,
) -> TokenStream {
    let never = body;
    let typed = item.sig.inputs.iter().filter_map(|arg| match arg {
        FnArg::Typed(arg) => Some((name(&arg.pat), &*arg.ty)),
        FnArg::Receiver(_) => None,
    });
    let inputs = typed.clone().map(|(name, ty)| quote!(#name: #ty));
    let inputs = quote!(#(#inputs,)*);
    let output = match &item.sig.output {
        ReturnType::Type(_, ty) => quote!(#ty),
        ReturnType::Default => quote!(()),
    };
    let outline = outline(item, options, signatures);
    let scheme = Scheme::new(item, options);
    let stub = |name: &str, inputs: &TokenStream, output: &TokenStream| {
        let (vis, name) = (scheme.vis(), scheme.function(name));
        let (generics, _, bounds) = scheme.generics().split_for_impl();
        quote!(#vis fn #name #generics (#inputs) -> #output #bounds { #never })
    };
    let (gradient, both) = match &outline {
        Some(outline) => {
            let gradient = gradient_type(outline, &options.runtime());
            (gradient.clone(), quote!((#output, #gradient)))
        }
        None => (quote!(!), quote!(!)),
    };
    let mut body = stub("forward", &inputs, &quote!((#output, ())));
    body.extend(stub("gradient", &inputs, &gradient));
    body.extend(stub("value_and_gradient", &inputs, &both));
    if let Some(outline) = &outline {
        let (more, returned) = backward_types(outline, &options.runtime());
        let lasting = typed.clone().filter(|(_, ty)| !is_mut(ty));
        let lasting = lasting.map(|(name, ty)| quote!(#name: #ty));
        body.extend(stub("backward", &quote!(#(#lasting,)* #more), &returned));
        if accumulates(item, options, signatures) {
            let halves = options.pushes().halves;
            let (more, returned) = accumulate_types(outline, &output, halves, &options.runtime());
            let name = Tangent::named(Half::Both, halves);
            body.extend(stub(&name, &quote!(#inputs #more), &returned));
        }
        let dots = dot_types(outline, &options.runtime());
        if options.pushes().primal > 0 {
            let dot = owned_type(&outline.output.cotangent(), &options.runtime());
            body.extend(stub("jvp", &quote!(#inputs #dots), &quote!((#output, #dot))));
        }
        if options.pushes().halves > 0 {
            body.extend(stub("hvp", &quote!(#inputs #dots), &gradient));
            let both = quote!((#gradient, #gradient));
            body.extend(stub("gradient_jvp", &quote!(#inputs #dots), &both));
            let kinds: Vec<&Kind> = outline.active.iter().map(|(_, kind)| kind).collect();
            let num = outline.output.num();
            let hessian = num.and_then(|num| hessian_type(&kinds, num, &options.runtime()));
            body.extend(hessian.map(|ty| stub("hessian", &inputs, &ty)));
        }
    }
    if options.graph {
        let runtime = options.runtime();
        body.extend(quote!(pub fn graph() -> #runtime::Graph { #never }));
        body.extend(stub("graph_at", &inputs, &quote!(#runtime::Graph)));
    }
    frame(item, options, &body, &quote!(()))
}

/// `self`, or nothing that is read.
fn name(pattern: &Pat) -> TokenStream {
    match pattern {
        Pat::Ident(name) if name.ident == "self" => quote!(#name),
        _ => quote!(_),
    }
}

fn is_mut(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Reference(reference) if reference.mutability.is_some())
}

fn gradient_type(outline: &Outline, runtime: &Path) -> TokenStream {
    let parts = outline.active.iter().map(|(_, kind)| owned_type(&kind.cotangent(), runtime));
    tuple(parts.collect())
}

/// The tangents of the active parameters, as `jvp` takes them.
fn dot_types(outline: &Outline, runtime: &Path) -> TokenStream {
    let dots = outline.active.iter().map(|(how, kind)| {
        let ty = owned_type(&kind.shadow_of(*how), runtime);
        match (how, kind) {
            (Passing::Mut, _) => quote!(_: &mut #ty),
            (_, Kind::Real(_)) => quote!(_: #ty),
            (_, _) => quote!(_: &#ty),
        }
    });
    quote!(#(#dots),*)
}

/// The parameters of `backward` after the primal's, and what it returns.
fn backward_types(outline: &Outline, runtime: &Path) -> (TokenStream, TokenStream) {
    let (more, returned) = pulled_types(outline, runtime);
    (quote!(_: &(), #more), tuple(returned))
}

/// The same of `accumulate`, or of its tangents.
fn accumulate_types(
    outline: &Outline,
    output: &TokenStream,
    order: usize,
    runtime: &Path,
) -> (TokenStream, TokenStream) {
    let (more, returned) = pulled_types(outline, runtime);
    let values: Vec<TokenStream> = std::iter::once(output.clone()).chain(returned).collect();
    if order == 0 {
        return (more, tuple(values));
    }
    let dots = dot_types(outline, runtime);
    (quote!(#more #dots, #more), tuple([values.as_slice(), &values].concat()))
}

/// The cotangent of the output and the shadows, and the cotangents that are returned.
fn pulled_types(outline: &Outline, runtime: &Path) -> (TokenStream, Vec<TokenStream>) {
    let of = |passing: fn(&Passing) -> bool| -> Vec<&Kind> {
        outline.active.iter().filter(|(how, _)| passing(how)).map(|(_, kind)| kind).collect()
    };
    let returned = of(|how| matches!(how, Passing::Value));
    let returned = returned.into_iter().map(|kind| owned_type(&kind.cotangent(), runtime));
    let shadows = outline.active.iter().filter(|(how, _)| *how != Passing::Value);
    let shadows = shadows.map(|(how, kind)| owned_type(&kind.shadow_of(*how), runtime));
    let seed = outline.output.is_differentiable().then(|| {
        let seed = owned_type(&outline.output.cotangent(), runtime);
        quote!(_: #seed,)
    });
    (quote!(#seed #(_: &mut #shadows,)*), returned.collect())
}
