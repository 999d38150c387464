//! Bodies as they are seen from where the function is called.

use std::rc::Rc;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{ItemFn, Path, PathArguments};

use super::HERE;
use crate::front::{Body, Callee, FnSignature, Found, Walk, key};
use crate::references::{names_a_function, type_scope};

/// The answer of a function that is called by this path, with the names of its module behind the path. Its local
/// names are looked for where the caller's are.
pub fn arrived(path: &Path, answer: TokenStream) -> TokenStream {
    if !has_body(&answer) {
        return answer;
    }
    let mut behind = path.clone();
    behind.segments.iter_mut().for_each(|segment| segment.arguments = PathArguments::None);
    let span = path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
    seen_from(&behind.to_token_stream(), span, answer)
}

fn seen_from(behind: &TokenStream, scope: Span, tokens: TokenStream) -> TokenStream {
    let mut seen = TokenStream::new();
    for mut token in tokens {
        match &token {
            TokenTree::Ident(name) if name == HERE => {
                // As written by the macro: Rust does not call it an unnecessary qualification.
                let span = name.span().resolved_at(Span::call_site());
                seen.extend(behind.clone().into_iter().map(|mut token| {
                    token.set_span(span);
                    token
                }));
                continue;
            }
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), seen_from(behind, scope, group.stream()));
                inner.set_span(group.span());
                token = TokenTree::Group(inner);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        token.set_span(token.span().resolved_at(scope));
        seen.extend([token]);
    }
    seen
}

/// What the same function has answered by another path.
pub fn known_before(answer: &TokenStream, known: &[(Path, TokenStream)]) -> Option<TokenStream> {
    let id = |answer: &TokenStream| body(answer).map(|body| body.id.clone());
    let own = id(answer)?;
    known.iter().find(|(_, other)| id(other).as_ref() == Some(&own)).map(|(_, other)| other.clone())
}

/// Whether an answer starts with `#[body = …]`.
fn has_body(answer: &TokenStream) -> bool {
    let mut tokens = answer.clone().into_iter().skip(1);
    let Some(TokenTree::Group(group)) = tokens.next() else { return false };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "body")
}

fn body(answer: &TokenStream) -> Option<Rc<Body>> {
    if !has_body(answer) {
        return None;
    }
    syn::parse2::<FnSignature>(answer.clone()).ok()?.body
}

/// The functions that are handed over by their paths to those whose bodies are known: in a function, and in these bodies.
pub fn handed_over(item: &ItemFn, known: &[(Path, TokenStream)]) -> Vec<Path> {
    let with_bodies = known.iter().filter(|(_, answer)| has_body(answer));
    let signatures: Vec<(String, FnSignature)> = with_bodies
        .filter_map(|(path, answer)| Some((key(path), syn::parse2(answer.clone()).ok()?)))
        .collect();
    if signatures.is_empty() {
        return Vec::new();
    }
    let bodies = signatures.iter().filter_map(|(_, signature)| signature.body.as_ref());
    let mut found = Vec::new();
    for item in std::iter::once(item).chain(bodies.map(|body| &*body.item)) {
        let types = type_scope(&item.sig);
        let mut walk = Walk::new(|seen| {
            let Found::Argument { of, position, path } = seen else { return };
            let taken = signatures.iter().any(|(known, signature)| match of {
                Callee::Function(of) => {
                    *known == key(&of.path) && signature.takes_function(position)
                }
                // The receiver comes first.
                Callee::Method(name) => {
                    known.ends_with(&format!("_{name}")) && signature.takes_function(position + 1)
                }
            });
            if taken && names_a_function(path, &types) {
                found.push(path.path.clone());
            }
        });
        walk.function(item);
    }
    found
}
