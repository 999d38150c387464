//! Methods of values without derivatives that stand within, or beside, what has some: `o.scale.unwrap_or(1.0)`
//! of a struct `o` with derivatives, `o.map_or(x, |k| k * x)` of an `Option` that is given.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprMethodCall, Ident, Local, Member, Pat, Type};

use super::lower::Lower;
use super::maybe::Maybe;
use super::rust::find_names;
use super::scope::{Borrow, Value};
use super::signature::Method;
use super::spans::Spanned;
use super::types::type_inside;
use super::walk::bound_names;
use crate::diagnostics::*;
use crate::ir::{Effect, Form, Kind, Op, RustCode, Var};

impl Lower<'_> {
    /// A method of a value of a type without derivatives, or of one that only Rust knows.
    pub(super) fn method_of_other(
        &mut self,
        call: &ExprMethodCall,
        receiver: Var,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let ty = match self.vars.kind(receiver) {
            Kind::Other(ty) => ty.clone(),
            _ => None,
        };
        let ty = ty.as_deref();
        let arguments = self.is_given(&call.args.to_token_stream());
        if arguments && !self.is_given(&call.receiver.to_token_stream()) {
            return self.part_in_words(&Expr::MethodCall(call.clone()), receiver, expected);
        }
        if !arguments && let Some(maybe) = self.given_option(receiver, ty, call) {
            return self.method_on(call, Value::Maybe(Box::new(maybe)), expected, None);
        }
        let before = self.diagnostics.count();
        let value = self.rust_code(&Expr::MethodCall(call.clone()), expected);
        match ty {
            Some(Type::Path(path)) if value.is_err() && self.signatures.is_choice(&path.path) => {
                self.diagnostics.forget(before);
                Err(self.ask_method(&path.path, &call.method))
            }
            None if value.is_err() && self.diagnostics.count() > before => {
                if self.is_told(&call.receiver, receiver) || self.said_before(&call.receiver) {
                    self.diagnostics.forget(before);
                    let asked = self.ask_what_tells(&call.receiver, receiver);
                    return Err(asked.unwrap_or(Refused));
                }
                value
            }
            _ => value,
        }
    }

    /// Whether a pattern takes a struct apart that nothing is known of.
    pub(super) fn only_rust_knows(&self, pattern: &Pat, value: &Value) -> bool {
        let whole = matches!(pattern, Pat::Struct(_) | Pat::TupleStruct(_));
        whole && matches!(value, Value::Var(_)) && matches!(self.value_kind(value), Kind::Other(_))
    }

    /// A place in which a part is named.
    pub(super) fn typed_place(&mut self, expr: &Expr) -> Accepted<Borrow> {
        let place = self.place(expr)?;
        match place.kind {
            Kind::Other(None) => Err(self.untyped(expr, KIND_UNKNOWN)),
            _ => Ok(place),
        }
    }

    /// Notes which parts of what a function gives out are no references: `let (phase, t) = step(x);`.
    pub(super) fn note_owned(&mut self, local: &Local) {
        let called = local.init.as_ref().is_some_and(|init| matches!(*init.expr, Expr::Call(_)));
        if !called || !matches!(local.pat, Pat::Tuple(_)) {
            return;
        }
        let mut names = Vec::new();
        bound_names(&local.pat, &mut names);
        for name in names {
            if let Some(Value::Var(var)) = self.scopes.get(&name)
                && matches!(self.vars.kind(*var), Kind::Other(_))
            {
                self.vars.by_value.insert(name);
            }
        }
    }

    /// Whether nothing that is named in code can carry a derivative.
    fn is_given(&self, tokens: &TokenStream) -> bool {
        let mut names = Vec::new();
        find_names(tokens, &mut names);
        names.iter().all(|name| match self.scopes.get(&name.to_string()) {
            None | Some(Value::Unit | Value::Poison) => true,
            Some(value) => !self.value_kind(value).is_differentiable(),
        })
    }

    /// In the user's words, but for what stands before the last dot or bracket, which may be a part of what has
    /// derivatives.
    pub(super) fn part_in_words(
        &mut self,
        whole: &Expr,
        base: Var,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let mut whole = whole.clone();
        let (of, rest) = match &mut whole {
            Expr::MethodCall(call) => (&mut call.receiver, call.args.to_token_stream()),
            Expr::Index(index) => (&mut index.expr, index.index.to_token_stream()),
            Expr::Field(field) => (&mut field.base, TokenStream::new()),
            _ => return self.rust_code(&whole, expected),
        };
        if self.is_given(&of.to_token_stream()) {
            return self.rust_code(&whole, expected);
        }
        let name = name_of_part(of, &rest);
        **of = syn::parse_quote!(#name);
        self.scopes.enter();
        self.scopes.bind(name.to_string(), Value::Var(base));
        let value = self.rust_code(&whole, expected);
        self.scopes.leave();
        value
    }

    /// A call of a function that nothing is known of: what it takes of values with derivatives is a number without one,
    /// as `x.len()` is.
    pub(super) fn call_of_given(
        &mut self,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let mut call = call.clone();
        self.scopes.enter();
        for arg in &mut call.args {
            let plain = matches!(
                arg,
                Expr::MethodCall(_) | Expr::Binary(_) | Expr::Cast(_) | Expr::Field(_)
            );
            if !plain || self.is_given(&arg.to_token_stream()) {
                continue;
            }
            let before = self.diagnostics.count();
            let (stmts, value) = self.capture(|lower| lower.var(arg, None));
            match value {
                Ok(value)
                    if self.vars.kind(value).is_scalar()
                        && !self.vars.kind(value).is_differentiable() =>
                {
                    self.stmts.extend(stmts);
                    let name = self.operand_name(arg.span());
                    self.scopes.bind(name.to_string(), Value::Var(value));
                    *arg = syn::parse_quote!(#name);
                }
                _ => self.diagnostics.forget(before),
            }
        }
        let value = self.rust_code(&Expr::Call(call), expected);
        self.scopes.leave();
        value
    }

    /// A call of a method that gives out no numbers and changes nothing: `self.len()`.
    pub(super) fn without_numbers(
        &mut self,
        method: &Method,
        call: &Expr,
    ) -> Option<Accepted<Value>> {
        let kind = self.types.kind(&method.signature.value()?)?;
        let mut params = method.signature.params.iter();
        let changes = params.any(|param| is_exclusive(&param.ty));
        let none = !kind.is_differentiable() && !changes && method.signature.body.is_none();
        none.then(|| self.integer_of(call, Some(kind)))
    }

    /// An `Option` of a number that is given, as one that is followed.
    fn given_option(
        &mut self,
        receiver: Var,
        ty: Option<&Type>,
        call: &ExprMethodCall,
    ) -> Option<Maybe> {
        let Type::Path(path) = ty? else { return None };
        if path.path.segments.last()?.ident != "Option" {
            return None;
        }
        let kind = self.types.kind(type_inside(ty?)?).filter(Kind::is_scalar)?;
        let span = call.receiver.span();
        let name = name_of_part(&call.receiver, &call.args.to_token_stream());
        let code = |tokens: TokenStream| {
            let captures = vec![(name.clone(), receiver)];
            Op::Rust(RustCode { tokens: tokens.into(), captures, effect: Effect::None })
        };
        let some = self.push(Kind::Bool, code(quote!(#name.is_some())), span);
        let there = code(quote!(#name.unwrap()));
        let then = |lower: &mut Self| Ok(Value::Var(lower.push(kind, there, span)));
        let value = self.either(some, then, |lower| Ok(lower.absent(None, span)), span).ok()?;
        Some(Maybe {
            form: Form::Option,
            some: Value::Var(some),
            error: Value::Unit,
            value,
            call: None,
            words: None,
        })
    }
}

/// Whether a type is a reference through which something may be changed.
pub(super) fn is_exclusive(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}

/// A field goes by its name, if that is not mentioned in `rest`.
fn name_of_part(of: &Expr, rest: &TokenStream) -> Ident {
    let field = match of {
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name.clone()),
            Member::Unnamed(_) => None,
        },
        _ => None,
    };
    let mut named = Vec::new();
    find_names(rest, &mut named);
    let free = |name: &Ident| !named.contains(name);
    field.filter(free).unwrap_or_else(|| Ident::new("given", of.span()))
}
