//! Functions that return a `Result` or an `Option` of what has a derivative: what they yield is the value
//! inside, and an error leaves them before.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprCall, ExprReturn, ExprTry, GenericArgument, Item, ItemFn, PathArguments, Stmt,
    Token, Type, TypePath,
};

use super::exits::diverges;
use super::loops::gives_value;
use super::spans::Spanned;
use super::types::TypeScope;
use crate::ir::{Form, Kind};

/// A type that a function returns where it may fail.
#[derive(Clone, Debug)]
pub struct Fallible {
    /// Which of the two it is.
    pub form: Form,
    /// What is inside.
    pub value: Type,
    ty: TypePath,
}

impl Fallible {
    /// Takes a type apart: `Result<f64, E>`, `io::Result<f64>`, `Option<f64>`. One of what certainly has no
    /// derivative is a value like any other.
    pub fn of(ty: &Type, types: &TypeScope<'_>) -> Option<Fallible> {
        match ty {
            Type::Paren(inner) => return Fallible::of(&inner.elem, types),
            Type::Group(inner) => return Fallible::of(&inner.elem, types),
            _ => {}
        }
        let Type::Path(path) = ty else { return None };
        let form = match path.path.segments.last()?.ident.to_string().as_str() {
            "Result" => Form::Result,
            "Option" => Form::Option,
            _ => return None,
        };
        let mut fallible = Fallible { form, value: syn::parse_quote!(()), ty: path.clone() };
        fallible.value = fallible.inside()?.clone();
        let known = types.kind(&fallible.value);
        let carries =
            known.is_none_or(|kind| kind.is_differentiable() || matches!(kind, Kind::Unit));
        carries.then_some(fallible)
    }

    fn inside(&mut self) -> Option<&mut Type> {
        let PathArguments::AngleBracketed(given) = &mut self.ty.path.segments.last_mut()?.arguments
        else {
            return None;
        };
        given.args.iter_mut().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
    }

    /// A reference in it, or a lifetime, that is not named: what is written beside the function takes more
    /// references.
    pub(super) fn elided(&self) -> Option<&dyn ToTokens> {
        let mut found = Elided(None);
        found.visit_type_path(&self.ty);
        found.0
    }

    /// The same type around something else: `Result<(f64, f64), E>`.
    pub fn around(&self, value: &TokenStream) -> TokenStream {
        let mut other = self.clone();
        if let Some(inside) = other.inside() {
            *inside = Type::Verbatim(value.clone());
        }
        let ty = &other.ty;
        quote!(#ty)
    }

    /// `Ok(value)`, `Some(value)`
    pub fn made_of(&self, value: &TokenStream) -> TokenStream {
        match self.form {
            Form::Result => quote!(::core::result::Result::Ok(#value)),
            Form::Option => quote!(::core::option::Option::Some(#value)),
        }
    }
}

/// Finds what is elided.
struct Elided<'t>(Option<&'t dyn ToTokens>);

impl<'t> Visit<'t> for Elided<'t> {
    fn visit_type_reference(&mut self, reference: &'t syn::TypeReference) {
        if reference.lifetime.is_none() {
            self.0 = Some(reference);
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_lifetime(&mut self, lifetime: &'t syn::Lifetime) {
        if lifetime.ident == "_" {
            self.0 = Some(lifetime);
        }
    }
}

/// The same function as one that yields what is inside: `Ok(y)` at its end is `y`, `Err(e)` is `return
/// Err(e)`, and of anything else an error is taken out by `?`.
pub(super) fn unwrapped(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    Answers.visit_block_mut(&mut item.block);
    at_end(&mut item.block);
    item
}

/// What `return` hands over, and `Err(e)?`.
struct Answers;

impl VisitMut for Answers {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Return(exit) if !fails(exit) => {
                if let Some(value) = &mut exit.expr {
                    answer(value);
                    if let Expr::Return(inner) = &**value {
                        *expr = Expr::Return(inner.clone());
                    }
                }
            }
            Expr::Try(tried) => {
                let exit = match Wrapped::of(&tried.expr) {
                    Some(Wrapped::Value(value)) => Some(value.clone()),
                    Some(Wrapped::Error(error)) => returned(error, &tried.expr),
                    None => None,
                };
                exit.into_iter().for_each(|exit| *expr = exit);
            }
            _ => {}
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// `Ok(value)`, `Some(value)`, `Err(error)` or `None`, as it is written.
#[derive(Clone, Copy)]
pub(super) enum Wrapped<'e> {
    /// A value.
    Value(&'e Expr),
    /// What is there in place of one: nothing, where it is `None`.
    Error(Option<&'e Expr>),
}

impl<'e> Wrapped<'e> {
    /// Reads an expression; none where it is written in another way.
    pub(super) fn of(expr: &'e Expr) -> Option<Wrapped<'e>> {
        match expr {
            Expr::Paren(inner) => Wrapped::of(&inner.expr),
            Expr::Group(inner) => Wrapped::of(&inner.expr),
            Expr::Path(path) => {
                (path.path.segments.last()?.ident == "None").then_some(Wrapped::Error(None))
            }
            Expr::Call(call) if call.args.len() == 1 => {
                let Expr::Path(path) = &*call.func else { return None };
                match path.path.segments.last()?.ident.to_string().as_str() {
                    "Ok" | "Some" => Some(Wrapped::Value(&call.args[0])),
                    "Err" => Some(Wrapped::Error(Some(&call.args[0]))),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// `return Err(From::from(e))`, as `?` has it.
fn returned(error: Option<&Expr>, whole: &Expr) -> Option<Expr> {
    let words = match error {
        Some(error) => {
            quote_spanned!(whole.span()=> return Err(::core::convert::From::from(#error)))
        }
        None => quote_spanned!(whole.span()=> return #whole),
    };
    syn::parse2(words).ok()
}

/// Whether this is `Err(…)`: in there are the user's words, and nothing has a derivative.
pub fn makes_error(call: &ExprCall) -> bool {
    match &*call.func {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Err"),
        _ => false,
    }
}

/// Whether this is `return Err(e)` or `return None`.
pub(super) fn fails(exit: &ExprReturn) -> bool {
    let value = exit.expr.as_deref().and_then(Wrapped::of);
    matches!(value, Some(Wrapped::Error(_)))
}

/// The answer where a block ends.
fn at_end(block: &mut Block) {
    if let Some(Stmt::Expr(last, None)) = block.stmts.last_mut() {
        answer(last);
    }
}

/// What an expression yields that stands for the answer of the function.
fn answer(expr: &mut Expr) {
    if let Some(wrapped) = Wrapped::of(expr) {
        *expr = match wrapped {
            Wrapped::Value(value) => value.clone(),
            Wrapped::Error(_) => Expr::Return(ExprReturn {
                attrs: Vec::new(),
                return_token: Token![return](expr.span()),
                expr: Some(Box::new(expr.clone())),
            }),
        };
        return;
    }
    match expr {
        Expr::Paren(inner) => answer(&mut inner.expr),
        Expr::Group(inner) => answer(&mut inner.expr),
        Expr::Block(block) if block.label.is_none() => at_end(&mut block.block),
        Expr::If(branch) => {
            at_end(&mut branch.then_branch);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                answer(otherwise);
            }
        }
        Expr::Match(choice) => choice.arms.iter_mut().for_each(|arm| answer(&mut arm.body)),
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {}
        Expr::While(_) | Expr::ForLoop(_) => {}
        Expr::Loop(_) if !gives_value(expr) => {}
        Expr::Macro(mac) if diverges(&mac.mac) => {}
        other => {
            let question_token = Token![?](other.span());
            *other = Expr::Try(ExprTry {
                attrs: Vec::new(),
                expr: Box::new(other.clone()),
                question_token,
            });
        }
    }
}
