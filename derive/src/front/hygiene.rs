//! Two variables that Rust tells apart, though they have one name: one is the caller's of a macro, the other that of the
//! macro itself (Kohlbecker, Friedman, Felleisen and Duba, 1986). Here names are all there is, so such code is refused.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{ExprPath, ItemFn, Macro, PatIdent};

/// A name that a function binds, and that stands for something else in it, too.
pub(super) fn of_two_meanings(item: &ItemFn) -> Option<Ident> {
    let mut names = Names::default();
    names.visit_item_fn(item);
    let Names { bound, read } = names;
    let mut contexts: HashMap<&Ident, Option<String>> = HashMap::new();
    for name in &bound {
        contexts.entry(name).or_insert_with(|| context(name));
    }
    let another = |name: &&Ident| contexts.get(name).is_some_and(|first| *first != context(name));
    bound.iter().chain(&read).find(another).cloned()
}

/// Which expansion an identifier comes from, as far as the compiler shows it.
fn context(name: &Ident) -> Option<String> {
    let text = format!("{:?}", name.span());
    let context = text.split(' ').next()?;
    context.starts_with('#').then(|| context.to_owned())
}

/// The identifiers in a function that may be variables.
#[derive(Default)]
struct Names {
    bound: Vec<Ident>,
    read: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.bound.push(pattern.ident.clone());
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.read.extend(path.path.get_ident().cloned());
        visit::visit_expr_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.words(&mac.tokens);
    }
}

impl Names {
    fn words(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(name) => self.read.push(name),
                TokenTree::Group(group) => self.words(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
