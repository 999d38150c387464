//! Programs written at random by the build script: mutation, loops, branches, early exits, places and
//! calls within each other, and the features of `chainrule_random_generator::FEATURES`. They terminate
//! and stay tame. Each is compiled twice, under `#[differentiate]` with some options and with the same
//! statements over dual numbers; some are in single precision, some generic.
//!
//! `CHAINRULE_PROGRAMS` is how many there are, `CHAINRULE_SEED` where the generator starts, and
//! `CHAINRULE_FEATURES` which features there are (`all`, `none`, or names between commas):
//!
//! ```console
//! CHAINRULE_PROGRAMS=400 CHAINRULE_SEED=7 cargo test --package chainrule-random
//! ```
//!
//! A failure names the program by its index and seed. By hand, `hunt` tries many programs in batches, also
//! such as rustc rejects, and `shrink` cuts one down to the smallest that fails the same check, or does not
//! compile:
//!
//! ```console
//! cargo run --package chainrule-random-generator --bin hunt -- <seed> <from> <to> [features]
//! cargo run --package chainrule-random-generator --bin shrink -- <seed> <index> [features]
//! ```
//!
//! With `CHAINRULE_SOURCES` the programs come from a file, and with `CHAINRULE_PLAIN` they are compiled
//! without the attribute; this is how both try many at once.

// What a generator writes is not what a person would.
#![allow(clippy::all, unused, irrefutable_let_patterns, overlapping_range_endpoints)]

mod beside;
mod bounds;
pub mod checks;
mod duals;
mod generics;
mod helpers;
mod missing;
mod number;
mod several;
mod singles;
mod stores;
mod structures;

pub use number::D;

/// What programs may name.
mod names {
    pub(crate) use ndarray::prelude::*;
    pub(crate) use ndarray::{Zip, concatenate, s, stack};

    pub(crate) use crate::beside::*;
    pub(crate) use crate::bounds::*;
    pub(crate) use crate::helpers::*;
    pub(crate) use crate::missing::*;
    pub(crate) use crate::several::*;
    pub(crate) use crate::stores::*;
    pub(crate) use crate::structures::*;
}

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// A program: its name and source, itself, and its derivatives.
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// The source.
    pub source: &'static str,
    /// By how much it is less exact than `f64`.
    pub slack: f64,
    /// The function.
    pub value: fn(&[f64], usize) -> f64,
    /// The function with its gradient.
    pub gradient: fn(&[f64], usize) -> (f64, Vec<f64>),
    /// The function with its tangent along a direction.
    pub jvp: fn(&[f64], usize, &[f64]) -> (f64, f64),
    /// The gradient with its tangent along a direction, if the program has second derivatives.
    pub gradient_jvp: Option<GradientJvp>,
    /// The same statements over dual numbers.
    pub dual: fn(&[D], usize) -> D,
}

/// The gradient with its tangent along a direction.
pub type GradientJvp = fn(&[f64], usize, &[f64]) -> (Vec<f64>, Vec<f64>);

/// As numbers of single precision.
fn single(x: &[f64]) -> Vec<f32> {
    x.iter().map(|x| *x as f32).collect()
}

/// Back again.
fn double(x: &[f32]) -> Vec<f64> {
    x.iter().copied().map(f64::from).collect()
}
