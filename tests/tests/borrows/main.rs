//! What a call, a loop or an assignment borrows of its variables: several parts of one of them, parts
//! that are read when the whole has changed, and sequences that are replaced by others. Derivatives
//! against differences, tangents against cotangents.
// Programs are written as one finds them.
#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::misrefactored_assign_op,
    clippy::let_and_return,
    clippy::match_single_binding
)]
#![allow(clippy::ptr_arg, clippy::useless_vec, clippy::manual_memcpy)]
#![allow(clippy::redundant_closure, clippy::type_complexity)]

mod assigned;
mod compare;
mod constants;
mod exchanged;
mod halves;
mod lengths;
mod networks;
mod particles;
mod ranges;
mod replaced;
mod same_element;
mod same_value;
mod slices;
mod temporaries;
mod towers;
mod uncopied;
mod values;
