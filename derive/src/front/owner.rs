//! Methods: functions that stand in the `impl` block of a type.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, Generics, Ident, ItemFn, ItemImpl, Pat, PatIdent, PatType, Path, ReceiverKind,
    Signature, Type,
};

use crate::parameters::names;

/// The `impl` block that a method stands in.
#[derive(Clone)]
pub struct Owner {
    /// The type.
    pub ty: Path,
    /// The generic parameters of the block.
    pub generics: Generics,
    /// The generic parameters of the method alone.
    pub method: Generics,
}

impl Owner {
    /// The owner of a method; none where the block's type is not named by a path.
    pub fn new(block: &ItemImpl, method: &Signature) -> Option<Owner> {
        let Type::Path(ty) = &*block.self_ty else { return None };
        let (generics, method) = (block.generics.clone(), method.generics.clone());
        ty.qself.is_none().then_some(Owner { ty: ty.path.clone(), generics, method })
    }

    /// The hidden type that stands for a method where its residuals are named.
    pub fn marker(&self, method: &Ident) -> Ident {
        let ty = self.ty.segments.last().map_or(method, |last| &last.ident);
        marker(ty, method)
    }

    /// A method as a function: `self` is its first parameter, `Self` in its signature the type, and
    /// the generic parameters of the block come before its own.
    pub fn function(&self, mut item: ItemFn) -> ItemFn {
        self.signature(&mut item.sig);
        item
    }

    /// The same with the type in place of `Self` in the body, too, and another name for `self`: as one of any module.
    pub fn outside(&self, item: ItemFn) -> ItemFn {
        let mut item = self.function(item);
        Named { ty: &self.ty, returned: false }.visit_block_mut(&mut item.block);
        let taken = names(item.to_token_stream());
        let mut name = String::from("this");
        while taken.contains(&name) {
            name.push('_');
        }
        let renamed = renamed(item.to_token_stream(), &name);
        syn::parse2(renamed).unwrap_or(item)
    }

    fn signature(&self, sig: &mut Signature) {
        let receiver = sig.inputs.first_mut();
        if let Some(first @ FnArg::Receiver(_)) = receiver {
            *first = parameter(first);
        }
        let mut named = Named { ty: &self.ty, returned: false };
        named.visit_signature_mut(sig);
        let own = std::mem::replace(&mut sig.generics, self.generics.clone());
        let (lifetimes, others) = own
            .params
            .into_iter()
            .partition::<Vec<_>, _>(|p| matches!(p, syn::GenericParam::Lifetime(_)));
        for (i, lifetime) in lifetimes.into_iter().enumerate() {
            sig.generics.params.insert(i, lifetime);
        }
        sig.generics.params.extend(others);
        if let Some(bounds) = own.where_clause {
            sig.generics.make_where_clause().predicates.extend(bounds.predicates);
        }
    }
}

/// The type in the path of a method: `Self` is that of the block.
pub(super) fn owner_of(method: &Path, own: Option<&Owner>) -> Option<Path> {
    let mut owner = method.clone();
    owner.segments.pop();
    owner.segments.pop_punct();
    owner.segments.last()?;
    Some(match own {
        Some(own) if owner.is_ident("Self") => own.ty.clone(),
        _ => owner,
    })
}

/// The name under which a method answers, and by which its residuals are named.
pub(super) fn marker(ty: &Ident, method: &Ident) -> Ident {
    format_ident!("{}_{}", ty, method, span = method.span())
}

/// The last name of a path.
pub(super) fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// `self` as a parameter with a type.
fn parameter(receiver: &FnArg) -> FnArg {
    let FnArg::Receiver(receiver) = receiver else { return receiver.clone() };
    let ty: Type = match &receiver.kind {
        ReceiverKind::Reference(and, lifetime, mutability) => {
            syn::parse_quote!(#and #lifetime #mutability Self)
        }
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        _ => syn::parse_quote!(Self),
    };
    FnArg::Typed(PatType {
        attrs: receiver.attrs.clone(),
        pat: Box::new(Pat::Ident(PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: receiver.mutability,
            ident: Ident::new("self", receiver.self_token.span),
            subpat: None,
        })),
        colon_token: syn::Token![:](receiver.self_token.span()),
        ty: Box::new(ty),
    })
}

/// Tokens with another name for `self`, but in paths.
fn renamed(tokens: TokenStream, name: &str) -> TokenStream {
    let (mut renamed_tokens, mut tokens) = (TokenStream::new(), tokens.into_iter().peekable());
    while let Some(token) = tokens.next() {
        let path = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':' && next.spacing() == Spacing::Joint);
        renamed_tokens.extend([match token {
            TokenTree::Ident(own) if own == "self" && !path => {
                TokenTree::Ident(Ident::new(name, own.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), renamed(group.stream(), name));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }]);
    }
    renamed_tokens
}

/// Puts the type in the place of `Self`.
struct Named<'a> {
    ty: &'a Path,
    /// Whether this is in the type of a result.
    returned: bool,
}

impl VisitMut for Named<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && path.qself.is_none()
            && path.path.is_ident("Self")
        {
            let at = path.path.segments[0].ident.span();
            path.path = self.ty.clone();
            for segment in path.path.segments.iter_mut().filter(|_| self.returned) {
                segment.ident.set_span(segment.ident.span().located_at(at));
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }

    /// What is said of a result is said where it stands.
    fn visit_return_type_mut(&mut self, output: &mut syn::ReturnType) {
        self.returned = true;
        visit_mut::visit_return_type_mut(self, output);
        self.returned = false;
    }

    /// `Self { x }`, `Self::new()`: there the generic arguments are left to be found.
    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.segments.first().is_some_and(|first| first.ident == "Self") {
            let mut own = self.ty.clone();
            if let Some(last) = own.segments.last_mut() {
                last.arguments = syn::PathArguments::None;
            }
            let rest = std::mem::take(&mut path.segments).into_iter().skip(1);
            path.segments = own.segments.into_iter().chain(rest).collect();
        }
        visit_mut::visit_path_mut(self, path);
    }
}
