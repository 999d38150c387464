//! The layers and losses of neural networks, each with its derivative.
//!
//! Every function here comes with a handle of the same name, like a function under
//! `#[differentiate]`: `linear(…)` is the value, `linear::forward` and `linear::backward` are the
//! two halves of its reverse mode. Shapes follow PyTorch: a batch is a matrix with one sample a
//! row, weights have shape (outputs, inputs).
//!
//! Arguments may be views with any strides. Cotangents are *added* to the places given for them,
//! and not computed at all for [`Inactive`](crate::Inactive).
//!
//! ```
//! use chainrule::{Inactive, nn};
//! use ndarray::{Array, array};
//!
//! let (x, w, b) = (array![[1.0, 2.0]], array![[3.0, 4.0], [5.0, 6.0]], array![0.5, -0.5]);
//! let (y, residuals) = nn::linear::forward(&x, &w, &b);
//! assert_eq!(y, array![[11.5, 16.5]]);
//!
//! let (mut w_bar, mut b_bar) = (Array::zeros(w.dim()), Array::zeros(b.dim()));
//! let y_bar = array![[1.0, 10.0]];
//! nn::linear::backward(&x, &w, &b, &residuals, y_bar, Inactive, &mut w_bar, &mut b_bar);
//! assert_eq!(w_bar, array![[1.0, 2.0], [10.0, 20.0]]);
//! assert_eq!(b_bar, array![1.0, 10.0]);
//! ```

mod activations;
mod curvature;
mod curvature_rows;
mod dense;
mod lanes;
mod layout;
mod losses;
mod rows;
mod signatures;
mod softmaxes;
mod tangents;

pub use activations::{relu, sigmoid, softplus, tanh};
pub use dense::linear;
pub use losses::{cross_entropy, mse};
pub use signatures::*;
pub use softmaxes::{log_softmax, logsumexp, softmax};
