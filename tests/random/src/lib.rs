//! Programs written at random by the build script: mutation, loops, branches, early exits, places and
//! calls within each other. They terminate and stay tame. Each is compiled twice, under
//! `#[differentiate(hessian)]` and with the same statements over dual numbers.
//!
//! `CHAINRULE_PROGRAMS` is how many there are, `CHAINRULE_SEED` where the generator starts:
//!
//! ```console
//! CHAINRULE_PROGRAMS=400 CHAINRULE_SEED=7 cargo test --package chainrule-random
//! ```
//!
//! A failure names the program by its index and seed. `shrink` cuts it down to the smallest one that fails
//! the same check, or does not compile:
//!
//! ```console
//! cargo run --package chainrule-random-generator --bin shrink -- <seed> <index>
//! ```
//!
//! With `CHAINRULE_SOURCES` the programs come from a file, and with `CHAINRULE_PLAIN` they are compiled
//! without the attribute; this is how `shrink` tries many at once.

// What a generator writes is not what a person would.
#![allow(clippy::all, unused)]

pub mod checks;
mod duals;
mod helpers;

use duals::D;

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// A program: its name and source, itself, and its derivatives.
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// The source.
    pub source: &'static str,
    /// The function.
    pub value: fn(&[f64], usize) -> f64,
    /// The function with its gradient.
    pub gradient: fn(&[f64], usize) -> (f64, Vec<f64>),
    /// The function with its tangent along a direction.
    pub jvp: fn(&[f64], usize, &[f64]) -> (f64, f64),
    /// The gradient with its tangent along a direction.
    pub gradient_jvp: fn(&[f64], usize, &[f64]) -> (Vec<f64>, Vec<f64>),
    /// The same statements over dual numbers.
    pub dual: fn(&[D], usize) -> D,
}
