//! Hessians over the flattened arguments, and what is said to cotangents and tangents of another length.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::ptr_arg)]

mod hessians;
mod lengths;
