//! Names for generated variables: the user's, or the field's, with a number only on collision.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Ident;

/// A variable of generated code that no name of the user's can mean, whatever it is called.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The names in use.
#[derive(Clone, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// Names taken, in order, so that those of a scope can be given back.
    order: Vec<String>,
    /// The next number to try behind each name.
    next: HashMap<String, usize>,
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
        let base = if special { format!("{hint}_value") } else { hint.to_owned() };
        let mut name = base.clone();
        while !self.taken.insert(name.clone()) {
            let number = self.next.entry(base.clone()).or_insert(1);
            name = format!("{base}_{number}");
            *number += 1;
        }
        self.order.push(name.clone());
        match syn::parse_str::<Ident>(&name) {
            Ok(_) => Ident::new(&name, span),
            Err(_) => Ident::new_raw(&name, span),
        }
    }

    /// Takes a name for good: it is not given again when its scope closes.
    pub fn hold(&mut self, name: &Ident) {
        let name = plain(name);
        self.order.retain(|other| *other != name);
    }

    /// Opens a scope.
    pub fn mark(&self) -> Mark {
        Mark(self.order.len())
    }

    /// Closes a scope: its names may be given again.
    pub fn release(&mut self, Mark(length): Mark) {
        for name in self.order.drain(length..) {
            self.taken.remove(&name);
        }
        self.next.clear();
    }
}

/// A name without `r#`.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
