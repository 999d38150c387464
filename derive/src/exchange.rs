//! Signature exchange: a macro sees tokens, not types, but it can ask.
//!
//! Beside each handle stands a hidden `macro_rules!` under the function's own name. A function that
//! calls `g` expands to `g! { … }` carrying itself along; the answer brings the signature of `g` to
//! the next step, and the last step differentiates.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, ItemFn, ItemImpl, ItemMod, ItemStruct, Path, Signature, Visibility, braced};

use crate::blocks::{self, Context};
use crate::compile::{compile, overwrites};
use crate::diagnostics::{Diagnostics, ITEM, METHOD, SIGNATURE};
use crate::front::{
    self, FnSignature, Options, SigParam, Signatures, mark_overwritten, published, pushes_mark,
};
use crate::ir::Overwritten;
use crate::references::{called, further, references};
use crate::rules;

/// `#[differentiate(options)] item`
pub fn start(options: TokenStream, tokens: TokenStream) -> TokenStream {
    if let Ok(item) = syn::parse2::<ItemFn>(tokens.clone()) {
        return function(options, &item);
    }
    if let Ok(block) = syn::parse2::<ItemImpl>(tokens.clone()) {
        return blocks::implementation(&options, &block);
    }
    if let Ok(block) = syn::parse2::<ItemMod>(tokens.clone()) {
        return blocks::module(&options, &block);
    }
    let mut diagnostics = Diagnostics::default();
    diagnostics.report(&tokens, ITEM);
    let errors = diagnostics.into_tokens();
    quote!(#tokens #errors)
}

/// A function on its own.
fn function(options: TokenStream, item: &ItemFn) -> TokenStream {
    let mut original = item.clone();
    blocks::plain(&mut original.attrs, &mut original.sig);
    if let Some(receiver) = item.sig.receiver() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(receiver, METHOD);
        let errors = diagnostics.into_tokens();
        return quote!(#original #errors);
    }
    let rest = match syn::parse2::<Options>(options.clone()) {
        Ok(parsed) if parsed.skip => quote!(),
        Ok(parsed) => differentiate(item, &options, &parsed, &Context::default()),
        Err(error) => {
            let (error, options) = (error.to_compile_error(), Options::default());
            let published = publish_fn(item, &options, &[]);
            let stubs = crate::emit::stubs(item, &options, &Signatures::default());
            quote!(#error #published #stubs)
        }
    };
    quote!(#original #rest)
}

/// The derivative of a function or method: the first step of the exchange.
pub fn differentiate(
    item: &ItemFn,
    options: &TokenStream,
    parsed: &Options,
    context: &Context,
) -> TokenStream {
    let mut parsed = parsed.clone();
    let (plain, item) = &rules::outside(item, &parsed, context.head.is_some());
    let function = context.function(item.clone(), &mut parsed);
    let pending = references(&function, &parsed, context.returned(item));
    let published = match &parsed.owner {
        Some(_) => quote!(),
        None => {
            let marks = overwritten(&function, &parsed, context, &pending);
            publish_fn(plain, &parsed, &marks)
        }
    };
    let state = State {
        runtime: parsed.runtime(),
        options: options.clone(),
        item: quote!(#item),
        context: quote!(#context),
        known: vec![],
        pending,
    };
    let rest = step(state);
    quote!(#published #rest)
}

/// What a function does to its `&mut` parameters, if that can be said before others have answered.
fn overwritten(
    function: &ItemFn,
    options: &Options,
    context: &Context,
    pending: &[Path],
) -> Vec<Option<Overwritten>> {
    let is_mut =
        |param: &SigParam| matches!(&param.ty, syn::Type::Reference(r) if r.mutability.is_some());
    if !pending.is_empty() || !FnSignature::new(&function.sig).params.iter().any(is_mut) {
        return Vec::new();
    }
    let mut signatures = Signatures::default();
    context.tell(&mut signatures);
    overwrites(function, options, &signatures)
}

/// What travels from one answer to the next.
struct State {
    runtime: Path,
    options: TokenStream,
    item: TokenStream,
    /// The block that it stands in.
    context: TokenStream,
    known: Vec<(Path, TokenStream)>,
    pending: Vec<Path>,
}

impl State {
    fn tokens(&self) -> TokenStream {
        let State { runtime, options, item, context, known, pending } = self;
        let known = known.iter().map(|(path, answer)| quote!({ #path } { #answer }));
        let pending = pending.iter().map(|path| quote!({ #path }));
        quote!({ #runtime } { #options } { #item } { #context } { #(#known)* } { #(#pending)* })
    }
}

impl State {
    /// The function, its options, and the block that it stands in.
    fn subject(&self) -> syn::Result<(ItemFn, Options, Context)> {
        let item: ItemFn = syn::parse2(self.item.clone())?;
        let mut options: Options = syn::parse2(self.options.clone())?;
        let context: Context = syn::parse2(self.context.clone())?;
        let item = context.function(item, &mut options);
        Ok((item, options, context))
    }
}

impl Parse for State {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = syn::parse2(group(input)?)?;
        let options = group(input)?;
        let item = group(input)?;
        let context = group(input)?;
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
        Ok(State { runtime, options, item, context, known, pending })
    }
}

pub fn group(input: ParseStream<'_>) -> syn::Result<TokenStream> {
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
        let further = further(&state.subject()?.0, &path, &answer);
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
    let (item, options, context) = match state.subject() {
        Ok(subject) => subject,
        Err(error) => return error.to_compile_error(),
    };
    let mut signatures = Signatures::default();
    for (path, answer) in &state.known {
        if let Ok(signature) = syn::parse2::<FnSignature>(answer.clone()) {
            signatures.function(path, signature);
        } else if let Ok(item) = syn::parse2::<ItemStruct>(answer.clone()) {
            signatures.structure(path, item);
        }
    }
    context.tell(&mut signatures);
    compile(&item, &options, &signatures)
}

fn publish_fn(item: &ItemFn, options: &Options, marks: &[Option<Overwritten>]) -> TokenStream {
    let mut sig = published(item, options);
    mark_overwritten(&mut sig, marks);
    let called = called(item);
    let names = called.iter();
    let calls = (!called.is_empty()).then(|| quote!(#[calls(#(#names),*)]));
    let name = options.name.as_ref().unwrap_or(&item.sig.ident);
    let pushes = pushes_mark(options.pushes());
    publish(name, &item.vis, &quote!(#calls #pushes #sig), &options.runtime())
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
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let sig: Signature = input.parse()?;
        input.parse::<Option<syn::Token![;]>>()?;
        FnSignature::new(&sig).marked(&attrs)?;
        Ok((runtime, attrs, vis, sig))
    };
    match syn::parse::Parser::parse2(parser, tokens.clone()) {
        Ok((runtime, attrs, vis, sig)) => {
            publish(&sig.ident, &vis, &quote!(#(#attrs)* #sig), &runtime)
        }
        Err(error) => {
            let mut diagnostics = Diagnostics::default();
            diagnostics.at(error.span(), SIGNATURE, &error.to_string());
            diagnostics.into_tokens()
        }
    }
}
