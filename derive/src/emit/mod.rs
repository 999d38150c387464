//! Rust out: from the intermediate language to code for reading.

mod arrays;
mod block;
mod code;
mod control;
mod expr;
mod function;
mod handle;
mod layout;
mod names;
mod places;
mod types;

pub use handle::{Handle, handle, stubs};
