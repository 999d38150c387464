//! The attribute on a trait, so that generic code over `P: Potential` has derivatives.
//!
//! Beside a trait stands its companion, `PotentialDerivatives`: the derivatives of its methods, with a type for what each
//! of them keeps. An `impl` block of the trait with the attribute implements it for its type by the functions that it
//! writes anyway. Which traits have one turns out by asking, since an `impl` block may be of any trait.

mod companion;
mod defaults;
mod implementation;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Generics, Ident, ItemFn, ItemImpl, ItemStruct, ItemTrait, Path, TraitItem, TraitItemFn, Type,
};

use crate::blocks::{plain, taken};
use crate::diagnostics::{BLOCK_OPTION, Diagnostics};
use crate::exchange::{Goal, asked};
use crate::front::{
    FnSignature, Options, TypeScope, above, bounded_generics, field_is_constant, is_differentiated,
    methods, of_type, pushes_mark, sibling, struct_paths,
};
use crate::ir::{Kind, StructKind};
use crate::publish::publish;
use crate::references::exchanged;

pub use companion::companion;
pub use implementation::{implemented, question};

/// `#[differentiate] trait Potential { … }`
pub fn of_trait(tokens: &TokenStream, item: &ItemTrait) -> TokenStream {
    let mut errors = Diagnostics::default();
    let options = match syn::parse2::<Options>(tokens.clone()) {
        Ok(options) if options.wrt.is_none() && options.name.is_none() && !options.graph => options,
        Ok(_) => {
            errors.report(tokens, BLOCK_OPTION);
            Options::default()
        }
        Err(error) => {
            errors.push(error);
            Options::default()
        }
    };
    let original = plain_trait(item);
    if options.skip || !errors.is_empty() {
        let errors = errors.into_tokens();
        return quote!(#original #errors);
    }
    let marked = marked(item);
    let answer = answer(&marked, &options);
    let published = publish(&item.ident, &item.vis, &answer, &options.runtime());
    let defaults = defaults::functions(&marked, tokens, &options);
    let companion = asked(
        options.runtime(),
        Goal::Companion { options: tokens.clone(), item: marked.to_token_stream() },
        exchanged_by(&marked),
    );
    quote!(#original #published #defaults #companion)
}

/// A trait as it stays.
fn plain_trait(item: &ItemTrait) -> ItemTrait {
    let mut item = item.clone();
    for item in &mut item.items {
        if let TraitItem::Fn(method) = item {
            taken(&mut method.attrs);
            plain(&mut method.attrs, &mut method.sig);
        }
    }
    item
}

/// A trait without the methods that are left as they are, and without what only Rust is interested in.
fn marked(item: &ItemTrait) -> ItemTrait {
    let mut item = item.clone();
    item.attrs.clear();
    item.items.retain_mut(|item| match item {
        TraitItem::Fn(method) => {
            let own = taken(&mut method.attrs).unwrap_or_default();
            method.attrs.clear();
            !matches!(syn::parse2::<Options>(own), Ok(Options { skip: true, .. }))
        }
        TraitItem::Const(_) | TraitItem::Type(_) => true,
        _ => false,
    });
    item
}

/// What a trait tells of itself: all but the bodies of its methods.
fn answer(item: &ItemTrait, options: &Options) -> TokenStream {
    let mut item = item.clone();
    for item in &mut item.items {
        if let TraitItem::Fn(TraitItemFn { default: Some(block), .. }) = item {
            block.stmts.clear();
        }
    }
    let pushes = pushes_mark(options.pushes());
    quote!(#pushes #item)
}

/// The types that its methods take and return.
fn exchanged_by(item: &ItemTrait) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    let own = scope(item);
    for method in methods(item).filter(|method| is_differentiated(method)) {
        let function = of_type(method, &syn::parse_quote!(Self));
        let all = exchanged(&function.sig);
        found.extend(all.into_iter().filter(|path| own.kind(&syn::parse_quote!(#path)).is_none()));
    }
    let mut unique: Vec<Path> = Vec::new();
    for path in found {
        if !unique.contains(&path) {
            unique.push(path);
        }
    }
    unique
}

/// The types of a trait: nothing is known of that which it is of.
fn scope(item: &ItemTrait) -> TypeScope<'static> {
    let nums = item.generics.type_params().map(|param| {
        let name = param.ident.clone();
        (name.to_string(), crate::ir::Num::Param(name))
    });
    let own = Kind::Struct(std::rc::Rc::new(StructKind::opaque(syn::parse_quote!(Self))));
    let params = std::iter::once(("Self".to_owned(), own));
    TypeScope { nums: nums.collect(), params: params.collect(), ..TypeScope::default() }
}

/// `<T, N>`, as a trait of these parameters is named.
fn names(generics: &Generics) -> TokenStream {
    let (_, names, _) = generics.split_for_impl();
    names.to_token_stream()
}

/// Parameters with what generated code asks of them.
fn asked_of(generics: &Generics, options: &Options) -> Generics {
    bounded_generics(generics, &options.runtime())
}

/// Names the types of a signature from another place.
struct SeenFrom<'a> {
    at: &'a Path,
    known: &'a TypeScope<'a>,
}

impl VisitMut for SeenFrom<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let mut found = Vec::new();
        struct_paths(ty, self.known, &mut found);
        if let Type::Path(path) = ty
            && found.contains(&path.path)
        {
            path.path = sibling(self.at, &path.path);
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

/// The name of the trait with what default methods keep, and of the function with the derivatives of one.
fn of_defaults(name: &Ident) -> Ident {
    quote::format_ident!("{name}Defaults")
}

/// What the structs that a method takes consist of.
pub fn further(path: &Path, answer: &TokenStream) -> Vec<Path> {
    let Ok(answer) = syn::parse2::<ItemStruct>(answer.clone()) else { return Vec::new() };
    let known = FnSignature::new(&with_parameters(&answer.generics).sig).scope();
    let mut found = Vec::new();
    for field in answer.fields.iter().filter(|field| !field_is_constant(field)) {
        struct_paths(&field.ty, &known, &mut found);
    }
    found.iter().map(|named| sibling(path, named)).collect()
}

/// What a block asks when its trait has answered: its type, and what the methods take.
pub fn types_of(block: &TokenStream, answer: &TokenStream) -> Vec<Path> {
    let (Ok(block), Ok(item)) =
        (syn::parse2::<ItemImpl>(block.clone()), syn::parse2::<ItemTrait>(answer.clone()))
    else {
        return Vec::new();
    };
    let Some((path, _)) = &block.trait_ else { return Vec::new() };
    let mut found = Vec::new();
    if let Type::Path(ty) = &*block.self_ty {
        found.push(ty.path.clone());
    }
    found.extend(exchanged_by(&item).iter().map(|named| sibling(path, named)));
    found
}

fn with_parameters(generics: &Generics) -> ItemFn {
    let (params, _, bounds) = generics.split_for_impl();
    syn::parse_quote!(fn of #params () #bounds {})
}

/// What follows from the answer of a trait that bounds a type parameter: the traits above it, and the structs that its methods
/// take.
pub fn asked_of_bound(path: &Path, item: &ItemTrait) -> Vec<Path> {
    let named = above(item).into_iter().chain(exchanged_by(item));
    named.map(|named| sibling(path, &named)).collect()
}
