//! Patterns, in `let` and in `match`.

use super::sample::{Sample, compiled, derived, refused};
use crate::diagnostics::*;

pub fn samples() -> Vec<Sample> {
    [bindings(), choices()].into_iter().flatten().collect()
}

fn bindings() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { let a = x; let mut b = a; b *= x; let ref c = b; c * x }"),
        derived(
            "fn f(x: f64) -> f64 { let mut a = [x, x]; let ref mut r = a[0]; *r *= x; a[0] * x }",
        ),
        derived("fn f(x: f64, y: f64) -> f64 { let (a, (b, _)) = (x, (y, x)); a * b }"),
        derived("fn f(x: f64) -> f64 { let (a, ..) = (x, x); a }"),
        refused("fn f(x: f64) -> f64 { let (a, b) = x; a }", PATTERN, "(a, b)"),
        derived("fn f(a: [f64; 3]) -> f64 { let [p, q, r] = a; p * q * r }"),
        derived("fn f(a: [f64; 3]) -> f64 { let [p, .., q] = a; p * q }"),
        derived("fn f(x: f64) -> f64 { let &a = &x; a * x }"),
        derived("fn f(x: f64) -> f64 { let (a) = x; a * x }"),
        derived("fn f(x: f64) -> f64 { let a: f64 = x; a * x }"),
        derived("fn f(x: f64) -> f64 { let _ = x; x * x }"),
        refused("fn f(x: f64) -> f64 { let box a = x; x }", PATTERN, "box a"),
        derived("fn f(x: f64) -> f64 { let a @ b = x; a * b }"),
        compiled("fn f(x: f64) -> f64 { let Pair { a, b } = Pair { a: x, b: 2.0 }; a * b }"),
        compiled("fn f(p: Pair) -> f64 { let Pair { a: k, .. } = p; k * k }"),
        refused("fn f(x: f64, o: (f64,)) -> f64 { let Wrapped(a) = o; a }", PATTERN, "Wrapped(a)"),
        derived("fn f(a: &[f64]) -> f64 { let mut s = 1.0; for &v in a { s *= v; } s }"),
    ]
}

fn choices() -> Vec<Sample> {
    vec![
        compiled("fn f(x: f64, n: usize) -> f64 { match n { 0 => x, 1..=3 => x * x, _ => 1.0 } }"),
        compiled("fn f(x: f64, n: usize) -> f64 { match n { (1 | 2) => x * x, _ => 1.0 } }"),
        compiled("fn f(x: f64, n: usize) -> f64 { match n { 2 if x < 9.0 => x * x, _ => 1.0 } }"),
        compiled("fn f(x: f64, n: usize) -> f64 { match n { usize::MAX => x, _ => x * x } }"),
        compiled("fn f(x: f64, n: usize) -> f64 { match n { const { 1 + 1 } => x, _ => x * x } }"),
        compiled("fn f(x: f64, n: usize) -> f64 { match n { pattern!() => x, _ => x * x } }"),
        compiled(
            "fn f(x: f64, #[constant] o: Option<f64>) -> f64 { match o { None => x, Some(k) => x * k } }",
        ),
        compiled(
            "fn f(x: f64, #[constant] o: Shape) -> f64 { match o { Shape::Square { .. } => x, Shape::Disc(_) | Shape::Line => x * x } }",
        ),
        compiled(
            "fn f(x: f64, n: usize) -> f64 { match (n, n) { (0, ..) => x, (_, &1) => 2.0 * x, _ => x * x } }",
        ),
        compiled("fn f(x: f64) -> f64 { match x { 0.0 => 1.0, _ => x } }"),
        derived("fn f(v: &[f64]) -> f64 { match v { [a, .., b] => *a * b, _ => 0.0 } }"),
        refused(
            "fn f(p: (f64, f64)) -> f64 { match p { (a, 1.0) | (1.0, a) => a, _ => 0.0 } }",
            MATCH,
            "(a, 1.0) | (1.0, a)",
        ),
    ]
}
