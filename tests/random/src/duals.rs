//! The helpers over dual numbers: the same source with another type.

pub(crate) use num_dual::DualNum;

/// A number with two infinitesimals and their product.
pub type D = num_dual::HyperDual64;

include!(concat!(env!("OUT_DIR"), "/duals.rs"));
