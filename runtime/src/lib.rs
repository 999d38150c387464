//! Compile-time symbolic differentiation for Rust.
//!
//! Put [`#[differentiate]`](macro@differentiate) on a function, and its derivative is written next
//! to it as ordinary Rust:
//!
//! ```
//! use chainrule::differentiate;
//!
//! #[differentiate]
//! fn area(width: f64, height: f64) -> f64 {
//!     width * height
//! }
//!
//! assert_eq!(area(2.0, 3.0), 6.0);
//! assert_eq!(area::gradient(2.0, 3.0), (3.0, 2.0));
//! ```
//!
//! # The handle
//!
//! The function stays as it is. Beside it stands its *handle*, an empty enum of the same name: types
//! and functions have separate namespaces, so `use path::area;` brings both. Its associated functions
//! are the derivatives.
//!
//! | function | meaning |
//! |---|---|
//! | `f::forward(args…) -> (output, residuals)` | the value, and what the backward pass needs |
//! | `f::backward(args…, &residuals, output_bar, shadows…) -> cotangents` | the vector-Jacobian product |
//! | `f::gradient(args…)` | scalar output: all cotangents for the seed 1, owned |
//! | `f::value_and_gradient(args…)` | both in one pass |
//! | `f::hvp(args…, direction…)`, `f::hessian(args…)` | scalar output, with the option `hessian`: second derivatives; the matrix is `[[f64; n]; n]` for `n` numbers or an array of them, else an `Array2` with a row for each number of the arguments, in order |
//! | `f::graph()`, `f::graph_at(args…)` | the computational graph, with the option `graph` |
//!
//! The cotangent of `x`, written `x_bar`, is the derivative of the final scalar with respect to `x`.
//! `backward` takes that of the output and yields those of the arguments. How, mirrors how the
//! arguments themselves are handed over:
//!
//! | parameter | in `backward` | from `gradient` |
//! |---|---|---|
//! | `x: f64`, `f32`, `T: Float`, `T: num_traits::Float` | returned | the same type |
//! | `x: [f64; N]`, tuples | returned | the same type |
//! | `x: &f64`, `&[f64; N]` | `x_bar: &mut` of the same type, added to | `f64`, `[f64; N]` |
//! | `x: &[f64]`, `&Vec<f64>` | `x_bar: &mut [f64]`, added to | `Vec<f64>` |
//! | `w: &Array2<f64>`, views | `w_bar: &mut Array2<f64>`, added to | `Array2<f64>` |
//! | `ws: &[Array2<f64>]` | `ws_bar: &mut [Array2<f64>]`, added to | `Vec<Array2<f64>>` |
//! | `m: &Model` with [`#[derive(Differentiable)]`](derive@Differentiable) | `m_bar: &mut ModelCotangent`, added to | `ModelCotangent` |
//! | integers, `bool`, `#[constant]`, all outside `wrt(…)` | none | left out |
//!
//! One returned cotangent is a bare value, several are a tuple in the order of the parameters.
//! Residuals are borrowed, so several seeds can be pulled through one forward pass:
//!
//! ```
//! use chainrule::differentiate;
//!
//! #[differentiate]
//! fn polar(r: f64, angle: f64) -> (f64, f64) {
//!     let (sine, cosine) = angle.sin_cos();
//!     (r * cosine, r * sine)
//! }
//!
//! let ((x, y), residuals) = polar::forward(2.0, 0.0);
//! assert_eq!((x, y), (2.0, 0.0));
//! assert_eq!(polar::backward(2.0, 0.0, &residuals, (1.0, 0.0)), (1.0, 0.0));
//! assert_eq!(polar::backward(2.0, 0.0, &residuals, (0.0, 1.0)), (0.0, 2.0));
//! ```
//!
//! A function that returns a `Result` or an `Option` of what has a derivative has derivatives that return it: `forward`
//! a `Result` of the pair, `gradient` one of the gradient, with the error of the function. `backward` comes after a
//! `forward` without one.
//!
//! # Calls
//!
//! A differentiated function calls others by name or path, and their derivatives are found the same
//! way. A function whose derivative is written by hand is one whose handle is: an empty enum with
//! `forward` and `backward`, [`Differentiated`], and its signature declared with [`signature!`].
//!
//! On an `impl` block the attribute writes `energy_gradient` and its kin beside the method `energy`,
//! and on a `mod` it goes to every function and `impl` block inside.
//!
//! # Worked examples
//!
//! Module `guide`: which derivative for what, implicit functions, sparse Jacobians.
//!
//! # What is taken
//!
//! Scalars, tuples, arrays, slices, `ndarray` arrays and structs of these; `let`, assignments,
//! branches, `match` without bindings, `for` loops. The README lists everything, with the derivative
//! at points where a function is not smooth. Any other construct is an error on the line in question
//! that says what to write instead.
//!
//! # Features
//!
//! - `std` (default): methods of floats, vectors, [`check_gradient`], [`checkpoint`], [`simd`]; brings `alloc`.
//! - `alloc`: slices, vectors and loops, without `std`.
//! - `libm`: the elementary functions of floats without `std`, as methods of [`Float`], which is to be
//!   imported where a differentiated function calls them.
//! - `ndarray` (default): arrays of rank 1 and 2, [`mod@array`], [`nn`].
//! - `argmin`: handles as problems of the optimisers of that name, module `argmin`.
//! - `graph`: computational graphs and their drawings, module `graph`.
//!
//! Without default features the crate is `no_std`; links to what a feature brings then lead nowhere.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

/// What generated code allocates with.
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub extern crate alloc;

#[cfg(feature = "argmin")]
#[cfg_attr(docsrs, doc(cfg(feature = "argmin")))]
pub mod argmin;
#[cfg(feature = "ndarray")]
pub mod array;
#[cfg(feature = "std")]
pub mod check;
#[cfg(feature = "std")]
pub mod checkpoint;
mod differentiable;
mod fields;
mod float;
mod given;
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub mod graph;
#[cfg(all(any(doc, doctest), feature = "ndarray"))]
pub mod guide;
#[cfg(feature = "ndarray")]
pub mod jacobian;
mod kept;
mod lanes;
mod lengths;
#[cfg(feature = "ndarray")]
pub mod nn;
mod numbers;
mod objective;
#[cfg(feature = "alloc")]
mod order;
mod path;
mod present;
mod rows;
mod shadow;
#[cfg(feature = "std")]
pub mod simd;
mod stand_in;

pub use chainrule_derive::{__next, Differentiable, differentiate, signature};
#[cfg(feature = "std")]
pub use check::{GradientCheck, GradientError, check_gradient};
pub use differentiable::{Differentiable, Differentiated, TwiceDifferentiated};
#[cfg(feature = "std")]
#[doc(hidden)]
pub use fields::Visited;
#[doc(hidden)]
pub use fields::{Carries, Field, OfField, carries_derivatives};
pub use float::{Float, Scalar};
#[doc(hidden)]
pub use float::{is_float, is_real};
#[doc(hidden)]
pub use given::{Given, given};
#[cfg(feature = "graph")]
#[cfg_attr(docsrs, doc(cfg(feature = "graph")))]
pub use graph::Graph;
pub use kept::{Handed, Kept, handed, kept};
pub use lanes::{LANES, Laned, Lanes};
#[cfg(feature = "ndarray")]
#[doc(hidden)]
pub use lengths::same_dim;
#[doc(hidden)]
pub use lengths::{same_items, same_length, same_parts, same_shape};
#[cfg(feature = "ndarray")]
pub use ndarray;
pub use numbers::{Numbers, OneNumber};
pub use objective::{Objective, SmoothObjective};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use order::{order, order_by_key, order_unstable, order_unstable_by_key};
pub use path::Path;
#[doc(hidden)]
pub use present::{Present, present};
#[doc(hidden)]
pub use rows::{add_multiple, add_multiple_unless_zero, sum_of_products};
pub use shadow::{Inactive, Shadow};
#[doc(hidden)]
pub use stand_in::{FieldStandIn, StandIn};

/// The value of `x` without its derivative: to a differentiated function it is a constant.
///
/// `x * constant(x)` has the derivative `x`.
pub fn constant<T>(x: T) -> T {
    x
}

/// `total += term`, for cotangents.
#[doc(hidden)]
pub fn add<T: Differentiable<Cotangent = T>>(total: &mut T, term: &T) {
    T::add(total, term);
}

/// `total += factor · term`, for cotangents.
#[doc(hidden)]
pub fn add_scaled<T, F>(total: &mut T, factor: F, mut term: T)
where
    T: Differentiable<Cotangent = T>,
    F: Float,
{
    T::scale(&mut term, factor.to_f64());
    T::add(total, &term);
}

/// What a function that takes functions does not have: it is differentiated where it is called.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a function that takes functions has no derivatives of its own",
    label = "it is differentiated in those that call it",
    note = "call it in a function with `#[differentiate]`, and take the derivatives of that one; or mark the functions that \
            it takes `#[constant]`"
)]
pub trait OwnDerivatives {}

/// The code in README.md runs as documentation tests.
#[cfg(all(doctest, feature = "ndarray"))]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The macro by which an item answers other expansions.
#[doc(hidden)]
#[macro_export]
macro_rules! __answering {
    (($dollar:tt) [$($exported:tt)*] $name:ident { $($answer:tt)* }) => {
        #[doc(hidden)]
        #[allow(unused_macros)]
        $($exported)*
        macro_rules! $name {
            (once $name { $dollar($dollar beside:tt)* }) => { $dollar($dollar beside)* };
            (once $dollar other:ident { $dollar($dollar beside:tt)* }) => {};
            ($dollar($dollar state:tt)*) => {
                $crate::__next! { { $($answer)* } $dollar($dollar state)* }
            };
        }
    };
}

/// What answers for an item that does not.
#[doc(hidden)]
#[macro_export]
macro_rules! __unanswered {
    ($($state:tt)*) => {};
}

/// The numbers of a struct, by the names of its fields.
#[cfg(feature = "std")]
#[doc(hidden)]
#[macro_export]
macro_rules! __components {
    ([$($generics:tt)*] [$ty:ty] [$($bounds:tt)*] $(($field:tt))*) => {
        impl $($generics)* $crate::check::Components for $ty where $($bounds)* {
            fn visit(
                &mut self,
                path: $crate::check::Path<'_>,
                visitor: &mut dyn ::core::ops::FnMut(
                    $crate::check::Path<'_>,
                    &mut dyn $crate::check::Component,
                ),
            ) {
                $($crate::check::Components::visit(
                    &mut self.$field,
                    path.field(::core::stringify!($field)),
                    visitor,
                );)*
            }
        }
    };
}

/// Without `std` there is no gradient check.
#[cfg(not(feature = "std"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __components {
    ($($rest:tt)*) => {};
}
