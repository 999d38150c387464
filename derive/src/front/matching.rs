//! `match` on values without derivatives: a chain of branches.

use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Arm, ExprMatch, Pat};

use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Op};

impl Lower<'_> {
    /// `match value { pattern => …, … }`: patterns without bindings, on an inactive value.
    pub(super) fn choice(
        &mut self,
        choice: &ExprMatch,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let scrutinee = self.var(&choice.expr, None)?;
        if self.vars.kind(scrutinee).is_differentiable() {
            return Err(self.diagnostics.report(&choice.expr, MATCH));
        }
        for arm in &choice.arms {
            if binds(&arm.pat) {
                return Err(self.diagnostics.report(&arm.pat, MATCH));
            }
        }
        self.arms(choice, &choice.arms.iter().collect::<Vec<_>>(), expected)
    }

    /// The last arm needs no condition: `match` is exhaustive.
    fn arms(
        &mut self,
        choice: &ExprMatch,
        arms: &[&Arm],
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let Some((first, rest)) = arms.split_first() else {
            return Err(self.diagnostics.report(choice, MATCH));
        };
        if rest.is_empty() {
            return self.expr(&first.body, expected);
        }
        let (value, pattern) = (&choice.expr, &first.pat);
        let code = self.code(quote!(matches!(#value, #pattern)))?;
        let cond = self.push(Kind::Bool, Op::Rust(code), first.pat.span());
        let cells = self.assigned(|walk| arms.iter().for_each(|arm| walk.visit_arm(arm)));
        let then = self.arm(&cells, |lower| lower.expr(&first.body, expected));
        let otherwise = self.arm(&cells, |lower| lower.arms(choice, rest, expected));
        self.merge(cond, &cells, then?, otherwise?, choice)
    }
}

/// Whether a pattern may bind a name.
fn binds(pattern: &Pat) -> bool {
    let mut finder = Bindings { found: false };
    finder.visit_pat(pattern);
    finder.found
}

struct Bindings {
    found: bool,
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        // A lone upper-case name is a constant or a variant.
        if name.starts_with(char::is_lowercase) || pattern.subpat.is_some() {
            self.found = true;
        }
    }
}
