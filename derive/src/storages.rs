//! Parameters that are arrays with storage of any kind, `x: &ArrayBase<S, Ix1>`: the derivative has them as
//! `&ArrayRef<T, Ix1>`, which a reference to any of these is, so that nobody need name `S`, and `&mut` ones as arrays.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    AssocType, FnArg, GenericArgument, GenericParam, Generics, Ident, ItemFn, Path, PathArguments,
    Type, TypeParamBound, WherePredicate, parse_quote,
};

/// The traits of `ndarray` for storage.
const STORAGE: &[&str] =
    &["Data", "DataMut", "DataOwned", "DataShared", "RawData", "RawDataMut", "RawDataClone"];

/// The same function with such parameters as references to arrays, wherever they stored their elements.
pub fn unstored(item: &ItemFn, runtime: &Path) -> ItemFn {
    let elements = elements(&item.sig.generics);
    if elements.is_empty() {
        return item.clone();
    }
    let mut written = Written { elements, runtime };
    let mut item = item.clone();
    for input in &mut item.sig.inputs {
        if let FnArg::Typed(typed) = input
            && let Type::Reference(lent) = &mut *typed.ty
            && let Some(array) = written.array(&lent.elem, lent.mutability.is_some())
        {
            *lent.elem = array;
        }
    }
    written.visit_item_fn_mut(&mut item);
    let mut left = Named::default();
    item.sig.inputs.iter().for_each(|input| left.visit_fn_arg(input));
    left.visit_return_type(&item.sig.output);
    written.elements.retain(|name, _| !left.0.contains(name));
    without(&mut item.sig.generics, &written.elements);
    item
}

/// The type parameters that are storage, and what they store.
fn elements(generics: &Generics) -> HashMap<Ident, Type> {
    let mut found = HashMap::new();
    let mut note = |name: &Ident, bound: &TypeParamBound| {
        if let Some(element) = stored(bound) {
            found.insert(name.clone(), element.clone());
        }
    };
    for param in generics.type_params() {
        param.bounds.iter().for_each(|bound| note(&param.ident, bound));
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate
            && let Some(name) = plain(&predicate.bounded_ty)
        {
            predicate.bounds.iter().for_each(|bound| note(name, bound));
        }
    }
    found
}

/// `f64` in `Data<Elem = f64>`
fn stored(bound: &TypeParamBound) -> Option<&Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    let PathArguments::AngleBracketed(given) = &last.arguments else { return None };
    given.args.iter().filter(|_| STORAGE.iter().any(|name| last.ident == name)).find_map(
        |argument| match argument {
            GenericArgument::AssocType(AssocType { ident, ty, .. }) if ident == "Elem" => Some(ty),
            _ => None,
        },
    )
}

fn plain(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// Writes elements in place of what they are called by their storage, `S::Elem`.
struct Written<'r> {
    elements: HashMap<Ident, Type>,
    runtime: &'r Path,
}

impl Written<'_> {
    /// `ArrayRef<f64, Ix1>` for `ArrayBase<S, Ix1>`; what is changed is an array of its own.
    fn array(&self, ty: &Type, changed: bool) -> Option<Type> {
        let Type::Path(path) = ty else { return None };
        let last = path.path.segments.last().filter(|last| last.ident == "ArrayBase")?;
        let PathArguments::AngleBracketed(given) = &last.arguments else { return None };
        let mut given = given.args.iter();
        let (Some(GenericArgument::Type(storage)), Some(rank), None) =
            (given.next(), given.next(), given.next())
        else {
            return None;
        };
        let (element, runtime) = (self.elements.get(plain(storage)?)?, self.runtime);
        Some(match changed {
            true => parse_quote!(#runtime::ndarray::Array<#element, #rank>),
            false => parse_quote!(#runtime::ndarray::ArrayRef<#element, #rank>),
        })
    }
}

impl VisitMut for Written<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::Path(path) = ty
            && path.path.segments.len() == 2
            && path.path.segments[1].ident == "Elem"
            && let Some(element) = self.elements.get(&path.path.segments[0].ident)
        {
            *ty = element.clone();
        }
    }
}

/// The names in types.
#[derive(Default)]
struct Named(Vec<Ident>);

impl<'ast> Visit<'ast> for Named {
    fn visit_type(&mut self, ty: &'ast Type) {
        self.0.extend(plain(ty).cloned());
        visit::visit_type(self, ty);
    }
}

/// Leaves out type parameters, and what is said of them.
fn without(generics: &mut Generics, gone: &HashMap<Ident, Type>) {
    let params = std::mem::take(&mut generics.params);
    let kept = |param: &GenericParam| match param {
        GenericParam::Type(param) => !gone.contains_key(&param.ident),
        GenericParam::Lifetime(_) | GenericParam::Const(_) => true,
    };
    generics.params = params.into_iter().filter(kept).collect();
    if let Some(clause) = &mut generics.where_clause {
        let predicates = std::mem::take(&mut clause.predicates);
        let kept = |predicate: &WherePredicate| match predicate {
            WherePredicate::Type(of) => plain(&of.bounded_ty).is_none_or(|n| !gone.contains_key(n)),
            _ => true,
        };
        clause.predicates = predicates.into_iter().filter(kept).collect();
        if clause.predicates.is_empty() {
            generics.where_clause = None;
        }
    }
}
