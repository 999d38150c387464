//! Kinds as Rust types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Path};

use crate::ir::{Kind, Lanes, Num, Rank};

/// The type of an owned value of this kind.
pub fn owned_type(kind: &Kind, runtime: &Path) -> TokenStream {
    match kind {
        Kind::Real(num) | Kind::Int(num) => quote!(#num),
        Kind::Bool => quote!(bool),
        Kind::Unit => quote!(()),
        Kind::Tuple(items) => {
            let items = items.iter().map(|item| owned_type(item, runtime));
            quote!((#(#items,)*))
        }
        Kind::Array(item, length) => {
            let item = owned_type(item, runtime);
            quote!([#item; #length])
        }
        Kind::Slice(item) => {
            let item = owned_type(item, runtime);
            quote!([#item])
        }
        Kind::Vec(item) => {
            let item = owned_type(item, runtime);
            quote!(#runtime::alloc::vec::Vec<#item>)
        }
        Kind::Nd { num, rank, .. } => {
            let name = rank.array();
            quote!(#runtime::ndarray::#name<#num>)
        }
        Kind::Dim { rank, .. } => {
            let name = rank.dimension();
            quote!(#runtime::ndarray::#name)
        }
        Kind::Struct(info) => quote!(#info),
        Kind::Cotangent(info) => quote!(<#info as #runtime::Differentiable>::Cotangent),
        Kind::Tangents(info, lanes) => {
            let count = &lanes.count;
            quote!(<#info as #runtime::Laned<#count>>::Tangents)
        }
        Kind::Other(Some(ty)) => quote!(#ty),
        Kind::Other(None) => quote!(_),
        Kind::Residuals { of, trait_path, method: Some(method), tangent, .. } => {
            let item = kept_by(method, *tangent);
            quote!(<#of as #trait_path>::#item)
        }
        Kind::Residuals { of, trait_path, arguments, method: None, tangent } => {
            let arguments: Vec<TokenStream> =
                arguments.iter().map(|argument| owned_type(argument, runtime)).collect();
            let (trait_path, item) = match tangent {
                false => (quote!(#trait_path), quote!(Residuals)),
                true => (quote!(#runtime::TwiceDifferentiated), quote!(Tangent)),
            };
            match arguments.as_slice() {
                [] => quote!(<#of as #trait_path>::#item),
                [single] => quote!(<#of as #trait_path<#single>>::#item),
                several => quote!(<#of as #trait_path<(#(#several),*)>>::#item),
            }
        }
        Kind::Option(item) => {
            let item = owned_type(item, runtime);
            quote!(::core::option::Option<#item>)
        }
    }
}

/// What a trait's companion calls the type of what a method keeps, or of the tangents of that.
pub fn kept_by(method: &Ident, tangent: bool) -> Ident {
    match tangent {
        false => format_ident!("{method}_Residuals"),
        true => format_ident!("{method}_Tangent"),
    }
}

/// `ndarray::Array1::<f64>`, to make an array: what is done to one later need not tell the type of
/// its elements.
pub fn array_path(num: &Num, rank: Rank, runtime: &Path) -> TokenStream {
    let name = rank.array();
    quote!(#runtime::ndarray::#name::<#num>)
}

/// A real constant of a numeric type.
pub fn real(value: f64, num: Option<&Num>, suffix: bool) -> TokenStream {
    let literal = proc_macro2::Literal::f64_unsuffixed(value.abs());
    let literal = match num {
        Some(Num::Lanes(lanes)) if value == 0.0 => {
            let Lanes { of, count, path } = &**lanes;
            quote!(#path::<#of, #count>::ZERO)
        }
        Some(Num::Lanes(lanes)) => {
            let Lanes { of, count, path } = &**lanes;
            let lane = real(value.abs(), Some(of), suffix);
            quote!(#path::<#of, #count>([#lane; #count]))
        }
        Some(Num::Param(name)) => quote!(#name::nearest(#literal)),
        Some(Num::F32) if suffix => {
            let literal = proc_macro2::Literal::f32_suffixed(value.abs() as f32);
            quote!(#literal)
        }
        _ if suffix => {
            let literal = proc_macro2::Literal::f64_suffixed(value.abs());
            quote!(#literal)
        }
        _ => quote!(#literal),
    };
    if value < 0.0 { quote!(-#literal) } else { literal }
}

/// Some value of a kind, where there is one (`Kind::has_stand_in`).
pub fn stand_in(kind: &Kind, runtime: &Path) -> Option<TokenStream> {
    match kind {
        Kind::Real(num) => Some(real(0.0, Some(num), false)),
        Kind::Int(_) => Some(quote!(0)),
        Kind::Bool => Some(quote!(false)),
        Kind::Unit => Some(quote!(())),
        Kind::Tuple(items) => {
            let items: Option<Vec<_>> = items.iter().map(|item| stand_in(item, runtime)).collect();
            items.map(|items| quote!((#(#items,)*)))
        }
        Kind::Array(item, length) if item.is_copy() => {
            let item = stand_in(item, runtime)?;
            Some(quote!([#item; #length]))
        }
        Kind::Array(item, _) => {
            let item = stand_in(item, runtime)?;
            Some(quote!(::core::array::from_fn(|_| #item)))
        }
        Kind::Vec(_) => Some(quote!(#runtime::alloc::vec::Vec::new())),
        Kind::Nd { num, rank, view: false } => {
            let array = array_path(num, *rank, runtime);
            Some(match rank {
                Rank::Fixed(rank) => {
                    let zeros = vec![0_usize; *rank];
                    quote!(#array::default([#(#zeros),*]))
                }
                Rank::Dynamic => quote!(#array::default(#runtime::alloc::vec![0])),
            })
        }
        Kind::Option(_) => Some(quote!(::core::option::Option::None)),
        Kind::Struct(_) => {
            let ty = owned_type(kind, runtime);
            Some(quote!(<#ty as #runtime::StandIn>::stand_in()))
        }
        Kind::Cotangent(info) => {
            let value = quote!(<#info as #runtime::StandIn>::stand_in());
            Some(quote!(<#info as #runtime::Differentiable>::zeros(&#value)))
        }
        Kind::Tangents(info, lanes) => {
            let (value, count) = (quote!(<#info as #runtime::StandIn>::stand_in()), &lanes.count);
            Some(quote!(<#info as #runtime::Laned<#count>>::zero_tangents(&#value)))
        }
        Kind::Nd { view: true, .. }
        | Kind::Slice(_)
        | Kind::Dim { .. }
        | Kind::Other(_)
        | Kind::Residuals { .. } => None,
    }
}
