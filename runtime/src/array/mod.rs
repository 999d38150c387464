//! What generated code does with arrays: products that accumulate, and sums that undo broadcasting.
//!
//! Every function takes references to [`ndarray::ArrayRef`], to which owned arrays and views
//! dereference, with any strides; transposing costs nothing. Elements are numbers or several tangents
//! of numbers, [`Lanes`](crate::Lanes): a product has one factor at most that is tangents.

mod broadcast;
mod element;
mod matmul;
mod mean;
mod outer;
mod shape;
pub(crate) mod sums;
mod vector;

pub use broadcast::{accumulate, repeat, unbroadcast};
pub use element::{Element, Times};
pub use matmul::{MatMul, add_matmul, matmul};
pub use mean::{mean, mean_axis};
pub use outer::outer;
pub use shape::{products_of_others, products_of_others_dot, reshaped};
pub use vector::{add_matvec, add_outer, add_scaled, add_vecmat, dot, matvec, vecmat};
