//! Literals that a method is called on: nothing there tells rustc which float they are.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::Survey;
use crate::ir::{Op, Stmt, Var};
use crate::prims::{Emit, Prim};

impl Survey<'_> {
    /// Notes what is made of literals alone, and the names of the variables behind a receiver that is so.
    pub(super) fn note_untyped(&mut self, stmt: &Stmt) {
        if let Op::Prim(prim, args) = &stmt.op
            && prim.emit == Emit::Method
        {
            self.receiver(args[0]);
        }
        if let Op::Rust(code) = &stmt.op {
            code.captures
                .iter()
                .filter(|(name, _)| is_receiver(name, &code.tokens))
                .for_each(|(_, var)| self.receiver(*var));
        }
        if let Op::For { carries, .. } | Op::While { carries, .. } = &stmt.op {
            carries.iter().for_each(|carry| self.made_of(carry.param, vec![carry.init]));
        }
        let &[out] = &stmt.outs[..] else { return };
        let infix = |prim: &Prim| matches!(prim.emit, Emit::Infix(_) | Emit::Prefix(_));
        match &stmt.op {
            Op::Literal(_) => drop(self.untyped.insert(out, Vec::new())),
            Op::Project(place) => self.made_of(out, vec![place.root]),
            Op::Aggregate(args) => self.made_of(out, args.clone()),
            Op::Prim(prim, args) if infix(prim) => self.made_of(out, args.clone()),
            _ => {}
        }
    }

    /// The same of what a branch yields, whose arms have been seen.
    pub(super) fn note_chosen(&mut self, stmt: &Stmt) {
        let Op::If { then, otherwise, .. } = &stmt.op else { return };
        for ((out, a), b) in stmt.outs.iter().zip(&then.results).zip(&otherwise.results) {
            self.made_of(*out, vec![*a, *b]);
        }
    }

    fn made_of(&mut self, var: Var, sources: Vec<Var>) {
        if sources.iter().all(|source| self.untyped.contains_key(source)) {
            self.untyped.insert(var, sources);
        }
    }

    fn receiver(&mut self, var: Var) {
        match &self.vars[var].name {
            Some(name) => drop(self.layout.receivers.insert(name.clone())),
            None => drop(self.layout.unnamed_receivers.insert(var)),
        }
        // Each is looked at once: it has given its name then.
        let Some(sources) = self.untyped.insert(var, Vec::new()) else { return };
        sources.into_iter().for_each(|source| self.receiver(source));
    }
}

/// Whether code in the user's words starts with a method of this name.
fn is_receiver(name: &Ident, words: &TokenStream) -> bool {
    let mut words = words.clone().into_iter();
    let first = matches!(words.next(), Some(TokenTree::Ident(first)) if first == *name);
    first && matches!(words.next(), Some(TokenTree::Punct(dot)) if dot.as_char() == '.')
}
