//! Type parameters of which nothing is known but traits of the user's: `P: Potential`.
//!
//! Such a type has derivatives where the trait has the attribute. Beside it stands its *companion*, a trait with the
//! derivatives of its methods, and generated code asks for that.

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprMethodCall, FnArg, Generics, Ident, ItemFn, Pat, Path, PathArguments, Type,
    TypeParam, TypeParamBound, parse_quote,
};

use super::floats::{Verdict, bounds, carries, is_opaque, is_param, listed, verdict};
use super::functional::is_function;
use super::methods::is_of_floats;
use super::traits::{Says, says};
use crate::parameters::names;

/// The companion of a trait: it stands beside it.
pub fn companion(of: &Path) -> Path {
    let mut path = of.clone();
    if let Some(last) = path.segments.last_mut() {
        last.ident = quote::format_ident!("{}{COMPANION}", last.ident, span = last.ident.span());
    }
    path
}

const COMPANION: &str = "Derivatives";

/// The traits of the user's that type parameters of which nothing else is known are bounded by.
pub fn traits(generics: &Generics) -> Vec<(Ident, Path)> {
    let params = generics.type_params().filter(|param| is_opaque(generics, param));
    params.flat_map(|param| own(generics, param).map(|path| (param.ident.clone(), path))).collect()
}

/// The traits of the user's in the bounds of a type parameter. A companion says what its trait does.
fn own<'a>(generics: &'a Generics, param: &'a TypeParam) -> impl Iterator<Item = Path> + 'a {
    let all = bounds(generics, param);
    all.filter(|path| is_own(path)).cloned()
}

/// Whether a trait may be one of the user's with the attribute.
pub fn is_own(path: &Path) -> bool {
    says(path) == Says::Unknown && !carries(path)
}

/// Whether a trait is the companion of one, by its name.
pub(super) fn is_companion(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident.to_string().ends_with(COMPANION))
}

/// A function in which such type parameters are told from floats, by a bound: those that are lent alone, or have methods
/// called on them that no float has. A parameter of type `&impl Potential` has a type parameter of its own.
pub fn with_opaque_told(item: &ItemFn, runtime: &Path) -> ItemFn {
    let mut item = item.clone();
    named_types(&mut item);
    let sig = item.sig.clone();
    let untold = |param: &&TypeParam| {
        let own = own(&sig.generics, param).next().is_some();
        let number = || bounds(&sig.generics, param).any(|path| says(path) == Says::Number);
        own && match verdict(&sig, param) {
            Verdict::Other => !is_function(param, &sig.generics),
            Verdict::Own => !number() && calls_own(&item, &param.ident),
            Verdict::Float | Verdict::Opaque => false,
        }
    };
    let found: Vec<Ident> =
        sig.generics.type_params().filter(untold).map(|p| p.ident.clone()).collect();
    for name in found {
        if let Some(bounds) = listed(&mut item.sig.generics, &name) {
            if !bounds.empty_or_trailing() {
                bounds.push_punct(Default::default());
            }
            bounds.push_value(parse_quote!(#runtime::Differentiable));
        }
    }
    item
}

/// `p: &impl Potential` as `p: &P`
fn named_types(item: &mut ItemFn) {
    let taken = names(item.to_token_stream());
    let generics = &mut item.sig.generics;
    for arg in &mut item.sig.inputs {
        let FnArg::Typed(arg) = arg else { continue };
        let Pat::Ident(name) = &*arg.pat else { continue };
        let mut inner = &mut *arg.ty;
        while let Type::Reference(reference) = inner {
            inner = &mut *reference.elem;
        }
        let Type::ImplTrait(of) = &*inner else { continue };
        let own = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => is_own(&bound.path) && bound.lifetimes.is_none(),
            _ => false,
        };
        let function = |bound: &TypeParamBound| match bound {
            TypeParamBound::Trait(bound) => bound
                .path
                .segments
                .last()
                .is_some_and(|last| matches!(last.arguments, PathArguments::Parenthesized(_))),
            _ => false,
        };
        if !of.bounds.iter().any(own) || of.bounds.iter().any(function) {
            continue;
        }
        let stem = name.ident.to_string().trim_start_matches('_').to_uppercase();
        let mut fresh = stem.clone();
        let mut number = 1;
        let said = |generics: &Generics, name: &str| {
            generics.type_params().any(|param| param.ident == name)
        };
        while fresh.is_empty() || taken.contains(&fresh) || said(generics, &fresh) {
            number += 1;
            fresh = format!("P{stem}{number}");
        }
        let (fresh, bounds) = (Ident::new(&fresh, name.ident.span()), of.bounds.clone());
        generics.lt_token.get_or_insert_with(Default::default);
        generics.gt_token.get_or_insert_with(Default::default);
        generics.params.push(parse_quote!(#fresh: #bounds));
        *inner = parse_quote!(#fresh);
    }
}

/// Whether a function calls a method that no float has, on a parameter of this type, or what comes of one.
fn calls_own(item: &ItemFn, name: &Ident) -> bool {
    let params = item.sig.inputs.iter().filter_map(|arg| match arg {
        FnArg::Typed(arg) => match (&*arg.pat, referred(&arg.ty)) {
            (Pat::Ident(pat), ty) if is_param(ty, name) => Some(&pat.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    let mut finds = Own { names: params.collect(), found: false };
    finds.visit_block(&item.block);
    finds.found
}

/// Looks for such calls.
struct Own<'a> {
    /// The parameters, and the variables that are made of them.
    names: Vec<&'a Ident>,
    found: bool,
}

impl Own<'_> {
    /// Whether an expression is one of these, or comes of methods of one.
    fn is_of(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => self.names.iter().any(|name| path.path.is_ident(*name)),
            Expr::Reference(inner) => self.is_of(&inner.expr),
            Expr::Paren(inner) => self.is_of(&inner.expr),
            Expr::MethodCall(call) => self.is_of(&call.receiver),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Own<'ast> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if self.is_of(&call.receiver) {
            self.found |= !is_of_floats(&call.method.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && self.is_of(&init.expr)
        {
            self.names.push(&name.ident);
        }
        visit::visit_local(self, local);
    }
}

fn referred(ty: &Type) -> &Type {
    match ty {
        Type::Reference(inner) => referred(&inner.elem),
        ty => ty,
    }
}

/// What generated code asks of such types: the companions of their traits, which carry derivatives.
pub(super) fn with_companions(generics: &mut Generics) {
    let traits = traits(generics);
    for (name, path) in &traits {
        let companion = companion(path);
        let Some(bounds) = listed_with(generics, name, path) else { continue };
        let kept = std::mem::take(bounds).into_iter().filter(|bound| match bound {
            TypeParamBound::Trait(bound) => !carries(&bound.path),
            _ => true,
        });
        let mut kept: syn::punctuated::Punctuated<_, _> = kept.collect();
        kept.push(parse_quote!(#companion));
        *bounds = kept;
    }
}

/// The list of bounds in which a trait stands.
fn listed_with<'a>(
    generics: &'a mut Generics,
    name: &Ident,
    path: &Path,
) -> Option<&'a mut syn::punctuated::Punctuated<TypeParamBound, syn::Token![+]>> {
    let has = |bounds: &syn::punctuated::Punctuated<TypeParamBound, _>| {
        bounds.iter().any(|bound| matches!(bound, TypeParamBound::Trait(b) if b.path == *path))
    };
    let Generics { params, where_clause, .. } = generics;
    let at = params.iter_mut().filter_map(|param| match param {
        syn::GenericParam::Type(param) if param.ident == *name => Some(&mut param.bounds),
        _ => None,
    });
    let behind = where_clause.iter_mut().flat_map(|clause| &mut clause.predicates);
    let behind = behind.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(ty) if is_param(&ty.bounded_ty, name) => Some(&mut ty.bounds),
        _ => None,
    });
    at.chain(behind).find(|bounds| has(bounds))
}

/// Puts what a bound says in the place of a trait's own parameters: `f64` for `T` in `Kernel<f64>`.
pub struct Replaced<'a> {
    /// The names, and the types that they stand for.
    pub types: &'a [(Ident, Type)],
}

impl VisitMut for Replaced<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = &*ty
            && let Some((_, known)) = self.types.iter().find(|(name, _)| path.path.is_ident(name))
        {
            *ty = known.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
