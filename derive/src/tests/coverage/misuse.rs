//! What would be wrong without an error: changes that the compiler cannot follow.

use super::sample::{Sample, compiled, derived, refused};
use crate::diagnostics::*;

pub fn samples() -> Vec<Sample> {
    [effects(), observed(), escapes(), memory(), diverging()].into_iter().flatten().collect()
}

fn effects() -> Vec<Sample> {
    vec![
        refused(
            "fn f(x: f64) -> f64 { let mut s = String::new(); s.push('a'); if s.is_empty() { 0.0 } else { x } }",
            EFFECT,
            "s.push('a')",
        ),
        refused(
            "fn f(x: f64) -> f64 { let c = Cell::new(0); c.set(1); x * c.get() as f64 }",
            EFFECT,
            "c.set(1)",
        ),
        refused(
            "fn f(x: f64, n: usize) -> f64 { let mut m = n; std::mem::forget(&mut m); x * m as f64 }",
            EFFECT,
            "std::mem::forget(&mut m)",
        ),
        refused(
            "fn f(x: f64) -> f64 { let mut o = Some(1.0); let k = o.take(); x * k.unwrap() }",
            EFFECT,
            "o.take()",
        ),
        refused(
            "fn f(x: f64, n: usize) -> f64 { let mut m = 0; let o = Some(n); let p = o.map(|i| { m += i; m }); x * p.unwrap() as f64 * m as f64 }",
            EFFECT,
            "o.map(|i| { m += i; m })",
        ),
        refused(
            "fn f(x: f64) -> f64 { let mut s = String::new(); assert!(s.pop().is_none()); x }",
            EFFECT,
            "s.pop().is_none()",
        ),
        compiled("fn f(x: f64, #[constant] c: &Cell<f64>) -> f64 { let k: f64 = c.get(); x * k }"),
    ]
}

/// What is near to the above, and plain.
fn observed() -> Vec<Sample> {
    vec![
        derived(
            "fn f(x: f64) -> f64 { let mut s = x; assert!(s.max(1.0).is_finite()); s *= x; s }",
        ),
        compiled(
            "fn f(x: f64) -> f64 { let mut o = None; if x > 9.0 { o = Some(1); } if o.is_some() { 1.0 } else { x } }",
        ),
        compiled(
            "fn f(x: f64, n: usize) -> f64 { let n = n + 1; let r = 0..n; x * r.len() as f64 }",
        ),
    ]
}

fn escapes() -> Vec<Sample> {
    vec![refused("fn f(x: f64) -> f64 { let h = |a: f64| a * x; let t = [h]; x }", CLOSURE, "h")]
}

fn memory() -> Vec<Sample> {
    vec![
        refused(
            "fn f(x: f64) -> f64 { let c = Cell::new(x); c.get() }",
            FUNCTION_UNKNOWN,
            "Cell::new",
        ),
        refused("fn f(x: f64) -> f64 { let c = Box::new(x); *c }", FUNCTION_UNKNOWN, "Box::new"),
    ]
}

fn diverging() -> Vec<Sample> {
    vec![derived("fn f(x: f64) -> f64 { if x < 0.0 { panic!(\"{x}\"); } x * x }")]
}
