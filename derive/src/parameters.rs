//! Parameters that are taken apart where they stand: the derivative has names for them.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::visit::Visit;
use syn::{FnArg, Ident, ItemFn, Pat};

use crate::front::bound_names;

/// The same function where each parameter has a name, and a `let` takes it apart.
pub fn named(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    if item.sig.inputs.iter().all(|input| !matches!(input, FnArg::Typed(p) if is_pattern(&p.pat))) {
        return item;
    }
    let mut taken = names(item.to_token_stream());
    let mut lets = Vec::new();
    for input in &mut item.sig.inputs {
        let FnArg::Typed(typed) = input else { continue };
        if !is_pattern(&typed.pat) {
            continue;
        }
        let name = name_for(&typed.pat, &taken);
        taken.insert(name.to_string());
        let pattern = std::mem::replace(&mut *typed.pat, syn::parse_quote!(#name));
        lets.push(syn::parse_quote!(let #pattern = #name;));
    }
    item.block.stmts.splice(0..0, lets);
    item
}

/// Whether a pattern is no name, and what it binds is plain.
fn is_pattern(pattern: &Pat) -> bool {
    struct Macros(bool);
    impl<'ast> Visit<'ast> for Macros {
        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            self.0 = true;
        }
    }
    let mut macros = Macros(false);
    macros.visit_pat(pattern);
    !matches!(pattern, Pat::Ident(_)) && !macros.0
}

/// `a_b` for `(a, b)`.
fn name_for(pattern: &Pat, taken: &BTreeSet<String>) -> Ident {
    let mut names = Vec::new();
    bound_names(pattern, &mut names);
    let mut name = match names.is_empty() {
        true => "unused".to_owned(),
        false => names.join("_"),
    };
    while taken.contains(&name) {
        name.push('_');
    }
    let span = pattern.to_token_stream().into_iter().next().map(|token| token.span());
    format_ident!("{name}", span = span.unwrap_or_else(proc_macro2::Span::call_site))
}

/// The names in tokens.
pub fn names(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    words(tokens, &mut found);
    found
}

fn words(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            TokenTree::Group(group) => words(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
