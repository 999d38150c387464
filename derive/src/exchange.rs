//! Signature exchange: a macro sees tokens, not types, but it can ask.
//!
//! Beside each handle stands a hidden `macro_rules!` (`publish.rs`). A function that calls `g` expands to
//! `g! { … }` carrying itself along; the answer brings the signature of `g` to the next step, and the
//! last step differentiates.

mod broken;
mod state;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{
    ItemEnum, ItemFn, ItemImpl, ItemMod, ItemStruct, ItemTrait, ItemType, Path, Signature,
    Visibility,
};

use broken::{broken, stubs_alone, without_body};
use state::State;
pub use state::{Goal, OfMethod, group};

use crate::aliases::{self, Aliases};
use crate::blocks::{self, Context};
use crate::bodies;
use crate::bounds;
use crate::compile::{Compiled, compile, overwrites};
use crate::depth::too_deep;
use crate::diagnostics::{
    BLOCK_OPTION, Diagnostics, ITEM, METHOD, NESTED, PRIMITIVE, SIGNATURE, seen,
};
use crate::emit;
use crate::front::{
    self, FnSignature, Options, Owner, SigParam, Signatures, accumulates, mark_overwritten,
    published, pushes_mark, takes_functions, with_apart, with_opaque_told,
};
use crate::groups::parenthesized;
use crate::ir::Overwritten;
use crate::marks::meant;
use crate::parameters::named;
use crate::publish;
use crate::publish::{Published, answering, publish, question};
use crate::references::{called, is_primitive, references};
use crate::storages::unstored;
use crate::{rules, uses};

/// `#[differentiate(options)] item`
pub fn start(options: TokenStream, tokens: TokenStream) -> TokenStream {
    let tokens = parenthesized(&tokens).unwrap_or(tokens);
    let tokens = meant(&tokens).unwrap_or(tokens);
    if let Some(at) = too_deep(&tokens) {
        let mut diagnostics = Diagnostics::default();
        diagnostics.at(at, NESTED, "");
        let errors = diagnostics.into_tokens();
        let read = without_body(&tokens, |_| Ok(()));
        let stubs = read.flatten().map(|(item, _)| stubs_alone(&options, &item, None));
        return quote!(#tokens #errors #stubs);
    }
    if let Ok(item) = syn::parse2::<ItemFn>(tokens.clone()) {
        return function(options, &item);
    }
    if let Ok(block) = syn::parse2::<ItemImpl>(tokens.clone()) {
        return blocks::implementation(&options, &block);
    }
    if let Ok(block) = syn::parse2::<ItemMod>(tokens.clone()) {
        return blocks::module(&options, &block);
    }
    if let Ok(item) = syn::parse2::<ItemTrait>(tokens.clone()) {
        return bounds::of_trait(&options, &item);
    }
    if let Ok(alias) = syn::parse2::<ItemType>(tokens.clone()) {
        let published = match syn::parse2::<Options>(options) {
            Ok(options) => aliases::published(&alias, &options.runtime()),
            Err(error) => error.to_compile_error(),
        };
        return quote!(#alias #published);
    }
    if let Some(broken) = broken(&options, &tokens) {
        return broken;
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
        Ok(parsed) if parsed.skip => {
            let mut diagnostics = Diagnostics::default();
            let what = seen("`skip` leaves alone what stands in a block");
            diagnostics.on(&options, BLOCK_OPTION, what.write("leave the attribute out"));
            diagnostics.into_tokens()
        }
        Ok(parsed) => {
            let item = &with_opaque_told(item, &parsed.runtime());
            let compiled = differentiate(item, &options, &parsed, &Context::default(), false);
            if compiled.bodiless {
                original.attrs.push(syn::parse_quote!(#[allow(unused)]));
                *original.block = syn::parse_quote!({ unreachable!() });
            }
            compiled.tokens
        }
        Err(error) => {
            let (error, options) = (error.to_compile_error(), Options::default());
            let published = publish_fn(item, &options, &[], false);
            let options = Options { apart: published.apart(), ..options };
            let stubs = emit::stubs(item, &options, &Signatures::default(), None);
            let answer = &published.tokens;
            quote!(#error #answer #stubs)
        }
    };
    quote!(#original #rest)
}

/// The derivative of a function or method: the first step of the exchange. Where nothing is asked, it is the
/// last one, too, and Rust need not have `seen` the function yet.
pub fn differentiate(
    item: &ItemFn,
    options: &TokenStream,
    parsed: &Options,
    context: &Context,
    seen: bool,
) -> Compiled {
    let mut parsed = parsed.clone();
    let item = &unstored(&uses::written_out(item), &parsed.runtime());
    let handle = parsed.name.as_ref().unwrap_or(&item.sig.ident);
    if context.head.is_none() && is_primitive(handle) {
        let mut diagnostics = Diagnostics::default();
        diagnostics.report(handle, PRIMITIVE);
        return Compiled { tokens: diagnostics.into_tokens(), bodiless: false, asked: vec![] };
    }
    let item = &named(item);
    if takes_functions(item) {
        let owner = context.head.as_ref().and_then(|head| Owner::new(head, &item.sig));
        let tokens = match owner {
            Some(owner) => bodies::method_with_body(item, &parsed, &owner),
            None => bodies::published_with_body(item, &parsed),
        };
        return Compiled { tokens, bodiless: false, asked: vec![] };
    }
    let (plain, item) = &rules::outside(item, &parsed, context.head.is_some());
    let function = context.function(item.clone(), &mut parsed);
    let pending = references(&function, &parsed, context.exchanged(item));
    let published = match &parsed.owner {
        Some(_) => published_method(item, &parsed, context),
        None => {
            let marks = overwritten(&function, &parsed, context, &pending);
            let accumulates = accumulates(&function, &parsed, &context.known());
            publish_fn(plain, &parsed, &marks, accumulates)
        }
    };
    let own = parsed.owner.is_none().then(|| published.apart()).flatten();
    let options = own.map_or_else(|| options.clone(), |module| with_apart(options, &module));
    let state = State {
        runtime: parsed.runtime(),
        goal: Goal::Compile { options, item: quote!(#item), context: quote!(#context) },
        known: vec![],
        pending,
    };
    let Compiled { tokens, bodiless, .. } = match state.pending.is_empty() {
        true => finish(&state, seen),
        false => Compiled { tokens: step(state), bodiless: false, asked: vec![] },
    };
    let (answer, marker) = (&published.tokens, emit::marker(item, &parsed));
    let beside = match &parsed.owner {
        Some(_) => published.once(tokens),
        None => tokens,
    };
    let answer = quote!(#answer #marker);
    Compiled { tokens: quote!(#answer #beside), bodiless, asked: vec![] }
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
    overwrites(function, options, &context.known())
}

/// How many questions are asked one within the other: each answer is an expansion within the last one,
/// and rustc follows no more than 128.
const TOGETHER: usize = 12;

/// Asks the next question, or does what the answers are for when there is none.
fn step(mut state: State) -> TokenStream {
    if state.pending.len() > TOGETHER {
        return in_parts(state);
    }
    if state.pending.is_empty() {
        return finish(&state, true).tokens;
    }
    let next = state.pending.remove(0);
    let (found, question) = question(&next, &state.tokens());
    quote!(#found #question)
}

/// Many questions: some at a time are put to macros of their own, and these are asked then.
fn in_parts(mut state: State) -> TokenStream {
    let (mut parts, mut bundles) = (TokenStream::new(), Vec::new());
    for some in state.pending.chunks(TOGETHER) {
        let (runtime, name) = (state.runtime.clone(), state.goal.bundle(some));
        bundles.push(Path::from(name.clone()));
        let goal = Goal::Collect { name };
        parts.extend(step(State { runtime, goal, known: vec![], pending: some.to_vec() }));
    }
    state.pending = bundles;
    let rest = step(state);
    quote!(#parts #rest)
}

/// `__next! { { answer } { path } state }`
pub fn next(tokens: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        let answer = group(input)?;
        let path: Path = syn::parse2(group(input)?)?;
        let mut state: State = input.parse()?;
        state.answered(path, answer)?;
        Ok(state)
    };
    match syn::parse::Parser::parse2(parser, tokens) {
        Ok(state) => step(state),
        Err(error) => error.to_compile_error(),
    }
}

/// Asks for something else than a function.
pub fn asked(runtime: Path, goal: Goal, pending: Vec<Path>) -> TokenStream {
    step(State { runtime, goal, known: vec![], pending })
}

/// Asks an item that may not answer: then nothing comes of it. Names are looked up from the inside to the outside, and an
/// import brings along what there is of a name, so that the innermost macro is the item's, if it has one.
pub fn asked_perhaps(runtime: Path, goal: Goal, path: &Path) -> TokenStream {
    let mut bare = path.clone();
    if let Some(last) = bare.segments.last_mut() {
        last.arguments = syn::PathArguments::None;
    }
    let state = State { runtime: runtime.clone(), goal, known: vec![], pending: vec![] }.tokens();
    quote! {
        const _: () = {
            #[allow(unused_imports)]
            use #runtime::__unanswered as asked;
            const _: () = {
                #[allow(unused_imports)]
                use #bare as asked;
                const _: () = {
                    asked! { { #path } #state }
                };
            };
        };
    }
}

fn finish(state: &State, seen: bool) -> Compiled {
    let plain = |tokens| Compiled { tokens, bodiless: false, asked: vec![] };
    if let Goal::Collect { name } = &state.goal {
        let known = state.known.iter().map(|(path, answer)| quote!({ #path } { #answer }));
        return plain(answering(name, &quote!(answers #(#known)*), &state.runtime));
    }
    if !matches!(state.goal, Goal::Compile { .. }) {
        return plain(of_trait(state).unwrap_or_else(|error| error.to_compile_error()));
    }
    let (mut item, options, mut context) = match state.goal.subject() {
        Ok(subject) => subject,
        Err(error) => return plain(error.to_compile_error()),
    };
    let mut aliases = Aliases::default();
    for (path, answer) in &state.known {
        if let Ok(item) = syn::parse2::<ItemType>(answer.clone()) {
            aliases.add(path.clone(), item);
        }
    }
    aliases.function(&mut item);
    context.through(&aliases);
    let mut signatures = told(state, &aliases);
    signatures.bounded_by(&item.sig.generics);
    context.tell(&mut signatures);
    let compiled = compile(&item, &options, &signatures, seen);
    match state.and_then_ask(&compiled.asked) {
        Some(state) => plain(step(state)),
        None => compiled,
    }
}

/// A companion, or what a block implements of one.
fn of_trait(state: &State) -> syn::Result<TokenStream> {
    let aliases = Aliases::default();
    let signatures = told(state, &aliases);
    match &state.goal {
        Goal::Compile { .. } | Goal::Collect { .. } => Ok(TokenStream::new()),
        Goal::Companion { options, item } => {
            let (options, item) = (syn::parse2(options.clone())?, syn::parse2(item.clone())?);
            Ok(bounds::companion(&item, &options, &signatures))
        }
        Goal::Implement { options, block, context } => {
            let (options, block) = (syn::parse2(options.clone())?, syn::parse2(block.clone())?);
            let context: Context = syn::parse2(context.clone())?;
            let Some((_, answer)) = state.known.first() else { return Ok(TokenStream::new()) };
            let item: ItemTrait = syn::parse2(answer.clone())?;
            Ok(bounds::implemented(&block, &options, &context, &item, &signatures))
        }
    }
}

/// What other items have told.
fn told(state: &State, aliases: &Aliases) -> Signatures {
    let mut signatures = Signatures::default();
    for (path, answer) in &state.known {
        if let Ok(mut signature) = syn::parse2::<FnSignature>(answer.clone()) {
            aliases.signature(path, &mut signature);
            signatures.function(path, signature);
        } else if let Ok(mut item) = syn::parse2::<ItemStruct>(answer.clone()) {
            aliases.structure(path, &mut item);
            signatures.structure(path, item);
        } else if syn::parse2::<ItemEnum>(answer.clone()).is_ok() {
            signatures.choice(path);
        } else if let Ok(OfMethod(mut method)) = syn::parse2(answer.clone()) {
            aliases.plain(Some(path), method.signature());
            method.answered(path, &mut signatures);
        } else if let Ok(item) = syn::parse2::<ItemTrait>(answer.clone()) {
            signatures.of_trait(path, item);
        }
    }
    signatures
}

/// The answer of a method, beside its type.
pub fn published_method(item: &ItemFn, options: &Options, context: &Context) -> Published {
    let answer = context.answer(item, options);
    let span = item.sig.ident.span();
    let published = |(name, answer)| {
        publish::published(&name, [span; 2], &item.vis, &answer, &options.runtime())
    };
    answer.map(published).unwrap_or_default()
}

fn publish_fn(
    item: &ItemFn,
    options: &Options,
    marks: &[Option<Overwritten>],
    accumulates: bool,
) -> Published {
    let mut sig = published(item, options);
    mark_overwritten(&mut sig, marks);
    let called = called(item);
    let names = called.iter();
    let calls = (!called.is_empty()).then(|| quote!(#[calls(#(#names),*)]));
    let name = options.name.as_ref().unwrap_or(&item.sig.ident);
    let pushes = pushes_mark(options.pushes());
    let accumulates = accumulates.then(|| quote!(#[accumulates]));
    let refused = front::is_refused(item).then(|| quote!(#[refused]));
    let answer = quote!(#calls #pushes #accumulates #refused #sig);
    publish::published(name, publish::ends(item), &item.vis, &answer, &options.runtime())
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
