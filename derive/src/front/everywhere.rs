//! What holds anywhere in a function: what is refused wherever it stands, and which names may be
//! changed in place.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, ExprClosure, ExprTry, FnArg, ItemFn, Meta, Pat, PatIdent, PatType,
    ReturnType, Type, UseGlob,
};

use super::capitals::in_capitals;
use super::hygiene::of_two_meanings;
use crate::diagnostics::*;

/// Attributes that do not change what code means.
const HARMLESS: &[&str] = &[
    "allow",
    "expect",
    "warn",
    "deny",
    "forbid",
    "doc",
    "inline",
    "cold",
    "must_use",
    "constant",
    "rustfmt",
    "clippy",
    "track_caller",
];

/// Refuses attributes that decide what is compiled: a macro sees code before they are evaluated; and `?`,
/// where the function does not return what it may leave it with.
pub(super) fn everywhere(
    item: &ItemFn,
    fallible: bool,
    diagnostics: &mut Diagnostics,
) -> Accepted<()> {
    if let Some(name) = of_two_meanings(item) {
        return Err(diagnostics.report(name, HYGIENE));
    }
    let wrapped = is_wrapped(&item.sig.output);
    let imports_all = imports_all(&item.block);
    let mut refusals = Refusals { fallible, wrapped, imports_all, diagnostics, result: Ok(()) };
    item.sig.inputs.iter().for_each(|input| refusals.visit_fn_arg(input));
    refusals.visit_block(&item.block);
    refusals.result
}

struct Refusals<'a> {
    /// Whether `?` may stand here.
    fallible: bool,
    /// Whether to Rust it may.
    wrapped: bool,
    /// Whether there is a `use path::*;` in the function.
    imports_all: bool,
    diagnostics: &'a mut Diagnostics,
    result: Accepted<()>,
}

fn imports_all(block: &Block) -> bool {
    struct Globs(bool);
    impl<'ast> Visit<'ast> for Globs {
        fn visit_use_glob(&mut self, _: &'ast UseGlob) {
            self.0 = true;
        }
    }
    let mut globs = Globs(false);
    globs.visit_block(block);
    globs.0
}

impl<'ast> Visit<'ast> for Refusals<'_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let name = attribute.path().segments.first().map(|segment| segment.ident.to_string());
        if !name.is_some_and(|name| HARMLESS.contains(&name.as_str())) {
            self.result = Err(self.diagnostics.report(attribute, ATTRIBUTE));
        }
        let marks = attribute.path().is_ident("constant");
        if marks && !matches!(attribute.meta, Meta::Path(_)) {
            let what = seen("`constant` takes nothing").write("write `#[constant]`");
            self.result = Err(self.diagnostics.on(attribute, ATTRIBUTE, what));
        }
    }

    /// What else stands before a parameter is an error of Rust's.
    fn visit_pat_type(&mut self, typed: &'ast PatType) {
        let known = |attribute: &&Attribute| {
            ["cfg", "cfg_attr", "constant"].iter().any(|name| attribute.path().is_ident(name))
        };
        typed.attrs.iter().filter(known).for_each(|attribute| self.visit_attribute(attribute));
        self.visit_pat(&typed.pat);
        self.visit_type(&typed.ty);
    }

    /// Nobody sees here whether what is imported by `*` is called so.
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if self.imports_all && in_capitals(pattern) {
            self.result = Err(self.diagnostics.report(pattern, PATTERN));
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_try(&mut self, expr: &'ast ExprTry) {
        if !self.fallible {
            self.result = Err(self.diagnostics.report(expr, TRY));
            if !self.wrapped {
                self.diagnostics.rust_too();
            }
        }
        visit::visit_expr_try(self, expr);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        // What `?` leaves there is the closure.
        Attributes(self).visit_expr_closure(closure);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        Attributes(self).visit_item_fn(item);
    }
}

/// Whether a function returns a `Result` or an `Option` of anything.
fn is_wrapped(output: &ReturnType) -> bool {
    let ReturnType::Type(_, ty) = output else { return false };
    let Type::Path(path) = &**ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Result" || last.ident == "Option")
}

/// Within closures and inner functions.
struct Attributes<'a, 'b>(&'a mut Refusals<'b>);

impl<'ast> Visit<'ast> for Attributes<'_, '_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        self.0.visit_attribute(attribute);
    }
}

/// The names that are declared as `mut`, or as a mutable reference.
pub(super) fn mutable_names(item: &ItemFn) -> HashSet<String> {
    let mut names = Mutable(HashSet::new());
    names.visit_item_fn(item);
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input
            && let (Pat::Ident(name), Type::Reference(reference)) = (&*input.pat, &*input.ty)
            && reference.mutability.is_some()
        {
            names.0.insert(name.ident.to_string());
        }
    }
    names.0
}

struct Mutable(HashSet<String>);

impl<'ast> Visit<'ast> for Mutable {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if pattern.mutability.is_some() {
            self.0.insert(pattern.ident.to_string());
        }
        visit::visit_pat_ident(self, pattern);
    }
}
