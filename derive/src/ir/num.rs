//! The types of numbers, and how many axes arrays of them have.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;

/// A numeric type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Num {
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// A type parameter `T: Float`.
    Param(Ident),
    /// An integer type.
    Int(Ident),
    /// An integer type that only rustc knows; such an integer is kept as an `i64`.
    Open,
    /// Not known yet: a variable of the unifier.
    Infer(u32),
    /// Several tangents of a number.
    Lanes(Box<Lanes>),
}

/// `chainrule::Lanes<f64, LANES>`
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lanes {
    /// The type of each.
    pub of: Num,
    /// The name of the constant that says how many there are.
    pub count: Ident,
    /// The path of the type.
    pub path: syn::Path,
}

impl ToTokens for Num {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Num::F32 => quote!(f32).to_tokens(tokens),
            Num::F64 => quote!(f64).to_tokens(tokens),
            Num::Param(name) | Num::Int(name) => name.to_tokens(tokens),
            Num::Open => quote!(i64).to_tokens(tokens),
            Num::Infer(_) => quote!(_).to_tokens(tokens),
            Num::Lanes(lanes) => {
                let Lanes { of, count, path } = &**lanes;
                quote!(#path<#of, #count>).to_tokens(tokens);
            }
        }
    }
}

/// How many axes an array has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rank {
    /// So many.
    Fixed(usize),
    /// That is known at run time: `ArrayD`.
    Dynamic,
}

impl Rank {
    /// That of a number.
    pub const SCALAR: Rank = Rank::Fixed(0);
    /// That of a vector.
    pub const VECTOR: Rank = Rank::Fixed(1);
    /// That of a matrix.
    pub const MATRIX: Rank = Rank::Fixed(2);

    /// The rank without so many axes.
    pub fn less(self, axes: usize) -> Rank {
        match self {
            Rank::Fixed(rank) => Rank::Fixed(rank.saturating_sub(axes)),
            Rank::Dynamic => Rank::Dynamic,
        }
    }

    /// The rank with so many more axes.
    pub fn more(self, axes: usize) -> Rank {
        match self {
            Rank::Fixed(rank) => Rank::Fixed(rank + axes),
            Rank::Dynamic => Rank::Dynamic,
        }
    }

    /// The type of shapes of that rank: `Ix2`.
    pub fn dimension(self) -> Ident {
        match self {
            Rank::Fixed(rank) => format_ident!("Ix{rank}"),
            Rank::Dynamic => format_ident!("IxDyn"),
        }
    }

    /// The type of arrays of that rank: `Array2`.
    pub fn array(self) -> Ident {
        format_ident!("Array{}", self.to_string())
    }
}

/// As in the name of an array type: `2`, `D`.
impl std::fmt::Display for Rank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Rank::Fixed(rank) => write!(f, "{rank}"),
            Rank::Dynamic => f.write_str("D"),
        }
    }
}
