//! Functions that return `Result` and `Option`.
// Code as users write it.
#![allow(clippy::all)]

mod caught;
mod guards;
mod held;
mod labels;
mod lanes;
mod more;
mod patterns;
mod together;
mod written_out;
