//! Names: what may be called anything, and is still found.
// Paths and macros are what is tested.
#![allow(unused_qualifications, clippy::assertions_on_constants, clippy::useless_vec)]
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::redundant_closure)]

mod aliases;
mod at_once;
mod bounds;
mod calls;
mod constant_parts;
mod derived;
mod digits;
mod functions;
mod imported;
mod integers;
mod lengths;
mod long;
mod many;
mod of_traits;
mod own_types;
mod precisions;
mod shadowed;
mod standard;
