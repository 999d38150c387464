//! The methods that a type parameter has by its bounds: those of traits that have answered.

use std::collections::HashMap;
use std::rc::Rc;

use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, Ident, ItemFn, ItemTrait, Path, PathArguments,
    Signature, TraitItem, TraitItemFn, Type, TypeParamBound, parse_quote,
};

use super::functional::takes_functions;
use super::opaque::{Replaced, companion, is_own, traits};
use super::outline::differentiable;
use super::owner::Owner;
use super::signature::{FnSignature, Method, Signatures, key, pushes_of};
use super::structs::sibling;

/// The traits that have answered, by path.
#[derive(Default)]
pub struct Traits(HashMap<String, Rc<ItemTrait>>);

impl Signatures {
    /// Adds a trait.
    pub fn of_trait(&mut self, path: &Path, item: ItemTrait) {
        self.traits.0.insert(key(path), Rc::new(item));
    }

    /// Adds the methods of type parameters of which nothing else is known.
    pub fn bounded_by(&mut self, generics: &Generics) {
        for (param, path) in traits(generics) {
            self.methods_of(&param.into(), &path, &mut Vec::new());
        }
    }

    /// Adds what a type has by one of its traits, and by those above that.
    pub fn methods_of(&mut self, ty: &Path, path: &Path, seen: &mut Vec<String>) {
        let Some(item) = self.traits.0.get(&key(path)).cloned() else { return };
        if seen.contains(&key(path)) {
            return;
        }
        seen.push(key(path));
        let pushes = pushes_of(&item.attrs).unwrap_or_default();
        let types = arguments(&item, path);
        let derivatives = Rc::new(companion(path));
        for method in methods(&item) {
            let function = of_type(method, ty);
            let mut sig = function.sig;
            Replaced { types: &types }.visit_signature_mut(&mut sig);
            let signature = FnSignature { pushes, ..FnSignature::new(&sig) };
            let Some(owner) = Owner::new(&parse_quote!(impl #ty {}), &method.sig) else { continue };
            let name = method.sig.ident.clone();
            self.method(Method {
                owner,
                stem: name.clone(),
                name,
                signature: Rc::new(signature),
                marker: derivatives.clone(),
                beside: false,
                derivatives: Some(derivatives.clone()),
            });
        }
        for above in above(&item) {
            let mut above = above;
            for segment in &mut above.segments {
                if let PathArguments::AngleBracketed(given) = &mut segment.arguments {
                    Replaced { types: &types }.visit_angle_bracketed_generic_arguments_mut(given);
                }
            }
            self.methods_of(ty, &sibling(path, &above), seen);
        }
    }
}

/// What a path gives for the parameters of the trait that it names.
pub fn arguments(item: &ItemTrait, path: &Path) -> Vec<(Ident, Type)> {
    let given = match path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(given)) => given.args.iter().collect(),
        _ => Vec::new(),
    };
    let mut given = given.into_iter().filter(|one| !matches!(one, GenericArgument::Lifetime(_)));
    let params = item.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => {
            let told = match given.next() {
                Some(GenericArgument::Type(ty)) => Some(ty.clone()),
                _ => param.default.as_ref().map(|(_, ty)| ty.clone()),
            };
            Some((param.ident.clone(), told?))
        }
        _ => None,
    });
    params.collect()
}

/// The traits of the user's that a trait's types have, too.
pub fn above(item: &ItemTrait) -> Vec<Path> {
    let bounds = item.supertraits.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    });
    bounds.filter(|path| is_own(path)).cloned().collect()
}

/// The methods of a trait that can be called on a type parameter: those without parameters of their own, that take no
/// functions.
pub fn methods(item: &ItemTrait) -> impl Iterator<Item = &TraitItemFn> {
    let functions = item.items.iter().filter_map(|item| match item {
        TraitItem::Fn(function) => Some(function),
        _ => None,
    });
    functions.filter(|function| {
        let own = function.sig.generics.params.iter();
        let plain = own.clone().all(|param| matches!(param, GenericParam::Lifetime(_)));
        plain && !takes_functions(&bare(&function.sig))
    })
}

/// Whether a method of a trait has derivatives.
pub fn is_differentiated(function: &TraitItemFn) -> bool {
    differentiable(&of_type(function, &parse_quote!(Of)).sig)
}

/// A method as a function of a type that is known by its path alone.
pub fn of_type(function: &TraitItemFn, ty: &Path) -> ItemFn {
    let block = parse_quote!(impl #ty {});
    let item = bare(&function.sig);
    let Some(mut owner) = Owner::new(&block, &item.sig) else { return item };
    if let Some(name) = ty.get_ident().filter(|name| *name != "Self") {
        owner.generics = parse_quote!(<#name: Differentiable>);
    }
    owner.function(item)
}

fn bare(sig: &Signature) -> ItemFn {
    let mut sig = sig.clone();
    if let Some(FnArg::Receiver(receiver)) = sig.inputs.first_mut() {
        receiver.attrs.retain(|attr| attr.path().is_ident("constant"));
    }
    ItemFn {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        modifiers: Default::default(),
        sig,
        block: parse_quote!({}),
    }
}
