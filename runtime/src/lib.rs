//! Compile-time symbolic differentiation for Rust.

#![cfg_attr(not(feature = "std"), no_std)]

mod differentiable;
#[cfg(feature = "std")]
pub mod simd;

pub use differentiable::{Differentiable, Differentiated};
