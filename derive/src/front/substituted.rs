//! A function with what its generic parameters stand for in their places.

use std::collections::HashMap;
use std::rc::Rc;

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn, Path, Type};

use crate::ir::Num;

/// The function with these numeric types and lengths.
pub(super) fn substituted(
    item: &ItemFn,
    nums: &HashMap<String, Num>,
    lengths: &HashMap<String, Rc<Expr>>,
) -> ItemFn {
    let mut item = item.clone();
    if !nums.is_empty() || !lengths.is_empty() {
        Given { nums, lengths }.visit_block_mut(&mut item.block);
    }
    item
}

struct Given<'a> {
    nums: &'a HashMap<String, Num>,
    lengths: &'a HashMap<String, Rc<Expr>>,
}

impl Given<'_> {
    /// The type that the first name of a path stands for.
    fn first(&self, path: &mut Path) {
        let Some(first) = path.segments.first() else { return };
        if path.leading_colon.is_some() {
            return;
        }
        let name = first.ident.to_string();
        let Some(num) = self.nums.get(&name) else { return };
        let whole: Path = syn::parse_quote!(#num);
        let rest = std::mem::take(&mut path.segments).into_iter().skip(1);
        path.segments = whole.segments.into_iter().chain(rest).collect();
    }
}

impl VisitMut for Given<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = &*expr
            && let Some(name) = path.path.get_ident()
            && let Some(length) = self.lengths.get(&name.to_string())
        {
            *expr = match &**length {
                length @ (Expr::Lit(_) | Expr::Path(_)) => length.clone(),
                length => syn::parse_quote!((#length)),
            };
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        self.first(&mut path.path);
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            self.first(&mut path.path);
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
