//! Statements, items in a body, and forms of `let`.

use super::sample::{Sample, compiled, derived, refused};
use crate::diagnostics::*;

pub fn samples() -> Vec<Sample> {
    [locals(), items(), attributes()].into_iter().flatten().collect()
}

fn locals() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { let a = x; let a = a * x; a }"),
        derived("fn f(x: f64) -> f64 { x.sin(); x * x }"),
        derived("fn f(x: f64) -> f64 { let a; a = x; a * x }"),
    ]
}

fn items() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { const K: f64 = 2.0; x * K }"),
        derived("fn f(x: f64) -> f64 { fn h(a: f64) -> f64 { a * a } h(x) * x }"),
        compiled("fn f(x: f64) -> f64 { use std::f64::consts::PI; x * PI }"),
        derived("fn f(x: f64) -> f64 { static K: f64 = 2.0; x * K }"),
        refused(
            "fn f(x: f64) -> f64 { static mut K: f64 = 2.0; x }",
            CONSTRUCT,
            "static mut K: f64 = 2.0;",
        ),
        refused("fn f(x: f64) -> f64 { enum E { A } x }", CONSTRUCT, "enum E { A }"),
        refused("fn f(x: f64) -> f64 { struct S; x }", CONSTRUCT, "struct S;"),
        refused("fn f(x: f64) -> f64 { union U { a: u8 } x }", CONSTRUCT, "union U { a: u8 }"),
        refused("fn f(x: f64) -> f64 { trait T {} x }", CONSTRUCT, "trait T {}"),
        refused("fn f(x: f64) -> f64 { trait T = Copy; x }", CONSTRUCT, "trait T = Copy;"),
        refused("fn f(x: f64) -> f64 { type T = f64; x }", CONSTRUCT, "type T = f64;"),
        refused("fn f(x: f64) -> f64 { impl S {} x }", CONSTRUCT, "impl S {}"),
        refused("fn f(x: f64) -> f64 { mod m {} x }", CONSTRUCT, "mod m {}"),
        refused("fn f(x: f64) -> f64 { extern crate core; x }", CONSTRUCT, "extern crate core;"),
        refused("fn f(x: f64) -> f64 { extern \"C\" {} x }", CONSTRUCT, "extern \"C\" {}"),
        refused(
            "fn f(x: f64) -> f64 { macro_rules! twice { ($e:expr) => { 2.0 * $e } } twice!(x) }",
            MACRO,
            "twice!(x)",
        ),
        refused("fn f(x: f64) -> f64 { macro m() {} x }", CONSTRUCT, "macro m() {}"),
    ]
}

fn attributes() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { #[allow(unused_mut)] let mut a = x; a * x }"),
        refused(
            "fn f(x: f64) -> f64 { let mut a = x; #[cfg(never)] { a = 0.0; } a * x }",
            ATTRIBUTE,
            "#[cfg(never)]",
        ),
        refused("fn f(x: f64) -> f64 { #[cfg(never)] let x = 0.0; x }", ATTRIBUTE, "#[cfg(never)]"),
        refused(
            "fn f(x: f64, n: usize) -> f64 { match n { #[cfg(never)] 2 => 0.0, _ => x } }",
            ATTRIBUTE,
            "#[cfg(never)]",
        ),
    ]
}
