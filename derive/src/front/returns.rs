//! What leaves a closure, or a function that is written out, before its end.

use quote::quote_spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBlock, ExprTry, Item, Lifetime, Macro, ReturnType, Stmt, Type};

use super::lower::Lower;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::Form;
use crate::parameters::names;

/// The label of a body that is left early; no user's label is called so.
const LABEL: &str = "'__returned";

/// A body that no `return` leaves, and no `?`: one at its end is its value, others break out of a block.
pub(super) fn without_return(mut body: Expr, output: &ReturnType) -> Expr {
    if let Expr::Block(block) = &mut body
        && let Some(last) = block.block.stmts.last_mut()
        && let Stmt::Expr(Expr::Return(ret), _) = last
        && let Some(value) = &ret.expr
    {
        *last = Stmt::Expr((**value).clone(), None);
    }
    let mut breaks = Breaks { found: false, failure: Failure::of(output, &body) };
    breaks.visit_expr_mut(&mut body);
    if !breaks.found {
        return body;
    }
    let label = Lifetime::new(LABEL, proc_macro2::Span::call_site());
    let label = Some(syn::Label { name: label, colon_token: Default::default() });
    let block = match body {
        Expr::Block(ExprBlock { block, label: None, .. }) => block,
        body => syn::parse_quote!({ #body }),
    };
    Expr::Block(ExprBlock { attrs: Vec::new(), label, block })
}

/// What a body yields that `?` leaves.
struct Failure {
    form: Form,
    /// The error, where its type is declared.
    error: Option<Type>,
}

impl Failure {
    /// As the declared type says it, else as values are written there.
    fn of(output: &ReturnType, body: &Expr) -> Option<Failure> {
        let ReturnType::Type(_, ty) = output else {
            let mut written = Written(None);
            written.visit_expr(body);
            return written.0.map(|form| Failure { form, error: None });
        };
        let (form, Type::Path(path)) = (form_of(ty)?, &**ty) else { return None };
        let error = super::standard::type_argument(path.path.segments.last()?, 1);
        Some(Failure { form, error: error.filter(|_| form == Form::Result).cloned() })
    }

    /// `match value { Some(v) => v, None => break None }`
    fn tried(&self, tried: &ExprTry) -> Option<Expr> {
        let (span, value) = (tried.question_token.span, &tried.expr);
        let label = Lifetime::new(LABEL, span);
        let words = match (self.form, &self.error) {
            (Form::Option, _) => quote_spanned! {span=>
                match #value { Some(value) => value, None => break #label None }
            },
            (Form::Result, error) => {
                let error = match error {
                    Some(ty) => {
                        quote_spanned!(span=> <#ty as ::core::convert::From<_>>::from(error))
                    }
                    None => quote_spanned!(span=> error),
                };
                quote_spanned! {span=>
                    match #value { Ok(value) => value, Err(error) => break #label Err(#error) }
                }
            }
        };
        syn::parse2(words).ok()
    }
}

/// Which of the two a type is.
pub(super) fn form_of(ty: &Type) -> Option<Form> {
    let Type::Path(path) = ty else { return None };
    type_inside(ty)?;
    match path.path.segments.last()?.ident.to_string().as_str() {
        "Option" => Some(Form::Option),
        "Result" => Some(Form::Result),
        _ => None,
    }
}

/// Which of the two is written: `Some(…)` and `None`, or `Ok(…)` and `Err(…)`.
struct Written(Option<Form>);

impl<'ast> Visit<'ast> for Written {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(last) = path.path.segments.last() {
            match last.ident.to_string().as_str() {
                "Some" | "None" => self.0 = self.0.or(Some(Form::Option)),
                "Ok" | "Err" => self.0 = Some(Form::Result),
                _ => {}
            }
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Puts `break` in the place of `return`.
struct Breaks {
    found: bool,
    /// How `?` leaves.
    failure: Option<Failure>,
}

impl VisitMut for Breaks {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Try(tried) = expr
            && let Some(failure) = &self.failure
            && let Some(branch) = failure.tried(tried)
        {
            self.found = true;
            *expr = branch;
        }
        if let Expr::Return(exit) = expr {
            self.found = true;
            let label = Some(Lifetime::new(LABEL, exit.return_token.span));
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
