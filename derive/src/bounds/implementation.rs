//! What an `impl` block of a trait implements of its companion.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Ident, ItemFn, ItemImpl, ItemTrait, Path, parse_quote};

use super::{SeenFrom, defaults, of_defaults, scope};
use crate::blocks::{Context, Sibling};
use crate::diagnostics::{BOUND_OPTIONS, BOUND_SKIPPED, Diagnostics, TYPE};
use crate::emit::{Companion, Target, trait_arguments};
use crate::exchange::{Goal, asked_perhaps};
use crate::front::{
    Bounded, FnSignature, Options, Owner, Replaced, Shape, Signatures, TypeScope, arguments,
    bounded, companion, is_differentiated, is_own, methods, of_type,
};
use crate::ir::{Kind, Pushes};

/// Asks the trait of a block whether it has a companion, and if so implements that.
pub fn question(tokens: &TokenStream, block: &ItemImpl, context: &Context) -> Option<TokenStream> {
    let (path, _) = block.trait_.as_ref().map(|(path, rest)| (path, rest))?;
    let options = syn::parse2::<Options>(tokens.clone()).unwrap_or_default();
    let own = matches!(&*block.self_ty, syn::Type::Path(_));
    if !is_own(path) || !own {
        return None;
    }
    let mut head = block.clone();
    head.attrs.clear();
    head.items.clear();
    let goal = Goal::Implement {
        options: tokens.clone(),
        block: head.to_token_stream(),
        context: quote!(#context),
    };
    Some(asked_perhaps(options.runtime(), goal, path))
}

/// The companion's implementation, where the trait has answered.
pub fn implemented(
    block: &ItemImpl,
    options: &Options,
    context: &Context,
    item: &ItemTrait,
    signatures: &Signatures,
) -> TokenStream {
    let Some((path, _)) = &block.trait_ else { return TokenStream::new() };
    let mut errors = Diagnostics::default();
    let work = Work { block, options, path, item, signatures };
    let mut functions = TokenStream::new();
    for method in methods(item).filter(|method| is_differentiated(method)) {
        let own = context.sibling(&method.sig.ident);
        let written = work.method(method, own, context, &mut errors);
        functions.extend(written);
    }
    let companion = companion(path);
    let (generics, ty) = (work.generics(), &block.self_ty);
    let (params, _, bounds) = generics.split_for_impl();
    let errors = errors.into_tokens();
    quote! {
        #errors
        #[automatically_derived]
        #[allow(clippy::all, unused, private_interfaces, non_snake_case)]
        impl #params #companion for #ty #bounds { #functions }
    }
}

struct Work<'a> {
    block: &'a ItemImpl,
    options: &'a Options,
    path: &'a Path,
    item: &'a ItemTrait,
    signatures: &'a Signatures,
}

impl Work<'_> {
    /// The parameters of the block, with what generated code asks of them.
    fn generics(&self) -> syn::Generics {
        crate::front::bounded_generics(&self.block.generics, &self.options.runtime())
    }

    fn method(
        &self,
        method: &syn::TraitItemFn,
        own: Option<&Sibling>,
        context: &Context,
        errors: &mut Diagnostics,
    ) -> Option<TokenStream> {
        let name = &method.sig.ident;
        let runtime = self.options.runtime();
        let pushes = crate::front::pushes_of(&self.item.attrs).unwrap_or_default();
        let shape = match self.shape(method) {
            Ok(shape) => shape,
            Err(ty) => {
                errors.report(ty, TYPE);
                return None;
            }
        };
        let companion = Companion { name, shape: &shape, pushes, runtime: &runtime };
        let Some(own) = own else {
            if method.default.is_none() {
                errors.at(name_of(self.path), BOUND_SKIPPED, &format!("`{name}`"));
                return Some(companion.stubs());
            }
            return Some(self.by_default(&companion));
        };
        if !covers(own.pushes(), pushes) {
            errors.at(own.stem().span(), BOUND_OPTIONS, &format!("`{name}`"));
            return Some(companion.stubs());
        }
        let head = context.head.as_ref()?;
        let item = own.function();
        let owner = Owner::new(head, &item.sig)?;
        let Bounded { item, .. } =
            bounded(&item, &Options { owner: Some(owner.clone()), ..self.options.clone() });
        let (marker, arguments) = (owner.marker(own.stem()), trait_arguments(&item));
        let kept = companion.types();
        let mut written = TokenStream::new();
        for (i, kept) in kept.iter().enumerate() {
            written.extend(match i {
                0 => quote!(type #kept = <#marker as #runtime::Differentiated<#arguments>>::Residuals;),
                _ => quote!(type #kept = <#marker as #runtime::TwiceDifferentiated<#arguments>>::Tangent;),
            });
        }
        let stem = own.stem();
        let path = |function: &str| {
            let function = quote::format_ident!("{stem}_{function}");
            quote!(Self::#function)
        };
        written.extend(companion.implemented(&self.target(&item, &shape, &path)));
        Some(written)
    }

    /// The derivatives of a method that is left to the trait.
    fn by_default(&self, of: &Companion<'_>) -> TokenStream {
        let stem = defaults::stem(of.name);
        let provided = Companion { name: &stem, shape: of.shape, ..*of };
        let provided_by = of_defaults_path(self.path);
        let types = of.types().into_iter().zip(provided.types());
        let types = types.map(|(kept, other)| quote!(type #kept = <Self as #provided_by>::#other;));
        let path = |function: &str| {
            let function = quote::format_ident!("{stem}_{function}");
            quote!(<Self as #provided_by>::#function)
        };
        let functions = of.implemented(&Target::of(of.shape, &path));
        quote!(#(#types)* #functions)
    }

    /// A method of the trait as it is seen from the block.
    fn shape(&self, method: &syn::TraitItemFn) -> Result<Shape, Box<syn::Type>> {
        let mut function = of_type(method, &parse_quote!(Self));
        let known = scope(self.item);
        SeenFrom { at: self.path, known: &known }.visit_signature_mut(&mut function.sig);
        let types = arguments(self.item, self.path);
        Replaced { types: &types }.visit_signature_mut(&mut function.sig);
        let own = scope_of(self.block);
        let types = TypeScope { signatures: Some(self.signatures), params: known.params, ..own };
        Shape::new(&function, true, &types)
    }

    /// What is known here of a method's parameters.
    fn target<'p>(
        &self,
        item: &ItemFn,
        shape: &Shape,
        path: &'p dyn Fn(&str) -> TokenStream,
    ) -> Target<'p> {
        let own = FnSignature::new(&item.sig);
        let types = TypeScope { signatures: Some(self.signatures), ..own.scope() };
        let kinds: Vec<Option<Kind>> =
            own.params.iter().map(|param| types.kind(&param.ty)).collect();
        let params = own.params.iter().zip(&shape.params).zip(&kinds);
        let active = params.map(|((param, shaped), kind)| {
            let differentiable = kind.as_ref().is_none_or(Kind::is_differentiable);
            shaped.active && !param.constant && differentiable
        });
        let active = active.collect();
        let number = |kind: &Option<Kind>| kind.as_ref().is_some_and(Kind::is_real);
        let output = own.value().and_then(|ty| types.kind(&ty));
        let numbers = kinds.iter().map(number).collect();
        Target { path, active, numbers, number: number(&output) }
    }
}

/// The types of a block's parameters.
fn scope_of(block: &ItemImpl) -> TypeScope<'static> {
    let generics = &block.generics;
    let (params, _, bounds) = generics.split_for_impl();
    let item: ItemFn = parse_quote!(fn of #params () #bounds {});
    FnSignature::new(&item.sig).scope()
}

fn covers(own: Pushes, wanted: Pushes) -> bool {
    own.primal >= wanted.primal && own.halves >= wanted.halves && (own.lanes || !wanted.lanes)
}

/// The trait with the derivatives of methods by their bodies: it stands beside the trait.
fn of_defaults_path(of: &Path) -> Path {
    let mut path = of.clone();
    if let Some(last) = path.segments.last_mut() {
        last.ident = of_defaults(&last.ident);
    }
    path
}

fn name_of(path: &Path) -> proc_macro2::Span {
    let last: Option<&Ident> = path.segments.last().map(|last| &last.ident);
    last.map_or_else(proc_macro2::Span::call_site, Ident::span)
}
