//! Names in patterns that may be those of constants.
//!
//! A lone name in a pattern binds, unless a constant or a variant is called so: a macro does not see which. In capitals it
//! is taken for a constant, but where the function has a variable of that name: then there is none. Such a name is
//! written `T @ _`, which only binds.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{ExprClosure, ExprForLoop, FieldPat, FnArg, ItemFn, Local, Pat, PatIdent};

/// The function, with the bindings in its patterns told from constants.
pub(super) fn with_told_bindings(item: &ItemFn) -> ItemFn {
    let mut variables = Variables(HashSet::new());
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            variables.bound(&input.pat);
        }
    }
    variables.visit_block(&item.block);
    let mut item = item.clone();
    Told(variables.0).visit_block_mut(&mut item.block);
    item
}

/// Whether a name may be that of a constant.
pub(super) fn in_capitals(pattern: &PatIdent) -> bool {
    let plain =
        pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none();
    plain && pattern.ident.to_string().starts_with(char::is_uppercase)
}

/// The names in capitals of variables: those in patterns that always fit.
struct Variables(HashSet<String>);

impl Variables {
    fn bound(&mut self, pattern: &Pat) {
        let mut names = Vec::new();
        super::walk::bound_names(pattern, &mut names);
        self.0.extend(names.into_iter().filter(|name| name.starts_with(char::is_uppercase)));
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_local(&mut self, local: &'ast Local) {
        if local.init.as_ref().is_none_or(|init| init.diverge.is_none()) {
            self.bound(&local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_for_loop(&mut self, each: &'ast ExprForLoop) {
        self.bound(&each.pat);
        visit::visit_expr_for_loop(self, each);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        closure.inputs.iter().for_each(|input| self.bound(input));
        visit::visit_expr_closure(self, closure);
    }
}

struct Told(HashSet<String>);

impl VisitMut for Told {
    fn visit_pat_ident_mut(&mut self, pattern: &mut PatIdent) {
        if in_capitals(pattern) && self.0.contains(&pattern.ident.to_string()) {
            binding(pattern);
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    /// `St { T, .. }`
    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        if let (None, Pat::Ident(pattern)) = (&field.colon_token, &mut *field.pat)
            && in_capitals(pattern)
        {
            binding(pattern);
            field.colon_token = Some(Default::default());
        }
        visit_mut::visit_field_pat_mut(self, field);
    }
}

fn binding(pattern: &mut PatIdent) {
    let anything =
        Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: Default::default() });
    pattern.subpat = Some((Default::default(), Box::new(anything)));
}
