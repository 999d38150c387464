//! Constants inside the function, where they are lengths of arrays.
//!
//! Generated functions name the types of values in other places than where the constant stands: what
//! it is equal to is written there instead of its name. So is it in other constants.

use std::collections::HashMap;

use super::spans::Spanned;
use quote::quote;
use syn::parse::Parser;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprRepeat, Ident, Item, ItemConst, ItemFn, ItemStatic, Lit, Pat, Stmt, Type,
    TypeArray,
};

/// The function, with lengths that can be written anywhere; and the constants that stand in patterns and cannot.
pub(super) fn with_written_lengths(item: &ItemFn) -> (ItemFn, Vec<Ident>) {
    let mut item = item.clone();
    let mut lengths = Lengths { levels: Vec::new(), refused: Vec::new() };
    lengths.visit_item_fn_mut(&mut item);
    (item, lengths.refused)
}

/// The constants of the blocks around a point, innermost last, with what they are declared as.
struct Lengths {
    levels: Vec<HashMap<String, ItemConst>>,
    /// Those in patterns that are no literals.
    refused: Vec<Ident>,
}

impl Lengths {
    fn find(&self, expr: &Expr) -> Option<&ItemConst> {
        let Expr::Path(path) = expr else { return None };
        let name = path.path.get_ident()?.to_string();
        self.levels.iter().rev().find_map(|level| level.get(&name))
    }

    /// What a length or a constant is equal to.
    fn write(&self, expr: &mut Expr) {
        if let Some(constant) = self.find(expr) {
            let span = expr.span();
            *expr = value(constant, false);
            if let Expr::Lit(literal) = expr {
                literal.lit.set_span(span);
            }
        }
        Inside { lengths: self, depth: 0 }.visit_expr_mut(expr);
    }
}

impl VisitMut for Lengths {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let constants = block.stmts.iter().filter_map(|stmt| match stmt {
            Stmt::Item(Item::Const(item)) => Some((item.ident.to_string(), item.clone())),
            Stmt::Item(_) | Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) => None,
        });
        self.levels.push(constants.collect());
        visit_mut::visit_block_mut(self, block);
        self.levels.pop();
    }

    fn visit_item_const_mut(&mut self, item: &mut ItemConst) {
        self.visit_type_mut(&mut item.ty);
        self.write(&mut item.expr);
    }

    fn visit_item_static_mut(&mut self, item: &mut ItemStatic) {
        self.visit_type_mut(&mut item.ty);
        self.write(&mut item.expr);
    }

    fn visit_type_array_mut(&mut self, array: &mut TypeArray) {
        self.visit_type_mut(&mut array.elem);
        self.write(&mut array.len);
    }

    /// A name in a pattern that is that of a constant is no binding.
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        visit_mut::visit_pat_mut(self, pattern);
        if let Pat::Range(range) = pattern {
            for end in [&mut range.start, &mut range.end].into_iter().flatten() {
                self.write(end);
            }
        }
        let Pat::Ident(name) = &*pattern else { return };
        let known = self.levels.iter().rev().find_map(|level| level.get(&name.ident.to_string()));
        let Some(mut value) = known.map(|constant| value(constant, false)) else { return };
        self.write(&mut value);
        // What is no literal cannot stand there, and is refused.
        let literal = match &value {
            Expr::Unary(unary) => matches!(*unary.expr, Expr::Lit(_)),
            value => matches!(value, Expr::Lit(_)),
        };
        let written = Pat::parse_single.parse2(quote!(#value)).ok().filter(|_| literal);
        match written {
            Some(written) => *pattern = written,
            None => self.refused.push(name.ident.clone()),
        }
    }

    fn visit_expr_repeat_mut(&mut self, repeat: &mut ExprRepeat) {
        self.visit_expr_mut(&mut repeat.expr);
        self.write(&mut repeat.len);
    }
}

/// The constants within an expression. One that is made of itself is no Rust.
struct Inside<'a> {
    lengths: &'a Lengths,
    depth: usize,
}

impl VisitMut for Inside<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(constant) = self.lengths.find(expr).filter(|_| self.depth < 64) {
            *expr = value(constant, true);
            self.depth += 1;
            self.visit_expr_mut(expr);
            self.depth -= 1;
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

/// What a constant is equal to; `within` another expression with its type, and in parentheses.
fn value(constant: &ItemConst, within: bool) -> Expr {
    let expr = &constant.expr;
    match (&**expr, &*constant.ty) {
        (Expr::Lit(_), _) if !within => Expr::clone(expr),
        (Expr::Lit(literal), Type::Path(ty)) => match (&literal.lit, ty.path.get_ident()) {
            (Lit::Int(number), Some(ty)) if number.suffix().is_empty() => {
                let number =
                    syn::LitInt::new(&format!("{}{ty}", number.base10_digits()), number.span());
                syn::parse_quote!(#number)
            }
            (Lit::Float(number), Some(ty)) if number.suffix().is_empty() => {
                let number =
                    syn::LitFloat::new(&format!("{}{ty}", number.base10_digits()), number.span());
                syn::parse_quote!(#number)
            }
            _ => Expr::clone(expr),
        },
        (Expr::Lit(_) | Expr::Path(_), _) => Expr::clone(expr),
        _ if within => syn::parse_quote!((#expr)),
        _ => Expr::clone(expr),
    }
}
