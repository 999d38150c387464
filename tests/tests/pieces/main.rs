//! `#[differentiate(checkpoint(loops))]`: what long loops keep grows as the square root of their steps, and derivatives
//! are what they are.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::explicit_counter_loop, clippy::useless_vec)]

mod memory;
mod programs;
mod states;
