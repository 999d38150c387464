//! Code in the user's words.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use crate::ir::{Effect, Kind, RustCode};

impl Emitter<'_> {
    /// The user's words, with the variables under the names that they have here.
    pub(super) fn rust(&mut self, code: &RustCode) -> Code {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        let mut tokens = TokenStream::clone(&code.tokens);
        for (name, var) in &code.captures {
            let copy = self.vars.kind(*var).is_copy();
            // To the user it is a reference, then: an item of `iter()`.
            let followed = copy && is_followed(&code.tokens, name);
            let same = self.slot(*var).is_some_and(|slot| {
                slot.ident == *name && !(followed && slot.holds == Holds::Value)
            });
            let held = self.slot(*var).is_some_and(|slot| slot.holds == Holds::Ref);
            if held && !copy && self.vars.is_by_value(*var) {
                let reference = self.reference(*var);
                tokens = with_value(&tokens, name, &quote!((*#reference)));
            } else if !same && copy && !followed && is_argument(&tokens, name) {
                let value = self.read(*var).to_token_stream();
                tokens = with_value(&tokens, name, &value);
            } else if !same {
                names.push(name);
                // What leaves the function takes along what it mentions.
                let taken = matches!(code.effect, Effect::Leaves | Effect::Moves)
                    && matches!(self.vars.kind(*var), Kind::Other(_))
                    && self.slot(*var).is_none_or(|slot| slot.holds == Holds::Value);
                values.push(match (copy && !followed) || taken {
                    true => self.read(*var).to_token_stream(),
                    false => self.reference(*var),
                });
            }
        }
        match code.effect {
            Effect::Tried => tokens.extend(quote!(?)),
            Effect::Settled => {
                let runtime = self.runtime;
                tokens = quote!(#runtime::present(#tokens));
            }
            Effect::None | Effect::Acts | Effect::Leaves | Effect::Moves => {}
        }
        match (names.as_slice(), values.as_slice()) {
            ([], _) => {}
            ([name], [value]) => {
                return Code::new(quote!({ let #name = #value; #tokens }), Binding::Loose);
            }
            // Together: a value may read a variable of another's name.
            _ => {
                let renamed = quote!(let (#(#names),*) = (#(#values),*););
                return Code::new(quote!({ #renamed #tokens }), Binding::Loose);
            }
        }
        let single = tokens.clone().into_iter().all(|token| {
            !matches!(&token, TokenTree::Punct(p) if !matches!(p.as_char(), '.' | ':' | '!'))
        });
        Code::new(quote!(#tokens), if single { Binding::Atom } else { Binding::Loose })
    }
}

/// Whether a name stands behind a `*` that is no multiplication.
fn is_followed(tokens: &TokenStream, name: &Ident) -> bool {
    let (mut operand, mut star) = (false, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) if star && ident == name => return true,
            TokenTree::Group(group) if is_followed(&group.stream(), name) => return true,
            _ => {}
        }
        star = !operand && matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '*');
        operand = match &token {
            TokenTree::Punct(punct) => punct.as_char() == '?',
            TokenTree::Ident(ident) => {
                ident == "self" || syn::parse2::<Ident>(quote!(#ident)).is_ok()
            }
            TokenTree::Group(_) | TokenTree::Literal(_) => true,
        };
    }
    false
}

/// Whether a name is mentioned once, as a whole argument of a call: its value can stand there.
fn is_argument(tokens: &TokenStream, name: &Ident) -> bool {
    mentions(tokens, name) == 1 && stands_alone(tokens, name, false)
}

fn mentions(tokens: &TokenStream, name: &Ident) -> usize {
    let count = |token: TokenTree| match token {
        TokenTree::Ident(ident) => usize::from(ident == *name),
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Literal(text) => {
            let text = text.to_string();
            usize::from(text.starts_with('"') && text.contains(&name.to_string()))
        }
        TokenTree::Punct(_) => 0,
    };
    tokens.clone().into_iter().map(count).sum()
}

/// Whether a name stands between commas, `within` the parentheses of a call.
fn stands_alone(tokens: &TokenStream, name: &Ident, within: bool) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let comma = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Punct(punct)) => punct.as_char() == ',',
        Some(_) => false,
        None => true,
    };
    tokens.iter().enumerate().any(|(i, token)| match token {
        TokenTree::Ident(ident) => {
            let before = i.checked_sub(1).and_then(|i| tokens.get(i));
            within && ident == name && comma(before) && comma(tokens.get(i + 1))
        }
        TokenTree::Group(group) => {
            let called =
                matches!(i.checked_sub(1).and_then(|i| tokens.get(i)), Some(TokenTree::Ident(_)));
            let call = group.delimiter() == Delimiter::Parenthesis && called;
            stands_alone(&group.stream(), name, call)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The same with a value where a name stood.
fn with_value(tokens: &TokenStream, name: &Ident, value: &TokenStream) -> TokenStream {
    let replaced = |token| match token {
        TokenTree::Ident(ident) if ident == *name => value.clone(),
        TokenTree::Group(group) => {
            let inner = with_value(&group.stream(), name, value);
            let mut whole = Group::new(group.delimiter(), inner);
            whole.set_span(group.span());
            TokenTree::Group(whole).into()
        }
        token => token.into(),
    };
    tokens.clone().into_iter().map(replaced).collect::<TokenStream>()
}
