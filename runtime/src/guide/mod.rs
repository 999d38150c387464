//! Worked examples: text only, which runs as tests.
//!
//! - [`choosing`]: which derivative for what, and what each costs.
//! - [`implicit`]: roots, fixed points and linear systems, differentiated without their iterations.
//! - [`sparse`]: Jacobians of which most is zero.

pub mod choosing;
pub mod implicit;
pub mod sparse;
