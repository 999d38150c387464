//! Calls that no derivative goes through: all that is handed over are integers, texts and truth values. What is called
//! there is asked nothing, as it could not answer.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ItemFn, Lit, Pat, Type};

use crate::front::{FnSignature, bound_names};
use crate::references::is_primitive;

/// The names in a function that stand for nothing else than such values, wherever they are read.
pub struct Given {
    names: HashSet<String>,
}

impl Given {
    /// The parameters, and the indices of loops over ranges, unless something else has their name somewhere.
    pub fn of(item: &ItemFn) -> Given {
        let signature = FnSignature::new(&item.sig);
        let plain = signature.params.iter().filter(|param| is_plain(&param.ty));
        let names =
            plain.filter_map(|param| param.name.as_ref().map(ToString::to_string)).collect();
        let mut bound = Bound { given: Given { names }, others: HashSet::new() };
        bound.visit_block(&item.block);
        let Bound { mut given, others } = bound;
        given.names.retain(|name| !others.contains(name));
        given
    }

    /// Whether an expression certainly is such a value.
    pub fn is(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Lit(literal) => is_plain_literal(&literal.lit),
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.names.contains(&name.to_string()))
            }
            Expr::Paren(inner) => self.is(&inner.expr),
            Expr::Reference(inner) => self.is(&inner.expr),
            Expr::Unary(inner) => self.is(&inner.expr),
            Expr::Cast(cast) => is_plain(&cast.ty),
            Expr::MethodCall(call) => {
                call.args.is_empty()
                    && ["len", "nrows", "ncols", "ndim"].iter().any(|name| call.method == name)
            }
            Expr::Binary(binary) => {
                compares(&binary.op) || (self.is(&binary.left) && self.is(&binary.right))
            }
            _ => false,
        }
    }
}

/// What code binds.
struct Bound {
    given: Given,
    others: HashSet<String>,
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_expr_for_loop(&mut self, each: &'ast syn::ExprForLoop) {
        let ends = match &*each.expr {
            Expr::Range(range) => {
                [&range.start, &range.end].into_iter().flatten().all(|end| self.given.is(end))
            }
            _ => false,
        };
        match &*each.pat {
            Pat::Ident(name) if ends => drop(self.given.names.insert(name.ident.to_string())),
            pattern => self.visit_pat(pattern),
        }
        self.visit_expr(&each.expr);
        self.visit_block(&each.body);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        let mut names = Vec::new();
        bound_names(pattern, &mut names);
        self.others.extend(names);
        visit::visit_pat(self, pattern);
    }
}

fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_none() && is_plain(&reference.elem),
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| is_primitive(name) && name != "f64" && name != "f32"),
        _ => false,
    }
}

fn is_plain_literal(literal: &Lit) -> bool {
    match literal {
        Lit::Int(number) => !number.suffix().starts_with('f'),
        Lit::Bool(_) | Lit::Str(_) | Lit::Char(_) | Lit::Byte(_) | Lit::ByteStr(_) => true,
        _ => false,
    }
}

fn compares(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
    )
}
