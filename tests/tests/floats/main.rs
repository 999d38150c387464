//! Type parameters that are floats by their bounds, as generic code over `num-traits` and `ndarray` has them.
// Code as users write it.
#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::redundant_closure,
    clippy::op_ref
)]
#![allow(
    unused_qualifications,
    clippy::trait_duplication_in_bounds,
    clippy::unnecessary_fallible_conversions
)]

mod arrays;
mod bounds;
mod calls;
mod constants;
mod conversions;
mod functions;
mod modes;
mod own_traits;
mod programs;
mod structs;
