//! What a method takes and gives, as far as its derivatives are concerned.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Ident, ItemFn, Pat, Type};

use super::fallible::Fallible;
use super::signature::FnSignature;
use super::types::TypeScope;
use crate::ir::{Kind, Passing};

/// What a method takes and gives.
pub struct Shape {
    /// Its parameters, with the receiver.
    pub params: Vec<ShapeParam>,
    /// The type of its value, as it is written.
    pub value: TokenStream,
    /// What that is.
    pub output: Kind,
    /// Where the value stands in a `Result` or an `Option`.
    pub fallible: Option<Fallible>,
}

/// One parameter.
pub struct ShapeParam {
    /// Its name.
    pub name: Ident,
    /// Its type, as it is written.
    pub ty: TokenStream,
    /// `&self`
    pub receiver: Option<TokenStream>,
    /// How it is handed over.
    pub passing: Passing,
    /// What it is.
    pub kind: Kind,
    /// Whether it has a derivative.
    pub active: bool,
}

impl Shape {
    /// The shape of a method, and the same as a function, with types that are known in a scope; the first type that is
    /// not, where there is one.
    pub fn new(item: &ItemFn, own: bool, types: &TypeScope<'_>) -> Result<Shape, Box<Type>> {
        let signature = FnSignature::new(&item.sig);
        let mut params = Vec::new();
        for (position, param) in signature.params.iter().enumerate() {
            let name = match item.sig.inputs.iter().nth(position) {
                Some(FnArg::Typed(arg)) => match &*arg.pat {
                    Pat::Ident(pat) => pat.ident.clone(),
                    _ => quote::format_ident!("given_{position}"),
                },
                _ => quote::format_ident!("self"),
            };
            let known = types.parameter(&param.ty);
            let (passing, kind) = match known {
                Some(known) => known,
                None if param.constant => match &param.ty {
                    Type::Reference(_) => (Passing::Ref, Kind::Other(None)),
                    _ => (Passing::Value, Kind::Other(None)),
                },
                None => return Err(Box::new(param.ty.clone())),
            };
            // Through the exchange it comes from elsewhere, and Rust looks for it where it is declared.
            let name = if name == "self" { quote::format_ident!("self") } else { name };
            let receiver = (own && name == "self").then(|| receiver(&param.ty));
            let ty = param.ty.to_token_stream();
            let active = !param.constant && kind.is_differentiable();
            params.push(ShapeParam { name, ty, receiver, passing, kind, active });
        }
        let value = signature.value();
        let output = match &value {
            Some(Type::Reference(reference)) => types.kind(&reference.elem),
            Some(ty) => types.kind(ty),
            None => Some(Kind::Unit),
        };
        let output = match (output, &value) {
            (Some(output), _) => output,
            (None, Some(ty)) => return Err(Box::new(ty.clone())),
            (None, None) => Kind::Unit,
        };
        let value = value.map_or_else(|| quote!(()), |ty| ty.to_token_stream());
        Ok(Shape { params, value, output, fallible: signature.fallible() })
    }

    /// The types among these of which nothing is known.
    pub fn opaque(&self) -> Vec<TokenStream> {
        let mut found: Vec<TokenStream> = Vec::new();
        let active = self.params.iter().filter(|param| param.active).map(|param| &param.kind);
        for info in active.chain([&self.output]).flat_map(Kind::structs) {
            let ty = info.to_token_stream();
            if info.is_opaque() && !found.iter().any(|other| other.to_string() == ty.to_string()) {
                found.push(ty);
            }
        }
        found
    }
}

/// `&self`, for `self: &Self`.
fn receiver(ty: &Type) -> TokenStream {
    match ty {
        Type::Reference(reference) => {
            let (lifetime, mutability) = (&reference.lifetime, &reference.mutability);
            quote!(& #lifetime #mutability self)
        }
        _ => quote!(self),
    }
}
