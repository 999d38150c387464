//! Calls of methods with derivatives: those of the same `impl` block or `mod`, and others that have answered.

use std::rc::Rc;

use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Ident, Path, Type};

use super::lower::Lower;
use super::owner::{last, marker, owner_of};
use super::rust::is_standard;
use super::scope::Value;
use super::signature::{FnSignature, Method, Signatures};
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Halves, Kind, Num};

impl<'a> Lower<'a> {
    /// The method that `Self::helper` or `Model::helper` names.
    pub(super) fn method_of(&self, path: &Path) -> Option<&'a Rc<Method>> {
        let signatures: &'a Signatures = self.signatures;
        signatures.find_method(&owner_of(path, self.owner)?, &last(path))
    }

    /// `receiver.method(args)`, where the method has a derivative.
    pub(super) fn method_with_handle(
        &mut self,
        call: &ExprMethodCall,
        kind: &Kind,
    ) -> Option<Accepted<Value>> {
        let owner = match kind {
            Kind::Struct(info) => info.path.clone(),
            Kind::Other(Some(ty)) => match &**ty {
                Type::Path(path) => path.path.clone(),
                _ => return None,
            },
            _ => return None,
        };
        let Some(method) = self.signatures.find_method(&owner, &call.method.to_string()).cloned()
        else {
            let signature = self.answered_with_body(&owner, &call.method)?;
            let (path, whole) = by_path(&owner, &call.method, call);
            return Some(self.write_out(&whole, &path, &signature));
        };
        if let Some(value) = self.without_numbers(&method, &Expr::MethodCall(call.clone())) {
            return Some(value);
        }
        let (path, whole) = by_path(&method.owner.ty, &method.name, call);
        let halves = method_halves(&path.path, &method);
        Some(match method.signature.body {
            Some(_) => self.write_out(&whole, &path, &method.signature),
            None => self.handle_call(&whole, &path, &method.signature, halves),
        })
    }

    /// What a method of another block has answered that takes functions.
    fn answered_with_body(&self, ty: &Path, method: &Ident) -> Option<Rc<FnSignature>> {
        let signature = self.signatures.call(&answering(ty, method))?;
        signature.body.is_some().then(|| signature.clone())
    }

    /// The same of a method by its path.
    pub(super) fn method_with_body(&self, path: &Path) -> Option<Rc<FnSignature>> {
        self.answered_with_body(&owner_of(path, self.owner)?, &path.segments.last()?.ident)
    }

    /// A method of a struct that no signature is known of: it is asked for beside the type.
    pub(super) fn ask_method(&mut self, ty: &Path, method: &Ident) -> Refused {
        self.diagnostics.ask(method.span(), answering(ty, method))
    }

    /// Where the function of a type answers that an expression calls: `V3::zero()`.
    pub(super) fn answer_of(&self, expr: &Expr) -> Option<Path> {
        let Expr::Call(call) = expr else { return None };
        let Expr::Path(path) = &*call.func else { return None };
        let owner = owner_of(&path.path, self.owner)?;
        let own = owner.segments.last().is_some_and(|last| !is_standard(&last.ident));
        own.then_some(answering(&owner, &path.path.segments.last()?.ident))
    }

    /// The same of a method by its path, `Model::new(x)`.
    pub(super) fn ask_method_of(&mut self, path: &Path) -> Option<Refused> {
        let owner = owner_of(path, self.owner)?;
        Some(self.ask_method(&owner, &path.segments.last()?.ident))
    }

    /// What the generic parameters of this method's block stand for in a call of `Self::helper`:
    /// themselves.
    pub(super) fn own_parameters(&self, path: &Path) -> Vec<(String, Own)> {
        let own = path.segments.first().is_some_and(|first| first.ident == "Self");
        let Some(owner) = self.owner.filter(|_| own) else { return Vec::new() };
        let types = owner.generics.type_params();
        let types = types.map(|p| (p.ident.to_string(), Own::Num(Num::Param(p.ident.clone()))));
        let lengths = owner.generics.const_params().map(|param| {
            let name = &param.ident;
            (name.to_string(), Own::Length(Rc::new(syn::parse_quote!(#name))))
        });
        types.chain(lengths).collect()
    }
}

/// Where a method answers: beside its type.
fn answering(ty: &Path, method: &Ident) -> Path {
    let mut answering = ty.clone();
    if let Some(last) = answering.segments.last_mut() {
        *last = marker(&last.ident, method).into();
    }
    answering
}

/// `Model::energy(receiver, args)` for `receiver.energy(args)`, and the path in it.
fn by_path(ty: &Path, name: &Ident, call: &ExprMethodCall) -> (ExprPath, ExprCall) {
    let (mut path, mut name) = (ty.clone(), name.clone());
    if let Some(ty) = path.segments.last_mut() {
        ty.arguments = syn::PathArguments::None;
    }
    // As if it stood in the place of the receiver.
    let at = call.receiver.span();
    for segment in &mut path.segments {
        segment.ident.set_span(at.resolved_at(segment.ident.span()));
    }
    name.set_span(call.method.span());
    path.segments.push(name.into());
    let path = ExprPath { attrs: Vec::new(), qself: None, path };
    let receiver = Expr::clone(&call.receiver);
    let whole = ExprCall {
        attrs: Vec::new(),
        func: Box::new(Expr::Path(path.clone())),
        paren_token: call.paren_token,
        args: std::iter::once(receiver).chain(call.args.iter().cloned()).collect(),
    };
    (path, whole)
}

/// What a generic parameter stands for.
pub(super) enum Own {
    /// A numeric type.
    Num(Num),
    /// A length.
    Length(Rc<Expr>),
}

/// Where the halves of a method are found, given the path that it is called by.
pub(super) fn method_halves(path: &Path, method: &Method) -> Halves {
    let mut stem = path.clone();
    if let Some(name) = stem.segments.last_mut() {
        name.ident = method.stem.clone();
        name.arguments = syn::PathArguments::None;
    }
    match &method.derivatives {
        Some(derivatives) => Halves::Bound(Rc::new(stem), derivatives.clone()),
        None => Halves::Method(Rc::new(stem), method.marker.clone()),
    }
}
