//! Functions that take functions: their bodies are handed over in the exchange, and written out where they are called.
//!
//! What a body names in its module is found from elsewhere through a module of the function's name, which stands beside
//! it: `use quadrature::simpson;` brings the function, the macro by which it answers, and that module.

mod arrived;
mod free;

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{FnArg, Generics, Ident, ItemFn, PatType, Path, Signature, Type, WherePredicate};

pub use arrived::{arrived, handed_over, known_before};

use crate::diagnostics::{CIRCLE, Diagnostics, IMPORT, RULE};
use crate::front::{Options, Owner, function_types, names_itself, published, refused_everywhere};
use crate::parameters::{named, names};
use crate::publish::{ends, published as answered, repetition, unique};
use crate::references::called_paths;
use crate::uses;
use free::Mentioned;

/// Where the module of a function stands, in a body that is handed over.
const HERE: &str = "__here";
/// The module around that, in the module that has the function's name.
const SUPER: &str = "__super";
/// The root of the crate.
const ROOT: &str = "__crate";
/// What is exported by `ndarray`.
const ARRAYS: &str = "__ndarray";

/// Whether a path in a body that is written out is how the function called itself by its plain name: through the module
/// of its name.
pub fn leads_back(path: &Path, name: &Ident) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let own = names.next() == Some(name) && names.next() == Some(name);
    own && !names.any(|name| name == SUPER || name == ROOT)
}

/// A function whose parameters are names, and whose imports are written out.
pub fn plain(item: &ItemFn) -> ItemFn {
    named(&uses::written_out(item))
}

/// What is wrong with a function that takes functions, wherever it is written out.
fn mistakes(item: &ItemFn, options: &Options) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    // What is reported goes with the other errors.
    let _refused = refused_everywhere(item, &mut diagnostics);
    if let Some(path) = &options.derivative {
        diagnostics.report(path, RULE);
    }
    let called = called_paths(item);
    if let Some(path) = called.iter().find(|path| names_itself(path, &item.sig.ident)) {
        diagnostics.report(path, CIRCLE);
    }
    diagnostics
}

/// What stands beside a function that takes functions: its answer, and the module through which its names are found.
pub fn published_with_body(item: &ItemFn, options: &Options) -> TokenStream {
    let errors = mistakes(item, options).into_tokens();
    let name = options.name.as_ref().unwrap_or(&item.sig.ident);
    let published = published_as(name, item, ends(item), options);
    quote!(#errors #published)
}

/// The same of a method, which answers from beside its type.
pub fn method_with_body(item: &ItemFn, options: &Options, owner: &Owner) -> TokenStream {
    let errors = mistakes(item, options).into_tokens();
    let name = owner.marker(options.name.as_ref().unwrap_or(&item.sig.ident));
    let ends = [item.sig.ident.span(); 2];
    let published = published_as(&name, &owner.outside(item.clone()), ends, options);
    quote!(#errors #published)
}

fn published_as(name: &Ident, item: &ItemFn, ends: [Span; 2], options: &Options) -> TokenStream {
    let (mut marked, runtime) = (item.clone(), options.runtime());
    let mentioned = free::mark(&mut marked);
    let mut diagnostics = Diagnostics::default();
    for import in &mentioned.imports {
        diagnostics.report(import, IMPORT);
    }
    let errors = diagnostics.into_tokens();
    let (sig, block) = (published(&marked, options), &marked.block);
    let answer = quote!(#sig #block);
    let id = unique(name.span(), &answer);
    let crate_name = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let id = format!("{crate_name} {id}");
    let id = format!("{id} {}", repetition(&id));
    let answer = quote!(#[body = #id] #answer);
    let published = answered(name, ends, &item.vis, &answer, &runtime);
    let module = module(name, ends, &marked, &mentioned, &runtime);
    let answer = published.tokens;
    quote!(#errors #answer #module)
}

/// The module of a function's name. All of the module around it is in there, each as visible as it is; beside that, what
/// is said to who asks for derivatives of the function's own.
fn module(
    name: &Ident,
    [first, last]: [Span; 2],
    marked: &ItemFn,
    mentioned: &Mentioned,
    runtime: &Path,
) -> TokenStream {
    let [above, root, arrays] =
        [SUPER, ROOT, ARRAYS].map(|name| Ident::new(name, Span::call_site()));
    let above = (1..=mentioned.supers).rev().fold(quote!(), |inner, level| {
        let supers = (0..1 + 2 * level).map(|_| quote!(super));
        quote!(pub mod #above { pub use #(#supers::)* *; #inner })
    });
    let root = mentioned.root.then(|| quote!(pub mod #root { pub use crate::*; }));
    let arrays =
        mentioned.arrays.then(|| quote!(pub mod #arrays { pub use #runtime::ndarray::*; }));
    let of_module = (!mentioned.names.is_empty()).then(|| {
        quote!(
            pub use super::*;
        )
    });
    // Of what stands in a function's body this leads to other things of the same names, if to any.
    let not_in_a_function = of_module.is_some().then(|| {
        quote_spanned!(name.span() =>
            #[allow(unused_imports)]
            use self::#name as _;
        )
    });
    let refusals = refusals(marked, mentioned, runtime);
    // From the beginning of the function to its end, so that Rust says once that there are two.
    let public = quote_spanned!(first.resolved_at(name.span())=> pub);
    let mut inner = Group::new(Delimiter::Brace, quote!(#of_module #above #root #arrays #refusals));
    inner.set_span(last.resolved_at(name.span()));
    quote! {
        #[doc(hidden)]
        #[allow(unused_imports, unreachable_pub, non_snake_case, dead_code, private_interfaces)]
        #[allow(ambiguous_glob_reexports, hidden_glob_reexports, clippy::all)]
        #public mod #name #inner

        #not_in_a_function
    }
}

/// Functions in place of derivatives, by which the compiler says that there are none.
fn refusals(marked: &ItemFn, mentioned: &Mentioned, runtime: &Path) -> TokenStream {
    let sig = bare(&marked.sig);
    let (generics, _, bounds) = sig.generics.split_for_impl();
    let bounds = bounds.map(|bounds| &bounds.predicates);
    let inputs = &sig.inputs;
    let names = DERIVATIVES.iter().filter(|name| !mentioned.names.contains(**name));
    names
        .map(|name| {
            let name = Ident::new(name, Span::call_site());
            quote! {
                pub fn #name #generics (#inputs) -> !
                where for<'none> &'none (): #runtime::OwnDerivatives, #bounds
                { ::core::unreachable!() }
            }
        })
        .collect()
}

/// What tells the types of closures in a signature; where it names something of the module, nothing.
fn bare(sig: &Signature) -> Signature {
    let mut bare = sig.clone();
    let functions = function_types(&bare.generics);
    let names_something = names(quote!(#sig)).iter().any(|name| name == HERE);
    for param in bare.generics.type_params_mut() {
        if !functions.contains(&param.ident) {
            param.bounds.clear();
        }
    }
    if let Some(clause) = bare.generics.where_clause.take() {
        let of_function = |predicate: &WherePredicate| match predicate {
            WherePredicate::Type(bounded) => {
                functions.iter().any(|name| is_named(&bounded.bounded_ty, name))
            }
            _ => false,
        };
        let kept: Vec<WherePredicate> = clause.predicates.into_iter().filter(of_function).collect();
        bare.generics.make_where_clause().predicates.extend(kept);
    }
    for input in &mut bare.inputs {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = input else { continue };
        attrs.clear();
        **pat = syn::parse_quote!(_);
        if names_something {
            **ty = syn::parse_quote!(impl ::core::marker::Sized);
        }
    }
    if names_something {
        bare.generics = Generics::default();
    }
    bare
}

fn is_named(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// The functions of a handle that take what the function takes.
const DERIVATIVES: &[&str] = &["forward", "gradient", "value_and_gradient", "hessian", "jacobian"];
