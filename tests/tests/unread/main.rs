//! Values that nothing reads, at points where their derivatives are infinite: both modes say 0.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::useless_vec, clippy::assign_op_pattern)]

mod arrays;
mod calls;
mod kept;
mod largest;
mod left;
mod loops;
mod norms;
mod powers;
mod second;
mod straight;
