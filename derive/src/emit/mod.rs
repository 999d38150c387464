//! Rust out: from the intermediate language to code for reading.

mod arrays;
mod block;
mod buffers;
mod call;
mod code;
mod control;
mod expr;
mod function;
mod gradient;
mod graph;
mod handle;
mod hessian;
mod inplace;
mod jacobian;
mod lanes;
mod layout;
mod loops;
mod names;
mod objective;
mod places;
mod residuals;
mod scheme;
mod second;
mod sequences;
mod stacks;
mod stubs;
mod tangents;
mod types;
mod views;

pub use graph::{Primal, graph};
pub use handle::{Handle, handle};
pub use lanes::lanes_name;
pub use names::Names;
pub use stubs::stubs;
