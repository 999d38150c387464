//! Where code starts.
//!
//! What `syn` calls the span of an expression is that of all its tokens, which it prints to find them, or of the
//! first one, where the tokens are the compiler's. Asked for at each level of an expression that takes as long as
//! the expression is, once for each level. The first token alone is found without printing; the rest of
//! what a message marks is added where it is reported (`Diagnostics::widen`).

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Attribute, Expr, Pat, Stmt, token};

/// Code that starts somewhere.
pub trait Spanned: ToTokens {
    /// The span of the first token.
    fn span(&self) -> Span;
}

/// Small pieces of code, and such as occur once in a function.
macro_rules! printed {
    ($($ty:ty),*) => {
        $(impl Spanned for $ty {
            fn span(&self) -> Span {
                syn::spanned::Spanned::span(self)
            }
        })*
    };
}

printed!(syn::ExprPath, syn::Lifetime, syn::Label, syn::Member, syn::Path, syn::Type, Stmt);

/// Forms of expressions that start with a part of theirs.
macro_rules! starts {
    ($($ty:ty, $this:ident => $first:expr;)*) => {
        $(impl Spanned for $ty {
            fn span(&self) -> Span {
                let $this = self;
                attributed(&self.attrs).unwrap_or_else(|| $first)
            }
        })*
    };
}

starts! {
    syn::ExprMethodCall, call => call.receiver.span();
    syn::ExprCall, call => call.func.span();
    syn::ExprCast, cast => cast.expr.span();
    syn::ExprIndex, index => index.expr.span();
    syn::ExprMacro, mac => mac.mac.span();
    syn::ExprForLoop, looped => labelled(&looped.label, looped.for_token.span);
    syn::ExprIf, branch => branch.if_token.span;
    syn::ExprMatch, choice => choice.match_token.span;
    syn::ExprReturn, exit => exit.return_token.span;
    syn::ExprTry, tried => tried.expr.span();
    syn::ExprArray, array => array.bracket_token.span.join();
    syn::ExprRepeat, repeat => repeat.bracket_token.span.join();
    syn::ExprStruct, literal => literal.path.span();
    syn::ExprRange, range => match &range.start {
        Some(start) => start.span(),
        None => match range.limits {
            syn::RangeLimits::HalfOpen(dots) => dots.spans[0],
            syn::RangeLimits::Closed(dots) => dots.spans[0],
        },
    };
    syn::Local, local => local.let_token.span;
}

impl Spanned for syn::Ident {
    fn span(&self) -> Span {
        self.span()
    }
}

impl Spanned for syn::Macro {
    fn span(&self) -> Span {
        self.path.span()
    }
}

impl Spanned for syn::Block {
    fn span(&self) -> Span {
        self.brace_token.span.join()
    }
}

impl<T: Spanned + ?Sized> Spanned for &T {
    fn span(&self) -> Span {
        T::span(self)
    }
}

impl<T: Spanned + ?Sized> Spanned for Box<T> {
    fn span(&self) -> Span {
        T::span(self)
    }
}

fn attributed(attrs: &[Attribute]) -> Option<Span> {
    let mut outer = attrs.iter().filter(|attr| matches!(attr.style, syn::AttrStyle::Outer));
    outer.next().map(|attr| attr.pound_token.span)
}

fn labelled(label: &Option<syn::Label>, otherwise: Span) -> Span {
    label.as_ref().map_or(otherwise, |label| label.name.span())
}

impl Spanned for Expr {
    fn span(&self) -> Span {
        // A loop, since chains are long.
        let mut expr = self;
        loop {
            let (attrs, first) = match expr {
                Expr::Assign(inner) => (&inner.attrs, &inner.left),
                Expr::Await(inner) => (&inner.attrs, &inner.base),
                Expr::Binary(inner) => (&inner.attrs, &inner.left),
                Expr::Call(inner) => (&inner.attrs, &inner.func),
                Expr::Cast(inner) => (&inner.attrs, &inner.expr),
                Expr::Field(inner) => (&inner.attrs, &inner.base),
                Expr::Index(inner) => (&inner.attrs, &inner.expr),
                Expr::MethodCall(inner) => (&inner.attrs, &inner.receiver),
                Expr::Try(inner) => (&inner.attrs, &inner.expr),
                other => return leading(other),
            };
            if let Some(span) = attributed(attrs) {
                return span;
            }
            expr = first;
        }
    }
}

/// The first token of an expression that starts with one of its own.
fn leading(expr: &Expr) -> Span {
    let (attrs, span) = match expr {
        Expr::Array(array) => return array.span(),
        Expr::Block(inner) => (&inner.attrs, labelled(&inner.label, inner.block.span())),
        Expr::Break(inner) => (&inner.attrs, inner.break_token.span),
        Expr::Continue(inner) => (&inner.attrs, inner.continue_token.span),
        Expr::ForLoop(looped) => return looped.span(),
        Expr::Group(inner) => (&inner.attrs, inner.group_token.span),
        Expr::If(branch) => return branch.span(),
        Expr::Let(inner) => (&inner.attrs, inner.let_token.span),
        Expr::Lit(inner) => (&inner.attrs, inner.lit.span()),
        Expr::Loop(inner) => (&inner.attrs, labelled(&inner.label, inner.loop_token.span)),
        Expr::Macro(mac) => return mac.span(),
        Expr::Match(choice) => return choice.span(),
        Expr::Paren(inner) => (&inner.attrs, inner.paren_token.span.join()),
        Expr::Path(path) => return path.span(),
        Expr::Range(range) => return range.span(),
        Expr::Reference(inner) => (&inner.attrs, inner.and_token.spans[0]),
        Expr::Repeat(repeat) => return repeat.span(),
        Expr::Return(inner) => (&inner.attrs, inner.return_token.span),
        Expr::Struct(literal) => return literal.span(),
        Expr::Tuple(inner) => (&inner.attrs, inner.paren_token.span.join()),
        Expr::Unary(inner) => (&inner.attrs, operator(&inner.op)),
        Expr::While(inner) => (&inner.attrs, labelled(&inner.label, inner.while_token.span)),
        // Others are refused, or are in the user's words.
        _ => return syn::spanned::Spanned::span(expr),
    };
    attributed(attrs).unwrap_or(span)
}

impl Spanned for Pat {
    fn span(&self) -> Span {
        let (attrs, span) = match self {
            Pat::Ident(name) => {
                let by_ref = name.by_ref.as_ref().map(|token| token.span);
                let binding = by_ref.or(name.mutability.as_ref().map(|token| token.span));
                (&name.attrs, binding.unwrap_or_else(|| name.ident.span()))
            }
            Pat::Paren(inner) => (&inner.attrs, inner.paren_token.span.join()),
            Pat::Reference(inner) => (&inner.attrs, inner.and_token.spans[0]),
            Pat::Slice(slice) => (&slice.attrs, slice.bracket_token.span.join()),
            Pat::Struct(fields) => (&fields.attrs, fields.path.span()),
            Pat::Tuple(tuple) => (&tuple.attrs, tuple.paren_token.span.join()),
            Pat::TupleStruct(tuple) => (&tuple.attrs, tuple.path.span()),
            Pat::Wild(wild) => (&wild.attrs, wild.underscore_token.spans[0]),
            // Nothing stands in the others, or it is refused.
            _ => return syn::spanned::Spanned::span(self),
        };
        attributed(attrs).unwrap_or(span)
    }
}

fn operator(op: &syn::UnOp) -> Span {
    match op {
        syn::UnOp::Deref(token::Star { spans: [span] }) => *span,
        syn::UnOp::Not(token::Not { spans: [span] }) => *span,
        syn::UnOp::Neg(token::Minus { spans: [span] }) => *span,
        _ => syn::spanned::Spanned::span(op),
    }
}
