//! How deep code is nested: it is read by recursion, on a stack that is rustc's, not ours.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};

/// Brackets in brackets: rustc itself takes between 400 and 1,000.
const DEEPEST: usize = 256;

/// Operators and methods in a row, each of which takes what stands before it: `a + b + c`, `x.sin().cos()`.
const LONGEST: usize = 1200;

/// Where code is nested deeper than it can be read.
pub fn too_deep(tokens: &TokenStream) -> Option<Span> {
    within(tokens, 0)
}

fn within(tokens: &TokenStream, depth: usize) -> Option<Span> {
    let mut row = 0;
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) if depth == DEEPEST => return Some(group.span_open()),
            TokenTree::Group(group) => {
                if let Some(found) = within(&group.stream(), depth + 1) {
                    return Some(found);
                }
                // What stands behind a block is another statement.
                if group.delimiter() == Delimiter::Brace {
                    row = 0;
                }
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => row = 0,
            TokenTree::Punct(punct) if punct.spacing() == Spacing::Alone => row += 1,
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        if row > LONGEST {
            return Some(token.span());
        }
    }
    None
}
