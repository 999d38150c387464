//! Signature exchange: a macro sees tokens, not types, but it can ask.
//!
//! Beside each handle stands a hidden `macro_rules!` under the function's own name. A function that
//! calls `g` expands to `g! { … }` carrying itself along; the answer brings the signature of `g` to
//! the next step, and the last step differentiates.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::visit::Visit;
use syn::{ExprPath, Ident, ItemFn, ItemStruct, Path, Signature, Visibility, braced};

use crate::compile::compile;
use crate::diagnostics::{Diagnostics, ITEM, METHOD, SIGNATURE};
use crate::front::{
    FnSignature, Found, Options, Signatures, TypeScope, Walk, names_itself, published, struct_paths,
};

/// `#[differentiate(options)] item`
pub fn start(options: TokenStream, tokens: TokenStream) -> TokenStream {
    let Ok(item) = syn::parse2::<ItemFn>(tokens.clone()) else {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(&tokens, ITEM);
        let errors = diagnostics.into_tokens();
        return quote!(#tokens #errors);
    };
    let original = without_marks(&item);
    if let Some(receiver) = item.sig.receiver() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(receiver, METHOD);
        let errors = diagnostics.into_tokens();
        return quote!(#original #errors);
    }
    let parsed = match syn::parse2::<Options>(options.clone()) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (error, options) = (error.to_compile_error(), Options::default());
            let published = publish_fn(&item, &options);
            let stubs = crate::emit::stubs(&item, &options, &Signatures::default());
            return quote!(#original #error #published #stubs);
        }
    };
    let published = publish_fn(&item, &parsed);
    let pending = references(&item, &parsed);
    let state =
        State { runtime: parsed.runtime(), options, item: quote!(#item), known: vec![], pending };
    let rest = step(state);
    quote!(#original #published #rest)
}

/// The user's function as it stays: marks on parameters are not attributes that Rust knows, and
/// where only the derivative is called, the function is not dead code.
fn without_marks(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    item.attrs.push(syn::parse_quote!(#[allow(dead_code)]));
    for arg in &mut item.sig.inputs {
        if let syn::FnArg::Typed(arg) = arg {
            arg.attrs.retain(|attr| !attr.path().is_ident("constant"));
        }
    }
    item
}

/// What travels from one answer to the next.
struct State {
    runtime: Path,
    options: TokenStream,
    item: TokenStream,
    known: Vec<(Path, TokenStream)>,
    pending: Vec<Path>,
}

impl State {
    fn tokens(&self) -> TokenStream {
        let State { runtime, options, item, known, pending } = self;
        let known = known.iter().map(|(path, answer)| quote!({ #path } { #answer }));
        let pending = pending.iter().map(|path| quote!({ #path }));
        quote!({ #runtime } { #options } { #item } { #(#known)* } { #(#pending)* })
    }
}

impl Parse for State {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = syn::parse2(group(input)?)?;
        let options = group(input)?;
        let item = group(input)?;
        let known = |input: ParseStream<'_>| {
            let mut known = Vec::new();
            while !input.is_empty() {
                known.push((syn::parse2(group(input)?)?, group(input)?));
            }
            Ok(known)
        };
        let pending = |input: ParseStream<'_>| {
            let mut pending = Vec::new();
            while !input.is_empty() {
                pending.push(syn::parse2(group(input)?)?);
            }
            Ok(pending)
        };
        let known = syn::parse::Parser::parse2(known, group(input)?)?;
        let pending = syn::parse::Parser::parse2(pending, group(input)?)?;
        Ok(State { runtime, options, item, known, pending })
    }
}

fn group(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    braced!(content in input);
    content.parse()
}

/// Asks the next question, or differentiates when all are answered.
fn step(mut state: State) -> TokenStream {
    if state.pending.is_empty() {
        return finish(&state);
    }
    let next = state.pending.remove(0);
    let runtime = state.runtime.clone();
    let mut call = next.clone();
    if let Some(last) = call.segments.last_mut() {
        last.arguments = syn::PathArguments::None;
    }
    let tokens = state.tokens();
    quote!(#call! { { #runtime } { #next } #tokens })
}

/// `__next! { { answer } { runtime } { path } state }`
pub fn next(tokens: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        let answer = group(input)?;
        let _runtime = group(input)?;
        let path: Path = syn::parse2(group(input)?)?;
        let mut state: State = input.parse()?;
        state.known.push((path, answer));
        Ok(state)
    };
    match syn::parse::Parser::parse2(parser, tokens) {
        Ok(state) => step(state),
        Err(error) => error.to_compile_error(),
    }
}

fn finish(state: &State) -> TokenStream {
    let (item, options) = match (
        syn::parse2::<ItemFn>(state.item.clone()),
        syn::parse2::<Options>(state.options.clone()),
    ) {
        (Ok(item), Ok(options)) => (item, options),
        (Err(error), _) | (_, Err(error)) => return error.to_compile_error(),
    };
    let mut signatures = Signatures::default();
    for (path, answer) in &state.known {
        if let Ok(signature) = syn::parse2::<FnSignature>(answer.clone()) {
            signatures.function(path, signature);
        } else if let Ok(item) = syn::parse2::<ItemStruct>(answer.clone()) {
            signatures.structure(path, &item);
        }
    }
    compile(&item, &options, &signatures)
}

fn publish_fn(item: &ItemFn, options: &Options) -> TokenStream {
    let sig = published(item, options);
    let paths = called_paths(item);
    let mut called: Vec<&Ident> =
        paths.iter().filter_map(|path| Some(&path.segments.last()?.ident)).collect();
    called.sort();
    called.dedup();
    let calls = (!called.is_empty()).then(|| quote!(#[calls(#(#called),*)]));
    let name = options.name.as_ref().unwrap_or(&item.sig.ident);
    publish(name, &item.vis, &quote!(#calls #sig), &options.runtime())
}

/// The macro by which an item answers.
pub fn publish(
    name: &Ident,
    vis: &Visibility,
    answer: &TokenStream,
    runtime: &Path,
) -> TokenStream {
    let hidden = format_ident!("__signature_{}_{}", name, unique(name, answer));
    let (exported, vis) = match vis {
        Visibility::Public(_) => (quote!(#[macro_export]), quote!(pub)),
        Visibility::Restricted(restricted) => (quote!(), quote!(#restricted)),
        Visibility::Inherited => (quote!(), quote!(pub(self))),
    };
    let dollar = proc_macro2::Punct::new('$', proc_macro2::Spacing::Alone);
    let via = if runtime.segments.first().is_some_and(|s| s.ident == "crate") {
        quote!(#dollar #runtime)
    } else {
        quote!(#runtime)
    };
    quote! {
        #[doc(hidden)]
        #exported
        macro_rules! #hidden {
            (#dollar(#dollar rest:tt)*) => {
                #via::__next! { { #answer } #dollar(#dollar rest)* }
            };
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        #vis use #hidden as #name;
    }
}

/// A number that distinguishes items of one name in one crate.
fn unique(name: &Ident, answer: &TokenStream) -> String {
    let mut hasher = DefaultHasher::new();
    answer.to_string().hash(&mut hasher);
    format!("{:?}", name.span()).hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// `signature!(fn g(x: f64) -> f64)`
pub fn signature(tokens: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        let runtime = if input.peek(syn::Token![crate]) {
            input.parse::<syn::Token![crate]>()?;
            input.parse::<syn::Token![=]>()?;
            let path = Path::parse_mod_style(input)?;
            input.parse::<syn::Token![,]>()?;
            path
        } else {
            syn::parse_quote!(::chainrule)
        };
        let vis: Visibility = input.parse()?;
        let sig: Signature = input.parse()?;
        input.parse::<Option<syn::Token![;]>>()?;
        Ok((runtime, vis, sig))
    };
    match syn::parse::Parser::parse2(parser, tokens.clone()) {
        Ok((runtime, vis, sig)) => publish(&sig.ident, &vis, &sig.to_token_stream(), &runtime),
        Err(error) => {
            let mut diagnostics = Diagnostics::default();
            diagnostics.at(error.span(), SIGNATURE, &error.to_string());
            diagnostics.into_tokens()
        }
    }
}

/// The paths of functions and structs that a function needs to know.
fn references(item: &ItemFn, options: &Options) -> Vec<Path> {
    let signature = FnSignature::new(&item.sig);
    let known = type_scope(&item.sig);
    let mut found = Vec::new();
    for param in &signature.params {
        let selected = match (&options.wrt, &param.name) {
            (Some(wrt), Some(name)) => wrt.contains(name),
            _ => true,
        };
        if selected && !param.constant {
            struct_paths(&param.ty, &known, &mut found);
        }
    }
    found.extend(called_paths(item));
    let mut unique: Vec<Path> = Vec::new();
    for path in found.into_iter().filter(|path| !names_itself(path, &item.sig.ident)) {
        if !unique.iter().any(|other| crate::front::key(other) == crate::front::key(&path)) {
            unique.push(path);
        }
    }
    unique
}

/// The paths by which a function calls others, or hands them to methods that call them.
fn called_paths(item: &ItemFn) -> Vec<Path> {
    let (mut found, known) = (Vec::new(), type_scope(&item.sig));
    let mut walk = Walk::new(|seen| match seen {
        Found::Called(path) | Found::Handed(path) if names_a_function(path, &known) => {
            found.push(path.path.clone());
        }
        _ => {}
    });
    walk.visit_block(&item.block);
    found
}

/// The types that a function's own generic parameters are.
fn type_scope(sig: &Signature) -> TypeScope<'static> {
    let param = |name: Ident| (name.to_string(), crate::ir::Num::Param(name));
    TypeScope {
        nums: FnSignature::new(sig).nums.into_iter().map(param).collect(),
        ranks: Default::default(),
        lengths: Default::default(),
        signatures: None,
    }
}

/// Whether a path may name a function with a handle: a free function in lower case, and not one of
/// a type.
fn names_a_function(path: &ExprPath, known: &TypeScope<'_>) -> bool {
    if path.qself.is_some() {
        return false;
    }
    let path = &path.path;
    let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    let Some((last, owners)) = names.split_last() else { return false };
    let lower = last.starts_with(|c: char| c.is_lowercase() || c == '_');
    let of_type = owners.last().is_some_and(|owner| {
        known.is_float(owner) || owner.starts_with(char::is_uppercase) || is_primitive(owner)
    });
    let standard = matches!(names.first().map(String::as_str), Some("std" | "core"));
    lower && !of_type && !standard && last != "constant"
}

fn is_primitive(name: &str) -> bool {
    matches!(
        name,
        "usize" | "isize" | "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "bool"
    )
}

/// Where generated code without a source of its own points.
#[allow(dead_code)]
fn here() -> Span {
    Span::call_site()
}
