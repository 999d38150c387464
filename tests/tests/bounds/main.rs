//! Traits as bounds: generic code over `P: Potential` has derivatives for every type whose `impl` has the attribute.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

mod belonging;
mod kernels;
mod modules;
mod potentials;
mod signatures;
mod states;
