//! What the functions of a block know of each other.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Block, Ident, ItemFn, ItemImpl, LitStr, Path, Signature};

use super::optional;
use crate::bodies;
use crate::exchange::group;
use crate::front::{
    FnSignature, Method, Options, Owner, Signatures, can_accumulate, published, pushes_mark,
    sibling, takes_functions,
};
use crate::ir::Pushes;
use crate::publish::unique;
use crate::references::mentioned;
use crate::storages::unstored;

/// One function, as the others know it.
#[derive(Clone)]
pub struct Sibling {
    pub(super) head: Option<ItemImpl>,
    pub(super) stem: Ident,
    pub(super) name: Ident,
    pub(super) calls: Vec<Ident>,
    pub(super) pushes: Pushes,
    /// Whether it has `accumulate`, if it calls itself.
    pub(super) accumulates: bool,
    pub(super) signature: Signature,
    /// Where it takes functions, what is written out at a call, and which function it is.
    pub(super) body: Option<(Block, String)>,
}

impl Sibling {
    pub(super) fn new(item: &ItemFn, options: &Options, head: Option<&ItemImpl>) -> Sibling {
        let item = &unstored(item, &options.runtime());
        let owner = head.and_then(|head| Owner::new(head, &item.sig));
        let function = owner.as_ref().map_or_else(|| item.clone(), |o| o.function(item.clone()));
        let name = item.sig.ident.clone();
        let whole = owner.filter(|_| takes_functions(&function));
        let whole = whole.map(|owner| owner.outside(bodies::plain(item)));
        let (head_tokens, span) = (head, name.span());
        let id = |whole: &ItemFn| unique(span, &quote!(#head_tokens #whole));
        Sibling {
            head: head.cloned(),
            stem: options.name.clone().unwrap_or_else(|| name.clone()),
            name,
            calls: mentioned(item).into_iter().collect(),
            pushes: options.pushes(),
            accumulates: can_accumulate(&function, options),
            signature: published(whole.as_ref().unwrap_or(&function), options),
            body: whole.map(|whole| (*whole.block.clone(), id(&whole))),
        }
    }

    /// What is known of a method, where it stands itself (`Model_energy`) or where that is looked up.
    pub(super) fn method(&self, calls: bool, at: Option<&Path>, circular: bool) -> Option<Method> {
        let mut owner = Owner::new(self.head.as_ref()?, &self.signature)?;
        let marker = Rc::new(at.cloned().unwrap_or_else(|| owner.marker(&self.stem).into()));
        if let Some(at) = at {
            owner.ty = sibling(at, &owner.ty);
        }
        let signature = FnSignature {
            pushes: self.pushes,
            accumulates: self.accumulates && circular,
            calls: if calls { self.calls.clone() } else { Vec::new() },
            ..self.with_body().unwrap_or_else(|| FnSignature::new(&self.signature))
        };
        let (name, stem, beside) = (self.name.clone(), self.stem.clone(), at.is_none());
        let (signature, derivatives) = (signature.into(), None);
        Some(Method { owner, name, stem, signature, marker, beside, derivatives })
    }

    /// Adds what a method has answered to the question at a path.
    pub fn answered(&self, at: &Path, signatures: &mut Signatures) {
        if let Some(method) = self.method(true, Some(at), false) {
            signatures.method(method);
        }
    }

    /// The signature.
    pub fn signature(&mut self) -> &mut Signature {
        &mut self.signature
    }

    /// What the generated functions are called after.
    pub fn stem(&self) -> &Ident {
        &self.stem
    }

    /// How often tangents are pushed through it.
    pub fn pushes(&self) -> Pushes {
        self.pushes
    }

    /// It as a function, without its body.
    pub fn function(&self) -> ItemFn {
        ItemFn {
            attrs: Vec::new(),
            vis: syn::Visibility::Inherited,
            modifiers: Default::default(),
            sig: self.signature.clone(),
            block: syn::parse_quote!({}),
        }
    }

    /// The function as it is written out at a call.
    pub(super) fn with_body(&self) -> Option<FnSignature> {
        let (block, id) = self.body.clone()?;
        let item = ItemFn {
            attrs: Vec::new(),
            vis: syn::Visibility::Inherited,
            modifiers: Default::default(),
            sig: self.signature.clone(),
            block: Box::new(block),
        };
        Some(FnSignature::with_body(item, id))
    }

    pub(super) fn tokens(&self) -> TokenStream {
        let Sibling { head, stem, name, calls, pushes, accumulates, signature, body } = self;
        let (pushes, accumulates) =
            (pushes_mark(*pushes), accumulates.then(|| quote!(#[accumulates])));
        let answer = quote!(#[calls(#(#calls),*)] #pushes #accumulates #signature);
        let body = body.as_ref().map(|(block, id)| quote!(#id #block));
        quote!({ #head } { #stem } { #name } { #answer } { #body })
    }
}

impl Parse for Sibling {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let head = optional(group(input)?)?;
        let stem = syn::parse2(group(input)?)?;
        let name = syn::parse2(group(input)?)?;
        let answer = group(input)?;
        let FnSignature { calls, pushes, accumulates, .. } = syn::parse2(answer.clone())?;
        let bare = |input: ParseStream<'_>| {
            input.call(Attribute::parse_outer)?;
            input.parse()
        };
        let signature = syn::parse::Parser::parse2(bare, answer)?;
        let with_id = |input: ParseStream<'_>| {
            let id = input.parse::<Option<LitStr>>()?;
            id.map(|id| Ok((input.parse()?, id.value()))).transpose()
        };
        let body = syn::parse::Parser::parse2(with_id, group(input)?)?;
        Ok(Sibling { head, stem, name, calls, pushes, accumulates, signature, body })
    }
}
