//! Rust out: from the intermediate language to code for reading.

mod arrays;
mod block;
mod buffers;
mod call;
mod code;
mod control;
mod expr;
mod function;
mod graph;
mod handle;
mod inplace;
mod layout;
mod loops;
mod names;
mod places;
mod residuals;
mod scheme;
mod sequences;
mod stubs;
mod types;
mod views;

pub use graph::{Primal, graph};
pub use handle::{Handle, handle};
pub use stubs::stubs;
