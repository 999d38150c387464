//! What a macro of the user's hands over as one expression stays one: `$e * 2.0`, where `$e` is `x + 1.0`.
//!
//! Such a fragment comes in a group without delimiters. Rust looks through those that a procedural macro gives out, so
//! that `x + 1.0 * 2.0` would be left. Where it matters they become parentheses.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Expr;

/// The same tokens with parentheses for such groups; nothing where there are none.
pub fn parenthesized(tokens: &TokenStream) -> Option<TokenStream> {
    has_groups(tokens).then(|| all_visible(tokens.clone()))
}

fn has_groups(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::None || has_groups(&group.stream())
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Attributes are no expressions: `#[$doc]` stays as it is.
fn all_visible(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let visible = |(i, token): (usize, &TokenTree)| match token {
        TokenTree::Group(group) if !(i > 0 && is_punct(&tokens[i - 1], '#')) => {
            visible_group(group, &tokens[i + 1..])
        }
        token => token.clone(),
    };
    tokens.iter().enumerate().map(visible).collect()
}

fn visible_group(group: &Group, behind: &[TokenTree]) -> TokenTree {
    let inner = all_visible(group.stream());
    let delimiter = match group.delimiter() {
        Delimiter::None if binds_loosely(&inner, behind) => Delimiter::Parenthesis,
        delimiter => delimiter,
    };
    let mut whole = Group::new(delimiter, inner);
    whole.set_span(group.span());
    TokenTree::Group(whole)
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// Whether an operator before or behind it would take an expression apart.
fn binds_loosely(tokens: &TokenStream, behind: &[TokenTree]) -> bool {
    // A pattern of an arm.
    if let [equals, more, ..] = behind
        && is_punct(equals, '=')
        && is_punct(more, '>')
    {
        return false;
    }
    match syn::parse2::<Expr>(tokens.clone()) {
        // They may be types, too, and only what stands directly behind binds more tightly.
        Ok(Expr::Reference(_) | Expr::Unary(_)) => behind.first().is_some_and(|next| match next {
            TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
            next => is_punct(next, '.') || is_punct(next, '?'),
        }),
        Ok(expr) => matches!(
            expr,
            Expr::Assign(_)
                | Expr::Binary(_)
                | Expr::Break(_)
                | Expr::Cast(_)
                | Expr::Closure(_)
                | Expr::If(_)
                | Expr::Match(_)
                | Expr::Range(_)
                | Expr::Return(_)
        ),
        Err(_) => false,
    }
}
