//! Programs of the benchmark suite [GradBench](https://gradben.ch), as one would write them without
//! a thought of derivatives.
//!
//! Each module holds one program, its formula in the head. What is there beside it is what the
//! suite asks for in terms of the generated handle: a gradient, a row of a Jacobian.

pub mod ba;
pub mod descent;
pub mod det;
pub mod gmm;
pub mod hello;
pub mod ht;
pub mod kmeans;
pub mod llsq;
pub mod lse;
pub mod lstm;
pub mod ode;
pub mod particle;
pub mod references;
pub mod saddle;
