//! What leaves a closure, or a function that is written out, before its end.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBlock, Item, Macro, Stmt};

use super::lower::Lower;
use crate::diagnostics::*;
use crate::parameters::names;

/// The label of a body that is left early; no user's label is called so.
const LABEL: &str = "'__returned";

/// A body that no `return` leaves: one at its end is its value, others break out of a block.
pub(super) fn without_return(mut body: Expr) -> Expr {
    if let Expr::Block(block) = &mut body
        && let Some(last) = block.block.stmts.last_mut()
        && let Stmt::Expr(Expr::Return(ret), _) = last
        && let Some(value) = &ret.expr
    {
        *last = Stmt::Expr((**value).clone(), None);
    }
    let mut breaks = Breaks { found: false };
    breaks.visit_expr_mut(&mut body);
    if !breaks.found {
        return body;
    }
    let label = syn::Lifetime::new(LABEL, proc_macro2::Span::call_site());
    let label = Some(syn::Label { name: label, colon_token: Default::default() });
    let block = match body {
        Expr::Block(ExprBlock { block, label: None, .. }) => block,
        body => syn::parse_quote!({ #body }),
    };
    Expr::Block(ExprBlock { attrs: Vec::new(), label, block })
}

/// Puts `break` in the place of `return`.
struct Breaks {
    found: bool,
}

impl VisitMut for Breaks {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Return(exit) = expr {
            self.found = true;
            let label = Some(syn::Lifetime::new(LABEL, exit.return_token.span));
            let break_token = syn::Token![break](exit.return_token.span);
            let (attrs, expr_) = (Vec::new(), exit.expr.take());
            *expr = Expr::Break(syn::ExprBreak { attrs, break_token, label, expr: expr_ });
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

impl Lower<'_> {
    /// What `?` leaves there is the closure, with something else than numbers; and a `return` among the tokens of a macro
    /// is not found.
    pub(super) fn check_exits(&mut self, body: &Expr) -> Accepted<()> {
        let mut exits = Exits { tries: Vec::new(), returns: Vec::new() };
        exits.visit_expr(body);
        if let Some(exit) = exits.tries.first() {
            return Err(self.diagnostics.report(exit, TRY));
        }
        match exits.returns.first() {
            Some(mac) => Err(self.diagnostics.report(mac, EARLY_RETURN)),
            None => Ok(()),
        }
    }
}

struct Exits {
    tries: Vec<Expr>,
    /// Macros that mention `return`.
    returns: Vec<Macro>,
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Try(_) => self.tries.push(expr.clone()),
            Expr::Closure(_) => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if names(mac.tokens.clone()).contains("return") {
            self.returns.push(mac.clone());
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
