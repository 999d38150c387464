//! Names for generated variables: the user's, or the field's, with a number only on collision.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Ident;

use crate::ir::identifier;

/// A variable of generated code that no name of the user's can mean, whatever it is called.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The names in use.
#[derive(Clone, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// Names taken, in order, so that those of a scope can be given back.
    order: Vec<Taken>,
    /// The next number to try behind each name: all before it are taken.
    next: HashMap<String, usize>,
}

/// A name that was given: a stem, with a number behind it if that is not 0.
#[derive(Clone)]
struct Taken {
    name: String,
    stem: String,
    number: usize,
}

/// A point in the life of [`Names`].
pub struct Mark(usize);

impl Names {
    /// Takes every identifier that a piece of code mentions and that is not a local of it.
    pub fn reserve(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(name) => {
                    self.taken.insert(plain(&name));
                }
                TokenTree::Group(group) => self.reserve(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &Ident) -> bool {
        self.taken.contains(&plain(name))
    }

    /// A name that nothing else has.
    pub fn fresh(&mut self, hint: &str, span: Span) -> Ident {
        let hint = hint.trim_start_matches("r#");
        // No raw name is made of these.
        let special = matches!(hint, "self" | "Self" | "super" | "crate" | "_");
        let stem = if special { format!("{hint}_value") } else { hint.to_owned() };
        let (mut name, mut number) = (stem.clone(), 0);
        while !self.taken.insert(name.clone()) {
            let next = self.next.entry(stem.clone()).or_insert(1);
            number = *next;
            name = format!("{stem}_{number}");
            *next += 1;
        }
        self.order.push(Taken { name: name.clone(), stem, number });
        identifier(&name, span)
    }

    /// Takes a name for good: it is not given again when its scope closes.
    pub fn hold(&mut self, name: &Ident) {
        let name = plain(name);
        self.order.retain(|other| other.name != name);
    }

    /// Opens a scope.
    pub fn mark(&self) -> Mark {
        Mark(self.order.len())
    }

    /// Closes a scope: its names may be given again.
    pub fn release(&mut self, Mark(length): Mark) {
        for Taken { name, stem, number } in self.order.drain(length..) {
            self.taken.remove(&name);
            if let Some(next) =
                self.next.get_mut(&stem).filter(|next| number > 0 && **next > number)
            {
                *next = number;
            }
        }
    }
}

/// A name without `r#`.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
