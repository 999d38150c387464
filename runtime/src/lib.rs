//! Compile-time symbolic differentiation for Rust.

#![cfg_attr(not(feature = "std"), no_std)]

mod differentiable;

pub use differentiable::{Differentiable, Differentiated};
