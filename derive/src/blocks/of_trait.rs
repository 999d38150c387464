//! `impl` blocks of traits: the derivatives of their methods stand beside the type, as those of its own.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, ImplItem, ImplItemFn, ItemFn, ItemImpl, Type};

use super::taken;
use crate::front::takes_and_gives_numbers;
use crate::references::is_primitive;

/// What keeps the methods of a block from having functions beside the type: a type that is nobody's, or a parameter
/// of the trait alone.
pub fn apart(block: &ItemImpl) -> Option<&dyn ToTokens> {
    let (path, _) = block.trait_.as_ref()?;
    let own = referred(block).unwrap_or(&block.self_ty);
    let Type::Path(ty) = own else { return Some(path) };
    if ty.path.get_ident().is_some_and(is_primitive) {
        return Some(path);
    }
    let mentioned = |name: &str| mentions(block.self_ty.to_token_stream(), name);
    let constrained = block.generics.params.iter().all(|param| match param {
        GenericParam::Type(param) => mentioned(&param.ident.to_string()),
        GenericParam::Const(param) => mentioned(&param.ident.to_string()),
        GenericParam::Lifetime(_) => true,
    });
    (!constrained).then_some(path)
}

fn mentions(tokens: proc_macro2::TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), name),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// `V` in `impl Add for &V`: the derivatives stand beside the type itself.
pub fn referred(block: &ItemImpl) -> Option<&Type> {
    match (&block.trait_, &*block.self_ty) {
        (Some(_), Type::Reference(reference)) => Some(&reference.elem),
        _ => None,
    }
}

/// A method of a trait as one of the type: as public as can be, with the types that the block gives for `Self::Output`.
pub fn beside(mut item: ItemFn, block: &ItemImpl) -> ItemFn {
    if block.trait_.is_none() {
        return item;
    }
    item.vis = syn::parse_quote!(pub);
    let types = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(ty) => Some((ty.ident.to_string(), ty.ty.clone())),
        _ => None,
    });
    Associated { types: types.collect() }.visit_item_fn_mut(&mut item);
    if referred(block).is_some() {
        if let Some(FnArg::Receiver(receiver)) = item.sig.inputs.first_mut() {
            *receiver = syn::parse_quote!(&self);
        }
        Referring { of: &block.self_ty }.visit_item_fn_mut(&mut item);
    }
    item
}

/// Puts the reference that a block is of in the place of `Self`.
struct Referring<'a> {
    of: &'a Type,
}

impl VisitMut for Referring<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => *ty = self.of.clone(),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// Puts the types of a block in the place of their names.
struct Associated {
    types: Vec<(String, Type)>,
}

impl VisitMut for Associated {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = &*ty
            && path.qself.is_none()
            && path.path.segments.len() == 2
            && path.path.segments[0].ident == "Self"
            && let Some((_, known)) =
                self.types.iter().find(|(name, _)| path.path.segments[1].ident == name)
        {
            *ty = known.clone();
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

/// Leaves out of a block without an attribute of its own, in a `mod`, the methods of traits that do not take and give
/// numbers: `Display`, `Clone` and the like.
pub fn numbers_only(block: &mut ItemImpl) {
    if block.trait_.is_none() {
        return;
    }
    let marked = |method: &ImplItemFn| taken(&mut method.attrs.clone()).is_some();
    block.items.retain(|item| match item {
        ImplItem::Fn(method) => marked(method) || takes_and_gives_numbers(&method.sig),
        _ => true,
    });
}
