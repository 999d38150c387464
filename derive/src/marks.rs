//! A mark that is no name: `#[const]` for `#[constant]`. Rust tells of it before anybody else sees it, and hands it over
//! as it is; what is meant is taken, so that no more is said.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// The same tokens with the mark that is meant; nothing where none is mistaken.
pub fn meant(tokens: &TokenStream) -> Option<TokenStream> {
    let mut mistaken = false;
    let tokens = replaced(tokens.clone(), &mut mistaken);
    mistaken.then_some(tokens)
}

fn replaced(tokens: TokenStream, mistaken: &mut bool) -> TokenStream {
    let mut in_attribute = false;
    let one = |token| {
        let follows = std::mem::replace(&mut in_attribute, is_hash(&token));
        let TokenTree::Group(group) = token else { return token };
        let mark = follows && group.delimiter() == Delimiter::Bracket;
        let inner = match mark.then(|| syn::parse2::<syn::Token![const]>(group.stream())) {
            Some(Ok(keyword)) => {
                *mistaken = true;
                TokenTree::Ident(Ident::new("constant", keyword.span)).into()
            }
            Some(Err(_)) | None => replaced(group.stream(), mistaken),
        };
        let mut whole = Group::new(group.delimiter(), inner);
        whole.set_span(group.span());
        TokenTree::Group(whole)
    };
    tokens.into_iter().map(one).collect()
}

fn is_hash(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#')
}
