//! Operators, literals, ranges and members.

use super::sample::{Sample, compiled, derived, refused, zero};
use crate::diagnostics::*;

pub fn samples() -> Vec<Sample> {
    [arithmetic(), comparisons(), bits(), literals()].into_iter().flatten().collect()
}

fn arithmetic() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64, y: f64) -> f64 { -x * (x + y) - x / y }"),
        derived("fn f(x: f64, y: f64) -> f64 { (9.0 * x) % y }"),
        derived(
            "fn f(x: f64, y: f64) -> f64 { let mut s = x; s += y; s -= x * y; s *= x; s /= y; s }",
        ),
        derived("fn f(x: f64, y: f64) -> f64 { let mut s = 9.0 * x; s %= y; s }"),
        derived(
            "fn f(a: &[f64]) -> f64 { let mut b = a.to_vec(); b[0] += a[1]; b[1] -= a[0]; b[2] *= a[1]; b[0] * b[1] * b[2] }",
        ),
        derived(
            "fn f(a: &Array1<f64>, b: &Array1<f64>) -> f64 { let mut c = a * b; c += a; (c - b / a).sum() }",
        ),
        refused("fn f(x: f64, y: f32) -> f64 { x + y }", KIND_MISMATCH, "x + y"),
    ]
}

fn comparisons() -> Vec<Sample> {
    vec![
        derived(
            "fn f(x: f64, y: f64) -> f64 { if x < y && !(x > 9.0) || x == 7.0 { x * y } else { x } }",
        ),
        derived("fn f(x: f64, y: f64) -> f64 { if x <= y { x * y } else { x } }"),
        derived("fn f(x: f64, y: f64) -> f64 { if y >= x { x * y } else { x } }"),
        derived("fn f(x: f64, n: usize) -> f64 { if n != 3 { x * x } else { x } }"),
    ]
}

fn bits() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64, n: usize) -> f64 { x * ((n & 3) | (n ^ 1)) as f64 }"),
        derived("fn f(x: f64, n: usize) -> f64 { x * ((n << 2) + (n >> 1)) as f64 }"),
        derived(
            "fn f(x: f64, n: usize) -> f64 { let mut m = n; m <<= 2; m >>= 1; m |= 1; m &= 7; m ^= 2; x * m as f64 }",
        ),
        compiled(
            "fn f(x: f64, b: bool) -> f64 { let mut c = b; c &= x > 0.0; if c { x * x } else { x } }",
        ),
        compiled("fn f(x: f64, n: i64) -> f64 { x * !n as f64 }"),
    ]
}

fn literals() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { x * 2.0 + 1e-3 * x + 2f64 * x + x * 3_f64 }"),
        derived("fn f(x: f64) -> f64 { x * 2u8 as f64 + 0x1f as f64 * x }"),
        derived("fn f(x: f64) -> f64 { let b = true; if b { x * x } else { x } }"),
        compiled("fn f(x: f64) -> f64 { let s = \"name\"; x * s.len() as f64 }"),
        compiled("fn f(x: f64) -> f64 { let s = b\"name\"; x * s.len() as f64 }"),
        compiled("fn f(x: f64) -> f64 { let s = c\"name\"; x * s.count_bytes() as f64 }"),
        compiled("fn f(x: f64) -> f64 { x * b'a' as f64 }"),
        compiled("fn f(x: f64) -> f64 { x * 'a' as u32 as f64 }"),
        zero("fn f(x: f64) -> f64 { x * 0.0 }"),
    ]
}
