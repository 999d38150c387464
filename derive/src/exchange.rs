//! Signature exchange: a macro sees tokens, not types, but it can ask.
//!
//! Beside each handle stands a hidden `macro_rules!` under the function's own name. A function that
//! calls `g` expands to `g! { … }` carrying itself along; the answer brings the signature of `g` to
//! the next step, and the last step differentiates.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, ItemFn, ItemStruct, Path, Signature, Visibility, braced};

use crate::compile::compile;
use crate::diagnostics::{Diagnostics, ITEM, METHOD, SIGNATURE};
use crate::front::{self, FnSignature, Options, Signatures, published};
use crate::references::{called, further, references};

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

impl State {
    fn item(&self) -> syn::Result<ItemFn> {
        syn::parse2(self.item.clone())
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
        let further = further(&state.item()?, &path, &answer);
        state.known.push((path, answer));
        for path in further {
            let key = front::key(&path);
            let mut asked = state.known.iter().map(|(path, _)| path).chain(&state.pending);
            if asked.all(|other| front::key(other) != key) {
                state.pending.push(path);
            }
        }
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
            signatures.structure(path, item);
        }
    }
    compile(&item, &options, &signatures)
}

fn publish_fn(item: &ItemFn, options: &Options) -> TokenStream {
    let sig = published(item, options);
    let called = called(item);
    let names = called.iter();
    let calls = (!called.is_empty()).then(|| quote!(#[calls(#(#names),*)]));
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
