//! What code in the user's words tells of the type of a float.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{BinOp, Expr, Lit, Stmt};

use super::types::{Type, Types};
use crate::ir::{Kind, Num};

/// Reads code that mentions values of these types.
pub(super) struct Words<'a> {
    pub(super) types: &'a mut Types,
    pub(super) captures: &'a HashMap<String, Type>,
}

impl Words<'_> {
    /// The type of an expression: a literal has any.
    pub(super) fn expr(&mut self, expr: &Expr) -> Type {
        match expr {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Float(lit) if lit.suffix().is_empty() => {
                    self.types.open(&Kind::Real(Num::F64))
                }
                _ => Type::Known,
            },
            Expr::Path(path) => {
                let name = path.path.get_ident().map(Ident::to_string);
                name.and_then(|name| self.captures.get(&name).cloned()).unwrap_or(Type::Known)
            }
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Unary(inner) => self.expr(&inner.expr),
            Expr::Reference(inner) => self.expr(&inner.expr),
            Expr::Index(part) => self.expr(&part.expr),
            Expr::Field(part) => {
                let whole = self.expr(&part.base);
                let kind = Kind::Tuple(Vec::new());
                self.types.part(&whole, &kind, &[crate::ir::Step::Field(part.member.clone())])
            }
            Expr::Binary(binary) if is_arithmetic(&binary.op) => {
                self.one([&*binary.left, &*binary.right])
            }
            Expr::If(branch) => {
                let then = self.block(&branch.then_branch);
                if let Some((_, other)) = &branch.else_branch {
                    let other = self.expr(other);
                    self.types.join(&then, &other);
                }
                then
            }
            Expr::Match(branches) => self.one(branches.arms.iter().map(|arm| &*arm.body)),
            Expr::Block(block) => self.block(&block.block),
            Expr::Array(list) => self.one(&list.elems),
            Expr::Repeat(list) => self.expr(&list.expr),
            Expr::Tuple(tuple) => {
                Type::Tuple(tuple.elems.iter().map(|item| self.expr(item)).collect())
            }
            Expr::Macro(call) if call.mac.path.is_ident("vec") => self.list(&call.mac.tokens),
            // `Some(0.5)`
            Expr::Call(call) if call.args.len() == 1 && is_wrapper(&call.func) => {
                self.expr(&call.args[0])
            }
            // What does not go on has any type.
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                self.types.open(&Kind::Real(Num::F64))
            }
            _ => Type::Known,
        }
    }

    /// That of several expressions of one type.
    fn one<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr>) -> Type {
        let mut types = all.into_iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().into_iter();
        let Some(first) = types.next() else { return Type::Known };
        types.for_each(|ty| self.types.join(&first, &ty));
        first
    }

    fn block(&mut self, block: &syn::Block) -> Type {
        match block.stmts.last() {
            Some(Stmt::Expr(expr, None)) => self.expr(expr),
            _ => Type::Known,
        }
    }

    /// What stands in `vec![…]`.
    fn list(&mut self, tokens: &TokenStream) -> Type {
        let list = quote::quote!([#tokens]);
        syn::parse2::<Expr>(list).map_or(Type::Known, |list| self.expr(&list))
    }
}

/// Whether a path, or a call of it, starts with the type itself: `T::zero()`, `<T as Float>::zero()`.
pub(super) fn names(expr: &Expr, ty: &Ident) -> bool {
    match expr {
        Expr::Call(call) => names(&call.func, ty),
        Expr::Path(path) => path.qself.is_some() || path.path.segments[0].ident == *ty,
        _ => false,
    }
}

fn is_arithmetic(op: &BinOp) -> bool {
    matches!(op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_))
}

fn is_wrapper(callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "Some" || last.ident == "Ok")
}

/// Whether a method of a name is called in code, or of a part of it.
pub(super) fn is_receiver(tokens: &TokenStream, name: &Ident) -> bool {
    let mut named = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) if named && punct.as_char() == '.' => return true,
            TokenTree::Group(group) if is_receiver(&group.stream(), name) => return true,
            // `v[0].sin()`
            TokenTree::Group(group) if named => {
                let index = group.delimiter() == proc_macro2::Delimiter::Bracket;
                named = index;
                continue;
            }
            _ => {}
        }
        named = matches!(&token, TokenTree::Ident(ident) if ident == name);
    }
    false
}
