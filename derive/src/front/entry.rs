//! What a function takes and returns.

use std::rc::Rc;

use syn::{FnArg, ItemFn, Pat};

use super::lower::Lower;
use super::opaque::is_own;
use super::options::Options;
use super::outline::hides;
use super::scope::{Borrow, Value};
use super::signature::FnSignature;
use super::standard::{Standard, refused, standard, type_argument, written};
use super::structs::anonymous;
use crate::diagnostics::*;
use crate::ir::{Kind, Param, Passing, Var};

impl Lower<'_> {
    /// The parameters, and those that carry derivatives.
    pub(super) fn parameters(
        &mut self,
        item: &ItemFn,
        signature: &FnSignature,
        options: &Options,
    ) -> (Vec<Param>, Vec<Var>) {
        let (mut params, mut active) = (Vec::new(), Vec::new());
        let mut typed = signature.params.iter();
        for arg in &item.sig.inputs {
            let FnArg::Typed(pattern) = arg else {
                self.diagnostics.report(arg, METHOD);
                continue;
            };
            let Some(known) = typed.next() else { continue };
            let Pat::Ident(name) = &*pattern.pat else {
                self.diagnostics.report(&pattern.pat, PARAMETER_PATTERN);
                self.poison(&pattern.pat);
                continue;
            };
            let selected = options.wrt.as_ref().is_none_or(|wrt| wrt.contains(&name.ident));
            let Some((passing, kind)) = self.parameter_kind(known, selected) else {
                match is_object(&known.ty) {
                    true => self.diagnostics.report(&known.ty, OBJECT),
                    false => self.diagnostics.on(&known.ty, TYPE, &refused(&known.ty)),
                };
                self.scopes.bind(name.ident.to_string(), Value::Poison);
                continue;
            };
            if known.is_view_to_write() && !known.constant {
                let what = format!("`{}` by value", written(&known.ty));
                let write = format!("take `{}: &mut {}`", name.ident, written(&known.ty));
                self.diagnostics.on(&known.ty, TYPE, seen(&what).write(&write));
                self.scopes.bind(name.ident.to_string(), Value::Poison);
                continue;
            }
            if let Some(anonymous) = anonymous(&known.ty, &self.types) {
                self.diagnostics.report(anonymous, LIFETIME);
            }
            let overwritten = passing == Passing::Mut;
            let is_active =
                (selected || overwritten) && !known.constant && kind.is_differentiable();
            let var = self.new_var(kind, Some(name.ident.to_string()), name.ident.span());
            self.vars[var].named = true;
            self.bind_parameter(name, var, overwritten);
            params.push(Param { var, passing });
            if is_active {
                active.push(var);
            }
        }
        self.check_wrt(&active, options);
        (params, active)
    }

    /// A parameter that is handed over as `&mut` is a name for a place of the caller's.
    fn bind_parameter(&mut self, name: &syn::PatIdent, var: Var, overwritten: bool) {
        let value = Value::Var(var);
        if !overwritten {
            self.bind_name(name, value);
            return;
        }
        let cell = self.scopes.fresh(name.ident.to_string(), value);
        let place =
            Borrow { cell: cell.clone(), path: Vec::new(), kind: self.vars.kind(var).clone() };
        self.scopes.bind(name.ident.to_string(), Value::Borrow(place));
        self.references.push(cell);
    }

    /// `None` where a derivative is wanted of what has none, or hides it.
    fn parameter_kind(&self, param: &super::SigParam, selected: bool) -> Option<(Passing, Kind)> {
        let known = self.types.parameter(&param.ty);
        if selected && !param.constant {
            return known.filter(|_| !hides(&param.ty, &self.types));
        }
        if known.is_some() {
            return known;
        }
        match &param.ty {
            syn::Type::Reference(reference) if reference.mutability.is_none() => {
                Some((Passing::Ref, self.constant_kind(&reference.elem)))
            }
            ty => Some((Passing::Value, self.constant_kind(ty))),
        }
    }

    /// The kind of what has no derivative: of runs of what nobody knows it is known that they have items.
    fn constant_kind(&self, ty: &syn::Type) -> Kind {
        let item = |ty| Box::new(self.types.kind(ty).unwrap_or_else(|| self.constant_kind(ty)));
        match ty {
            syn::Type::Slice(slice) => Kind::Slice(item(&slice.elem)),
            syn::Type::Array(array) => Kind::Array(item(&array.elem), Rc::new(array.len.clone())),
            syn::Type::Path(path) => match path.path.segments.last() {
                Some(last) if matches!(standard(last), Some(Standard::Vector)) => {
                    match type_argument(last, 0) {
                        Some(of) => Kind::Vec(item(of)),
                        None => Kind::Other(Some(Rc::new(ty.clone()))),
                    }
                }
                _ => Kind::Other(Some(Rc::new(ty.clone()))),
            },
            _ => Kind::Other(Some(Rc::new(ty.clone()))),
        }
    }

    fn check_wrt(&mut self, active: &[Var], options: &Options) {
        let listed: Vec<_> = options.wrt.iter().flatten().collect();
        for (i, name) in listed.iter().enumerate() {
            if listed[..i].contains(name) {
                let write = "leave one of them out";
                self.diagnostics.on(name, WRT, seen("it is listed before").write(write));
                continue;
            }
            let found = active.iter().any(|var| self.vars[*var].name == Some(name.to_string()));
            if !found {
                self.diagnostics.report(name, WRT);
            }
        }
    }
}

/// `&dyn Potential`, and not a function.
fn is_object(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(inner) => is_object(&inner.elem),
        syn::Type::Paren(inner) => is_object(&inner.elem),
        syn::Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|last| {
                last.ident == "Box" && type_argument(last, 0).is_some_and(is_object)
            })
        }
        syn::Type::TraitObject(object) => object.bounds.iter().any(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => is_own(&bound.path),
            _ => false,
        }),
        _ => false,
    }
}
