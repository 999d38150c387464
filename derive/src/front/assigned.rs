//! Which variables a piece of code may change.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{Expr, ExprMethodCall};

use super::bind::name_of;
use super::lower::Lower;
use super::operators::compound_prim;
use super::scope::Value;
use crate::diagnostics::*;

/// The methods that change what they are called on.
const CHANGING: &[&str] = &[
    "iter_mut",
    "chunks_mut",
    "chunks_exact_mut",
    "split_at_mut",
    "as_mut_slice",
    "swap",
    "fill",
    "copy_from_slice",
    "clone_from_slice",
];

impl Lower<'_> {
    /// The names of the variables in scope that code assigns to, or into, directly or through
    /// references.
    pub(super) fn assigned(&mut self, visit: impl FnOnce(&mut Assigned)) -> Accepted<Vec<String>> {
        let mut assigned = Assigned { names: BTreeSet::new(), passed: BTreeSet::new() };
        visit(&mut assigned);
        let passed = assigned.passed.into_iter().filter(|name| self.is_reference(name));
        let mut names = BTreeSet::new();
        assigned.names.extend(passed.collect::<Vec<_>>());
        for name in assigned.names {
            match self.scopes.get(&name).cloned() {
                None => {}
                Some(Value::Borrow(borrow)) => {
                    if self.scopes.find(&borrow.cell.name).as_ref() != Some(&borrow.cell) {
                        let span = proc_macro2::Span::call_site();
                        return Err(self.diagnostics.at(span, BORROW, &borrow.cell.name));
                    }
                    names.insert(borrow.cell.name);
                }
                Some(Value::Var(_) | Value::Tuple(_) | Value::Unit | Value::Poison) => {
                    names.insert(name);
                }
            }
        }
        Ok(names.into_iter().collect())
    }

    /// Whether a name is that of a reference through which something can be changed.
    pub(super) fn is_reference(&self, name: &str) -> bool {
        match self.scopes.get(name) {
            Some(Value::Borrow(_)) => true,
            Some(_) => {
                let parameter = self.scopes.find(name).is_some_and(|cell| cell.level == 0);
                parameter && self.references.contains(name)
            }
            None => false,
        }
    }
}

/// Finds assignments.
pub(super) struct Assigned {
    names: BTreeSet<String>,
    /// Names handed over as they are: they may be references.
    passed: BTreeSet<String>,
}

impl Assigned {
    fn passed(&mut self, value: &Expr) {
        self.passed.extend(name_of(value));
    }

    fn target(&mut self, target: &Expr) {
        if let Some(name) = name_of(target) {
            self.names.insert(name);
            return;
        }
        match target {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|item| self.target(item)),
            Expr::Index(index) => self.target(&index.expr),
            Expr::Field(field) => self.target(&field.base),
            Expr::Paren(inner) => self.target(&inner.expr),
            Expr::Group(inner) => self.target(&inner.expr),
            Expr::Reference(inner) => self.target(&inner.expr),
            Expr::Unary(unary) => self.target(&unary.expr),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Assigned {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.target(&assign.left);
        syn::visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if compound_prim(&binary.op).is_some() {
            self.target(&binary.left);
        }
        syn::visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.target(&reference.expr);
        }
        syn::visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        call.args.iter().for_each(|arg| self.passed(arg));
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_for_loop(&mut self, looped: &'ast syn::ExprForLoop) {
        self.passed(&looped.expr);
        syn::visit::visit_expr_for_loop(self, looped);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if CHANGING.contains(&call.method.to_string().as_str()) {
            self.target(&call.receiver);
        }
        call.args.iter().for_each(|arg| self.passed(arg));
        syn::visit::visit_expr_method_call(self, call);
    }
}
