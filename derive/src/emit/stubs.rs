//! The handle of a refused function: the right types and no bodies, so that one mistake is one
//! error and not one more at every use.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, GenericParam, Ident, ItemFn, Pat, Path, parse_quote};

use super::handle::{frame, frame_arguments, tuple};
use super::hessian::hessian_type;
use super::lanes::lanes_name;
use super::left::LeftToRust;
use super::scheme::Scheme;
use super::types::owned_type;
use crate::front::{FnSignature, Options, Outline, Signatures, accumulates, outline};
use crate::ir::{Half, Kind, Lanes, Num, Passing};
use crate::parameters::names;

/// A handle without bodies, and beside it what is left to Rust: the text of a mistake of which Rust tells by itself.
pub fn stubs(
    item: &ItemFn,
    options: &Options,
    signatures: &Signatures,
    left: Option<&LeftToRust>,
) -> TokenStream {
    let never = quote!(unreachable!());
    let typed = item.sig.inputs.iter().filter_map(|arg| match arg {
        FnArg::Typed(arg) => Some((name(&arg.pat), &*arg.ty)),
        FnArg::Receiver(_) => None,
    });
    let inputs = typed.clone().map(|(name, ty)| quote!(#name: #ty));
    let inputs = quote!(#(#inputs,)*);
    let signature = FnSignature::new(&item.sig);
    // What is hidden behind `impl` is of no type where nothing is written out.
    let value = signature.value().filter(|ty| !names(quote!(#ty)).contains("impl"));
    let output = value.map_or_else(|| quote!(()), |ty| quote!(#ty));
    let fallible = signature.fallible();
    let outline = outline(item, options, signatures);
    let scheme = Scheme::new(item, options);
    let written = |more: Option<&Ident>, name: &str, inputs: &TokenStream, output: &TokenStream| {
        let (vis, name) = (scheme.vis(), scheme.function(name));
        let mut generics = scheme.generics().clone();
        generics.params.extend(more.map(constant));
        let (generics, _, bounds) = generics.split_for_impl();
        quote!(#vis fn #name #generics (#inputs) -> #output #bounds { #never })
    };
    let answer = |output: &TokenStream| match &fallible {
        Some(fallible) => fallible.around(output),
        None => output.clone(),
    };
    let stub = |name: &str, inputs: &TokenStream, output: &TokenStream| match name {
        "backward" => written(None, name, inputs, output),
        _ => written(None, name, inputs, &answer(output)),
    };
    let gradient = outline.as_ref().map(|outline| gradient_type(outline, &options.runtime()));
    let mut body = stub("forward", &inputs, &quote!((#output, ())));
    body.extend(left.map(|left| left.function(item, &scheme)));
    for (name, both) in [("gradient", false), ("value_and_gradient", true)] {
        body.extend(match &gradient {
            Some(gradient) if both => stub(name, &inputs, &quote!((#output, #gradient))),
            Some(gradient) => stub(name, &inputs, gradient),
            None => written(None, name, &inputs, &quote!(!)),
        });
    }
    if let (Some(outline), Some(gradient)) = (&outline, &gradient) {
        let (more, returned) = backward_types(outline, &options.runtime());
        let lasting = typed.clone().filter(|(_, ty)| !is_mut(ty));
        let lasting: Vec<_> = lasting.map(|(name, ty)| quote!(#name: #ty)).collect();
        body.extend(stub("backward", &quote!(#(#lasting,)* #more), &returned));
        if accumulates(item, options, signatures) {
            let halves = options.pushes().halves;
            let (more, returned) = accumulate_types(outline, &output, halves, &options.runtime());
            let name = Half::Both.named(halves);
            body.extend(stub(&name, &quote!(#inputs #more), &returned));
        }
        let dots = dot_types(outline, &options.runtime());
        if options.pushes().primal > 0 {
            let dot = owned_type(&outline.output.cotangent(), &options.runtime());
            body.extend(stub("jvp", &quote!(#inputs #dots), &quote!((#output, #dot))));
        }
        if options.pushes().lanes {
            let count = lanes_name(item, options);
            let (dots, returned) = lanes_types(outline, &output, &count, &options.runtime());
            let returned = returned.map_or_else(|| quote!(!), |ty| answer(&ty));
            body.extend(written(Some(&count), "jvp_lanes", &quote!(#inputs #dots), &returned));
        }
        body.extend(deeper(outline, options, &output, &stub, [&inputs, &quote!(#(#lasting,)*)]));
        body.extend(matrices(outline, options, &stub, &inputs));
        if options.pushes().halves > 0 {
            body.extend(stub("hvp", &quote!(#inputs #dots), gradient));
            let both = quote!((#gradient, #gradient));
            body.extend(stub("gradient_jvp", &quote!(#inputs #dots), &both));
        }
    }
    if options.graph {
        let runtime = options.runtime();
        body.extend(quote!(pub fn graph() -> #runtime::Graph { #never }));
        body.extend(stub("graph_at", &inputs, &quote!(#runtime::Graph)));
    }
    let framed = frame(item, options, &body, &quote!(()));
    let twice = (options.pushes().halves > 0).then(|| {
        let (marker, runtime) = (scheme.marker(), options.runtime());
        let (params, arguments, bounds) = frame_arguments(item);
        quote! {
            impl<#params> #runtime::TwiceDifferentiated<#arguments> for #marker #bounds {
                type Tangent = ();
            }
        }
    });
    let probe = left.and_then(|left| left.probe(item, options));
    quote!(#framed #twice #probe)
}

/// A stub, by its name, its parameters and what it returns.
type Stub<'a> = dyn Fn(&str, &TokenStream, &TokenStream) -> TokenStream + 'a;

/// `jacobian` and `hessian`.
fn matrices(
    outline: &Outline,
    options: &Options,
    stub: &Stub<'_>,
    inputs: &TokenStream,
) -> TokenStream {
    let (runtime, mut functions) = (options.runtime(), TokenStream::new());
    if let Some(num) = outline.output.only_num().filter(|_| options.jacobian) {
        let matrix = quote!(#runtime::ndarray::Array2<#num>);
        for name in ["jacobian", "jacobian_forward", "jacobian_reverse"] {
            functions.extend(stub(name, inputs, &matrix));
        }
    }
    if options.pushes().halves > 0 {
        let kinds: Vec<&Kind> = outline.active.iter().map(|(_, kind)| kind).collect();
        let hessian = outline.output.num().and_then(|num| hessian_type(&kinds, num, &runtime));
        functions.extend(hessian.map(|ty| stub("hessian", inputs, &ty)));
    }
    functions
}

/// What only other expansions call: tangents of the halves, and tangents of tangents. Nobody looks at the types
/// of their arguments.
fn deeper(
    outline: &Outline,
    options: &Options,
    output: &TokenStream,
    stub: &Stub<'_>,
    [inputs, lasting]: [&TokenStream; 2],
) -> TokenStream {
    let runtime = options.runtime();
    let any = |count: usize| (0..count).map(|_| quote!(_: impl Sized,)).collect::<TokenStream>();
    let dots = outline.active.len();
    let lasting_dots = outline.active.iter().filter(|(how, _)| *how != Passing::Mut).count();
    let (_, returned) = pulled_types(outline, &runtime);
    // What is kept, the seed, and the shadows.
    let pulled = 1 + usize::from(outline.output.is_differentiable()) + dots - returned.len();
    let dot = owned_type(&outline.output.cotangent(), &runtime);
    let (pushes, mut functions) = (options.pushes(), TokenStream::new());
    for order in 2..=pushes.primal {
        let groups = (1 << order) - 1;
        let (more, name) = (any(dots * groups), Half::Primal.named(order));
        let values = std::iter::once(output).chain(std::iter::repeat_n(&dot, groups));
        functions.extend(stub(&name, &quote!(#inputs #more), &quote!((#(#values),*))));
    }
    for order in 1..=pushes.halves {
        let groups = (1 << order) - 1;
        let (forward, backward) =
            (any(dots * groups), any(pulled * (groups + 1) + lasting_dots * groups));
        let [on, back] = [Half::Forward, Half::Backward].map(|half| half.named(order));
        let kept = std::iter::once(output).chain(std::iter::repeat_n(&dot, groups));
        let kept = kept.map(|value| quote!(#value, ()));
        functions.extend(stub(&on, &quote!(#inputs #forward), &quote!((#(#kept),*))));
        let bars = tuple(std::iter::repeat_n(&returned, groups + 1).flatten().cloned().collect());
        functions.extend(stub(&back, &quote!(#lasting #backward), &bars));
    }
    functions
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
    let dots = outline
        .active
        .iter()
        .map(|(how, kind)| dot_type(*how, kind, &owned_type(&kind.shadow_of(*how), runtime)));
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

/// A tangent, as it is handed over.
fn dot_type(how: Passing, kind: &Kind, ty: &TokenStream) -> TokenStream {
    match (how, kind) {
        (Passing::Mut, _) => quote!(_: &mut #ty),
        (_, Kind::Real(_)) => quote!(_: #ty),
        (_, _) => quote!(_: &#ty),
    }
}

/// The parameter that says how many tangents there are.
fn constant(count: &Ident) -> GenericParam {
    parse_quote!(const #count: usize)
}

/// The tangents that `jvp_lanes` takes, and what it returns, where that has several tangents.
fn lanes_types(
    outline: &Outline,
    output: &TokenStream,
    count: &Ident,
    runtime: &Path,
) -> (TokenStream, Option<TokenStream>) {
    let path = parse_quote!(#runtime::Lanes);
    let lanes = Lanes { of: Num::F64, count: count.clone(), path };
    let several = |kind: &Kind| kind.several(&lanes, true).map(|kind| owned_type(&kind, runtime));
    let dots = outline.active.iter().map(|(how, kind)| match several(&kind.shadow_of(*how)) {
        Some(ty) => dot_type(*how, kind, &ty),
        None => quote!(_: impl Sized),
    });
    let dot = several(&outline.output.cotangent());
    (quote!(#(#dots),*), dot.map(|dot| quote!((#output, #dot))))
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
