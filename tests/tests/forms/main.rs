//! Forms in which code is written, each in every mode: value, gradient, tangents and second derivatives, with the
//! option `checkpoint` and without it, against differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::manual_repeat_n, clippy::while_let_on_iterator)]
#![allow(
    clippy::let_and_return,
    clippy::useless_vec,
    clippy::map_flatten,
    clippy::manual_is_multiple_of
)]
#![allow(
    clippy::type_complexity,
    clippy::op_ref,
    clippy::explicit_auto_deref,
    clippy::needless_borrow
)]
#![allow(clippy::while_let_loop)]

#[macro_use]
mod programs;

mod iterators;
mod middles;
mod ranges;
mod storages;
mod tries;
mod variables;
