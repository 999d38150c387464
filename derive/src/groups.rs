//! What a macro of the user's hands over as one expression stays one: `$e * 2.0`, where `$e` is `x + 1.0`.
//!
//! Such a fragment comes in a group without delimiters. Rust looks through those that a procedural macro gives out, so
//! that `x + 1.0 * 2.0` would be left. Where it matters they become parentheses.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Expr;

/// The same tokens with parentheses for such groups; nothing where there are none.
pub fn parenthesized(tokens: &TokenStream) -> Option<TokenStream> {
    has_groups(tokens).then(|| tokens.clone().into_iter().map(visible).collect())
}

fn has_groups(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::None || has_groups(&group.stream())
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn visible(token: TokenTree) -> TokenTree {
    let TokenTree::Group(group) = token else { return token };
    let inner: TokenStream = group.stream().into_iter().map(visible).collect();
    let delimiter = match group.delimiter() {
        Delimiter::None if binds_loosely(&inner) => Delimiter::Parenthesis,
        delimiter => delimiter,
    };
    let mut whole = Group::new(delimiter, inner);
    whole.set_span(group.span());
    TokenTree::Group(whole)
}

/// Whether an operator before or behind it would take an expression apart.
fn binds_loosely(tokens: &TokenStream) -> bool {
    match syn::parse2::<Expr>(tokens.clone()) {
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
                | Expr::Reference(_)
                | Expr::Return(_)
                | Expr::Unary(_)
        ),
        Err(_) => false,
    }
}
