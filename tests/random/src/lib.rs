//! Programs written at random by the build script: mutation, loops, branches, early exits, places and
//! calls within each other. They terminate and stay tame.
//!
//! `CHAINRULE_PROGRAMS` is how many there are, `CHAINRULE_SEED` where the generator starts:
//!
//! ```console
//! CHAINRULE_PROGRAMS=2000 CHAINRULE_SEED=7 cargo test --package chainrule-random
//! ```
//!
//! A failure names the program; it is printed with its seed, and can be cut down by hand.

// What a generator writes is not what a person would.
#![allow(clippy::all, unused)]

mod helpers;

use helpers::*;

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// A program: its name and source, itself, and its value with the gradient.
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
}
