//! Code in the user's words.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use crate::ir::{Effect, Kind, RustCode};

impl Emitter<'_> {
    /// The user's words, with the variables under the names that they have here.
    pub(super) fn rust(&mut self, code: &RustCode) -> Code {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (name, var) in &code.captures {
            let copy = self.vars.kind(*var).is_copy();
            // To the user it is a reference, then: an item of `iter()`.
            let followed = copy && is_followed(&code.tokens, name);
            let same = self.slot(*var).is_some_and(|slot| {
                slot.ident == *name && !(followed && slot.holds == Holds::Value)
            });
            if !same {
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
        let mut tokens = TokenStream::clone(&code.tokens);
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
