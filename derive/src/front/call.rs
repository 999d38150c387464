//! Calls of functions: floats' own, `constant`, and those with handles.

use std::collections::HashMap;
use std::rc::Rc;

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprPath};

use super::lower::Lower;
use super::scope::Value;
use super::signature::FnSignature;
use super::types::{TypeScope, length, length_name, rank_parameter};
use crate::diagnostics::*;
use crate::ir::{Call, Kind, Num, Op, Passing, Var};
use crate::prims;

impl Lower<'_> {
    /// `f(args)`
    pub(super) fn call(&mut self, call: &ExprCall, expected: Option<&Kind>) -> Accepted<Value> {
        let Expr::Path(path) = &*call.func else {
            return Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN));
        };
        if let Some(value) = self.float_path(path, call) {
            return value;
        }
        if is_constant_fn(path) && call.args.len() == 1 {
            let var = self.var(&call.args[0], expected)?;
            let kind = self.vars.kind(var).clone();
            return Ok(Value::Var(self.push(
                kind,
                Op::Prim(prims::CONSTANT, vec![var]),
                call.span(),
            )));
        }
        if let Some(value) = self.array_constructor(call, expected) {
            return value;
        }
        match self.signatures.call(&path.path) {
            Some(signature) => self.handle_call(call, path, signature),
            None => self.rust_code(&Expr::Call(call.clone()), expected),
        }
    }

    /// `f64::sin(x)`, `f64::from(i)`
    fn float_path(&mut self, path: &ExprPath, call: &ExprCall) -> Option<Accepted<Value>> {
        let segments = &path.path.segments;
        if segments.len() < 2 {
            return None;
        }
        let owner = segments[segments.len() - 2].ident.to_string();
        if !self.types.is_float(&owner) {
            return None;
        }
        let name = segments[segments.len() - 1].ident.to_string();
        let real = self.types.nums.get(&owner).cloned().map(Kind::Real);
        let real = real.unwrap_or(Kind::Real(if owner == "f32" { Num::F32 } else { Num::F64 }));
        let Some(first) = call.args.first() else {
            return Some(Err(self.diagnostics.report(call, ARGUMENTS)));
        };
        Some(match name.as_str() {
            "from" | "from_f64" => self.var(first, None).map(|var| {
                Value::Var(self.push(real, Op::Prim(prims::CAST, vec![var]), call.span()))
            }),
            _ => self.var(first, Some(&real)).and_then(|receiver| {
                self.expect_kind(receiver, &real, first.span())?;
                let args: Vec<&Expr> = call.args.iter().skip(1).collect();
                self.float_function(&name, receiver, &args, call, path)
            }),
        })
    }

    /// A call of a function with a handle.
    fn handle_call(
        &mut self,
        call: &ExprCall,
        path: &ExprPath,
        signature: &FnSignature,
    ) -> Accepted<Value> {
        if path.path.is_ident(&self.name) {
            return Err(self.diagnostics.report(path, RECURSION));
        }
        if call.args.len() != signature.params.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let mut instance = Instance::new(signature, self);
        let (mut args, mut passing, mut refused) = (Vec::new(), Vec::new(), None);
        for (arg, param) in call.args.iter().zip(&signature.params) {
            match self.argument(arg, param, &mut instance) {
                Ok((var, how)) => {
                    args.push(var);
                    passing.push(how);
                }
                Err(report) => refused = Some(report),
            }
        }
        if let Some(refused) = refused {
            return Err(refused);
        }
        if signature.consts.iter().any(|name| !instance.lengths.contains_key(&name.to_string())) {
            return Err(self.diagnostics.report(path, GENERIC_ARGUMENT));
        }
        let output = match &signature.output {
            Some(ty) => instance.scope().kind(ty),
            None => Some(Kind::Unit),
        };
        let Some(output) = output else {
            return Err(self.diagnostics.report(call, KIND_UNKNOWN));
        };
        let residuals = instance.residuals(signature, &path.path, &self.runtime);
        let skippable = signature.params.iter().map(|param| param.skippable).collect();
        let target = Call { path: path.path.clone(), passing, skippable, residuals };
        Ok(Value::Var(self.push(output, Op::Call(target, args), call.span())))
    }

    fn argument(
        &mut self,
        arg: &Expr,
        param: &super::SigParam,
        instance: &mut Instance,
    ) -> Accepted<(Var, (Passing, bool))> {
        let declared = instance.scope().parameter(&param.ty);
        let expected = declared.as_ref().map(|(_, kind)| kind.clone());
        let var = self.var(arg, expected.as_ref().filter(|kind| kind.is_scalar()))?;
        if let Some(rank) = rank_parameter(&param.ty)
            && let Some(found) = self.vars.kind(var).rank()
        {
            instance.ranks.entry(rank.to_string()).or_insert(found);
        }
        if let Some(name) = length_name(&param.ty)
            && let Some(found) = length(self.vars.kind(var))
        {
            instance.lengths.entry(name.to_string()).or_insert(found.clone());
        }
        let declared = instance.scope().parameter(&param.ty);
        let passing = match (&declared, &param.ty) {
            (Some((passing, _)), _) => *passing,
            (None, syn::Type::Reference(_)) => Passing::Ref,
            (None, _) => Passing::Value,
        };
        if let Some((_, kind)) = &declared {
            self.expect_argument(var, kind, arg)?;
        }
        let active = !param.constant && declared.is_none_or(|(_, kind)| kind.is_differentiable());
        Ok((var, (passing, active)))
    }

    /// An argument agrees with a parameter up to the coercions of references.
    fn expect_argument(&mut self, var: Var, kind: &Kind, at: &Expr) -> Accepted<()> {
        let own = self.vars.kind(var).clone();
        let coerced = match (&own, kind) {
            (Kind::Vec(item) | Kind::Array(item, _), Kind::Slice(expected)) => {
                Some(((**item).clone(), (**expected).clone()))
            }
            _ => None,
        };
        match coerced {
            Some((item, expected)) if self.unifier.equate_kinds(&item, &expected) => Ok(()),
            Some(_) => Err(self.diagnostics.report(at, KIND_MISMATCH)),
            None => self.expect_kind(var, kind, at.span()),
        }
    }
}

/// `constant(x)`, `chainrule::constant(x)`
pub fn is_constant_fn(path: &ExprPath) -> bool {
    path.path.segments.last().is_some_and(|segment| segment.ident == "constant")
}

/// What a callee's generic parameters stand for in one call.
struct Instance {
    nums: HashMap<String, Num>,
    ranks: HashMap<String, usize>,
    lengths: HashMap<String, Rc<Expr>>,
}

impl Instance {
    fn new(signature: &FnSignature, lower: &mut Lower<'_>) -> Self {
        let nums = signature
            .nums
            .iter()
            .map(|name| (name.to_string(), lower.unifier.fresh(false)))
            .collect();
        Instance { nums, ranks: HashMap::new(), lengths: HashMap::new() }
    }

    fn scope(&self) -> TypeScope<'static> {
        TypeScope {
            nums: self.nums.clone(),
            ranks: self.ranks.clone(),
            lengths: self.lengths.clone(),
            signatures: None,
        }
    }

    /// `<g as Differentiated<(T, D)>>::Residuals`
    fn residuals(&self, signature: &FnSignature, path: &syn::Path, runtime: &syn::Path) -> Kind {
        let arguments: Vec<Kind> = signature
            .generics
            .iter()
            .map(|name| {
                let name = name.to_string();
                if let Some(length) = self.lengths.get(&name) {
                    return Kind::Other(Some(Rc::new(syn::parse_quote!([(); #length]))));
                }
                match self.ranks.get(&name) {
                    Some(rank) => Kind::Other(Some(Rc::new(dimension(*rank, runtime)))),
                    None => Kind::Real(self.nums.get(&name).cloned().unwrap_or(Num::F64)),
                }
            })
            .collect();
        let trait_path = quote!(#runtime::Differentiated);
        Kind::Residuals { of: Rc::new(quote!(#path)), trait_path: Rc::new(trait_path), arguments }
    }
}

fn dimension(rank: usize, runtime: &syn::Path) -> syn::Type {
    let name = quote::format_ident!("Ix{rank}");
    syn::parse_quote!(#runtime::ndarray::#name)
}
