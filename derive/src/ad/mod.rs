//! Differentiation of the intermediate language.

mod accumulate;
mod arrays;
mod branch;
mod call;
mod fused;
mod keep;
mod looped;
mod order;
mod partial;
mod reverse;
mod scratch;
mod shape;
mod stacks;

pub use reverse::{Pair, reverse};
