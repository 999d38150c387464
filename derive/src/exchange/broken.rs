//! Items that are not read: with an error of syntax, or nested too deep.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::ParseStream;
use syn::{ItemFn, Signature, Visibility};

use super::{group, publish_fn};
use crate::blocks;
use crate::emit::LeftToRust;
use crate::front::{Options, Signatures};

/// An item whose content has an error of syntax, which Rust reports by itself. A function has stubs that do not
/// pass, should Rust take what is not understood here.
pub(super) fn broken(options: &TokenStream, tokens: &TokenStream) -> Option<TokenStream> {
    let error = |body: TokenStream| syn::parse2::<syn::Block>(quote!({ #body })).map(drop);
    let Some((item, error)) = without_body(tokens, error)? else { return Some(tokens.clone()) };
    let words = format!(
        "the syntax of this function is not understood: {}",
        error.err().map_or_else(String::new, |error| error.to_string())
    );
    let left =
        LeftToRust { words, span: Span::call_site(), certain: true, body: quote!(unreachable!()) };
    let stubs = stubs_alone(options, &item, Some(&left));
    let ItemFn { mut attrs, vis, mut sig, .. } = item;
    blocks::plain(&mut attrs, &mut sig);
    let body = tokens.clone().into_iter().last();
    Some(quote!(#(#attrs)* #vis #sig #body #stubs))
}

/// A function whose body is not read, and what something else says of the body. Nothing is known of the content of
/// a block.
pub(super) fn without_body(
    tokens: &TokenStream,
    read: impl Fn(TokenStream) -> syn::Result<()>,
) -> Option<Option<(ItemFn, syn::Result<()>)>> {
    let parser = |input: ParseStream<'_>| {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        if input.peek(syn::Token![impl]) || input.peek(syn::Token![mod]) {
            input.parse::<TokenStream>()?;
            return Ok(None);
        }
        let sig: Signature = input.parse()?;
        let read = group(input).and_then(&read);
        let block = syn::parse_quote!({});
        Ok(Some((ItemFn { attrs, vis, modifiers: Default::default(), sig, block }, read)))
    };
    syn::parse::Parser::parse2(parser, tokens.clone()).ok()
}

/// What is written for a function of which the signature alone is known.
pub(super) fn stubs_alone(
    options: &TokenStream,
    item: &ItemFn,
    left: Option<&LeftToRust>,
) -> TokenStream {
    let parsed = syn::parse2::<Options>(options.clone()).unwrap_or_default();
    let published = publish_fn(item, &parsed, &[], false);
    let parsed = Options { apart: published.apart(), ..parsed };
    let stubs = crate::emit::stubs(item, &parsed, &Signatures::default(), left);
    let answer = &published.tokens;
    quote!(#answer #stubs)
}
