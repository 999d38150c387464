//! Programs over arrays, each in every mode: gradient, checkpoint, forward mode, second derivatives,
//! several tangents at once, single precision.
// Plain assignments, references and loops are among what is tested.
#![allow(
    clippy::op_ref,
    clippy::assign_op_pattern,
    clippy::needless_range_loop,
    clippy::useless_vec,
    clippy::ptr_arg
)]

#[macro_use]
mod modes;

mod calls;
mod captures;
mod elements;
mod known_types;
mod known_values;
mod parameters;
mod parts;
mod structs;
mod temporaries;
mod zips;
