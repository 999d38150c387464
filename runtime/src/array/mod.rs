//! What generated code does with arrays: products that accumulate, and sums that undo broadcasting.
//!
//! Every function takes references to [`ndarray::ArrayRef`], to which owned arrays and views
//! dereference, with any strides; transposing costs nothing. Elements are numbers; those that are
//! only added up may be several tangents of numbers, too ([`Element`]), whose products are in [`lanes`].

mod broadcast;
mod element;
pub mod lanes;
mod matmul;
mod outer;
mod shape;
pub(crate) mod sums;
mod vector;

pub use broadcast::{accumulate, repeat, unbroadcast};
pub use element::Element;
pub use matmul::{MatMul, add_matmul, matmul};
pub use outer::outer;
pub use shape::{products_of_others, products_of_others_dot, reshaped};
pub use vector::{add_matvec, add_outer, add_scaled, add_vecmat};
