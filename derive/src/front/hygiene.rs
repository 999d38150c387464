//! Two variables that Rust tells apart, though they have one name: one is the caller's of a macro, the other that of the
//! macro itself (Kohlbecker, Friedman, Felleisen and Duba, 1986). Here names are all there is, so code in which one would
//! be taken for the other is refused.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Arm, Block, ExprClosure, ExprForLoop, ExprPath, FnArg, ItemFn, Local, Macro, PatIdent};

/// A name that is read where the innermost variable of that name is another one.
pub(super) fn of_two_meanings(item: &ItemFn) -> Option<Ident> {
    let mut names = Names { levels: vec![HashMap::new()], found: None };
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            names.visit_pat(&input.pat);
        }
    }
    names.visit_block(&item.block);
    names.found
}

/// Which expansion an identifier comes from, as far as the compiler shows it.
fn context(name: &Ident) -> Option<String> {
    let text = format!("{:?}", name.span());
    let context = text.split(' ').next()?;
    context.starts_with('#').then(|| context.to_owned())
}

/// The variables in scope, innermost last.
struct Names {
    levels: Vec<HashMap<Ident, Option<String>>>,
    found: Option<Ident>,
}

impl Names {
    fn within(&mut self, run: impl FnOnce(&mut Self)) {
        self.levels.push(HashMap::new());
        run(self);
        self.levels.pop();
    }

    fn read(&mut self, name: &Ident) {
        let known = self.levels.iter().rev().find_map(|level| level.get(name));
        // There is one `self`, wherever it is written.
        if known.is_some_and(|known| *known != context(name)) && name != "self" {
            self.found.get_or_insert_with(|| name.clone());
        }
    }

    fn words(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(name) => self.read(&name),
                TokenTree::Group(group) => self.words(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if let Some(level) = self.levels.last_mut() {
            level.insert(pattern.ident.clone(), context(&pattern.ident));
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.within(|names| visit::visit_block(names, block));
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.visit_local_init(init);
        }
        self.visit_pat(&local.pat);
    }

    fn visit_expr_for_loop(&mut self, each: &'ast ExprForLoop) {
        self.visit_expr(&each.expr);
        self.within(|names| {
            names.visit_pat(&each.pat);
            names.visit_block(&each.body);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.within(|names| visit::visit_expr_closure(names, closure));
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        self.within(|names| visit::visit_arm(names, arm));
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(name) = path.path.get_ident() {
            self.read(name);
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.words(&mac.tokens);
    }
}
