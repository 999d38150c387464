//! The procedural macros of chainrule. Users depend on the crate `chainrule`, which documents and
//! re-exports them.
//!
//! Data flows one way: `front` (Rust in) to `ir`, through `analysis`, `ad` and `simplify`, to `emit`
//! (Rust out). `ARCHITECTURE.md` is the map.

mod ad;
mod analysis;
mod compile;
mod derive;
mod diagnostics;
mod emit;
mod exchange;
mod front;
mod ir;
mod prims;
mod simplify;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Writes the derivatives of a function next to it. See the crate `chainrule`.
#[proc_macro_attribute]
pub fn differentiate(options: TokenStream, item: TokenStream) -> TokenStream {
    exchange::start(options.into(), item.into()).into()
}

/// Makes a struct of numbers and arrays a value with derivatives. See the crate `chainrule`.
#[proc_macro_derive(Differentiable, attributes(constant, chainrule))]
pub fn differentiable(item: TokenStream) -> TokenStream {
    derive::differentiable(item.into()).into()
}

/// Declares the signature of a hand-written handle. See the crate `chainrule`.
#[proc_macro]
pub fn signature(item: TokenStream) -> TokenStream {
    exchange::signature(item.into()).into()
}

/// The next step of an exchange of signatures.
#[doc(hidden)]
#[proc_macro]
pub fn __next(state: TokenStream) -> TokenStream {
    exchange::next(state.into()).into()
}
