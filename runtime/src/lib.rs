//! Compile-time symbolic differentiation for Rust.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "ndarray")]
pub mod array;
#[cfg(feature = "std")]
pub mod check;
mod differentiable;
mod float;
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub mod graph;
#[cfg(feature = "ndarray")]
pub mod nn;
mod shadow;
#[cfg(feature = "std")]
pub mod simd;

pub use chainrule_derive::{Differentiable, __next, differentiate, signature};
#[cfg(feature = "std")]
pub use check::{GradientCheck, GradientError, check_gradient};
pub use differentiable::{Differentiable, Differentiated};
pub use float::Float;
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub use graph::Graph;
pub use shadow::{Inactive, Shadow};
#[cfg(feature = "ndarray")]
pub use ndarray;

/// The value of `x` without its derivative: to a differentiated function it is a constant.
///
/// `x * constant(x)` has the derivative `x`.
pub fn constant<T>(x: T) -> T {
    x
}

/// `total += term`, for cotangents.
#[doc(hidden)]
pub fn add<T: Differentiable<Cotangent = T>>(total: &mut T, term: &T) {
    T::add(total, term);
}
