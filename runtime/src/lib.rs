//! Compile-time symbolic differentiation for Rust.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "ndarray")]
pub mod array;
#[cfg(feature = "std")]
pub mod check;
mod differentiable;
mod float;
#[cfg(feature = "ndarray")]
pub mod nn;
mod shadow;
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub mod graph;
#[cfg(feature = "std")]
pub mod simd;

#[cfg(feature = "std")]
pub use check::{GradientCheck, GradientError, check_gradient};
pub use differentiable::{Differentiable, Differentiated};
pub use float::Float;
pub use shadow::{Inactive, Shadow};
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub use graph::Graph;
