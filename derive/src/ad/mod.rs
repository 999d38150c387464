//! Differentiation of the intermediate language.

mod accumulate;
mod arrays;
mod branch;
mod call;
mod fused;
mod looped;
mod partial;
mod reverse;

pub use reverse::{Pair, reverse};
