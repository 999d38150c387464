//! Operators that the user has written for a struct: methods under another name.

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprPath, Ident, Type};

use super::dispatch::method_halves;
use super::lower::Lower;
use super::scope::Value;
use super::signature::Method;
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};
use crate::prims::{self, Prim};

/// The trait of an operator, and its method.
fn overload(prim: Prim, assigns: bool) -> Option<(&'static str, &'static str)> {
    const INFIX: &[(Prim, [&str; 2], [&str; 2])] = &[
        (prims::ADD, ["Add", "add"], ["AddAssign", "add_assign"]),
        (prims::SUB, ["Sub", "sub"], ["SubAssign", "sub_assign"]),
        (prims::MUL, ["Mul", "mul"], ["MulAssign", "mul_assign"]),
        (prims::DIV, ["Div", "div"], ["DivAssign", "div_assign"]),
        (prims::REM, ["Rem", "rem"], ["RemAssign", "rem_assign"]),
        (prims::NEG, ["Neg", "neg"], ["Neg", "neg"]),
    ];
    let (_, plain, assigning) = INFIX.iter().find(|(known, ..)| *known == prim)?;
    let [of, method] = if assigns { assigning } else { plain };
    Some((of, method))
}

impl Lower<'_> {
    /// `a + b` or `-a`, where the first is a struct.
    pub(super) fn operator_of_struct(
        &mut self,
        prim: Prim,
        operands: &[Var],
        at: &Expr,
    ) -> Option<Accepted<Value>> {
        let Kind::Struct(_) = self.vars.kind(operands[0]) else { return None };
        self.overloaded(prim, None, operands, at)
    }

    /// `a += b`, where the place holds a struct.
    pub(super) fn operator_on_struct(
        &mut self,
        prim: Prim,
        target: &Expr,
        old: &Kind,
        value: Var,
    ) -> Option<Accepted<Value>> {
        let Kind::Struct(_) = old else { return None };
        self.overloaded(prim, Some((target, old)), &[value], target)
    }

    fn overloaded(
        &mut self,
        prim: Prim,
        target: Option<(&Expr, &Kind)>,
        operands: &[Var],
        at: &Expr,
    ) -> Option<Accepted<Value>> {
        let first = target.map_or_else(|| self.vars.kind(operands[0]).clone(), |(_, k)| k.clone());
        let Kind::Struct(info) = first else { return None };
        let (of, name) = overload(prim, target.is_some())?;
        let other =
            operands.get(usize::from(target.is_none())).map(|var| self.vars.kind(*var).clone());
        let known = self.signatures.methods(&info.path, name);
        let Some(method) = known.iter().find(|method| takes(method, other.as_ref())) else {
            let name = Ident::new(name, at.span());
            // One that takes something else has answered already.
            return known.is_empty().then(|| Err(self.ask_method(&info.path, &name)));
        };
        let (of, name) = (Ident::new(of, at.span()), &method.name);
        let path = ExprPath {
            attrs: vec![],
            qself: None,
            path: syn::parse_quote!(::core::ops::#of::#name),
        };
        let ty = &method.owner.ty;
        let mut own = ty.clone();
        own.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
        let halves = method_halves(&syn::parse_quote!(#own::#name), method);
        self.scopes.enter();
        let mut args: Punctuated<Expr, syn::Token![,]> =
            target.iter().map(|(target, _)| (*target).clone()).collect();
        for (i, var) in operands.iter().enumerate() {
            // Under a name that the target does not mention.
            let name = format_ident!("__operand{i}", span = at.span());
            self.scopes.bind(name.to_string(), Value::Var(*var));
            args.push(syn::parse_quote!(#name));
        }
        let (func, paren_token) =
            (Box::new(Expr::Path(path.clone())), syn::token::Paren(at.span()));
        let call = ExprCall { attrs: vec![], func, paren_token, args };
        let value = self.handle_call(&call, &path, &method.signature, halves);
        self.scopes.leave();
        Some(value)
    }
}

/// Whether a method takes such an operand: numbers and structs are told apart.
fn takes(method: &Method, operand: Option<&Kind>) -> bool {
    let declared = method.signature.params.get(1).map(|param| &param.ty);
    let (Some(declared), Some(operand)) = (declared, operand) else {
        return declared.is_none() == operand.is_none();
    };
    is_number(declared, &method.signature.nums) == matches!(operand, Kind::Real(_))
}

fn is_number(ty: &Type, nums: &[Ident]) -> bool {
    match ty {
        Type::Reference(inner) => is_number(&inner.elem, nums),
        Type::Paren(inner) => is_number(&inner.elem, nums),
        // What a macro of the user's has put in.
        Type::Group(inner) => is_number(&inner.elem, nums),
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| name == "f32" || name == "f64" || nums.contains(name)),
        _ => false,
    }
}
