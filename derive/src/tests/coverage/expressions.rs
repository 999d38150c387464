//! Expressions.

use super::sample::{Sample, compiled, derived, grouped, refused, zero};
use crate::diagnostics::*;

pub fn samples() -> Vec<Sample> {
    [values(), places(), calls(), branches(), loops(), exits()].into_iter().flatten().collect()
}

fn values() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { let a = [x, 2.0 * x]; a[0] * a[1] }"),
        derived("fn f(x: f64) -> f64 { let a = [[x, 1.0], [2.0, x * x]]; a[0][0] * a[1][1] }"),
        refused("fn f(x: f64) -> f64 { let a = []; x }", KIND_UNKNOWN, "[]"),
        derived("fn f(x: f64) -> f64 { let a = [x; 3]; a[0] * a[2] }"),
        derived("fn f(x: f64) -> f64 { (x * (x + 1.0)) }"),
        grouped("fn f(x: f64) -> f64 { (x + 1.0) * (x) }"),
        derived("fn f(x: f64, y: f64) -> f64 { let t = (x * y, (x, y)); t.0 * t.1.1 }"),
        derived("fn f(x: f64) -> (f64, f64) { (x, x * x) }"),
        derived("fn f(x: f64) -> f64 { let u = (); let _ = u; x * x }"),
        derived("fn f(x: f64) -> f64 { const K: f64 = 3.0; K * x }"),
        derived("fn f(x: f64) -> f64 { std::f64::consts::PI * x }"),
        derived("fn f(x: f64) -> f64 { x * f64::EPSILON }"),
        refused("fn f(x: f64) -> f64 { x * y }", NAME_UNKNOWN, "y"),
        derived("fn f(x: f32) -> f64 { x as f64 * 2.0 }"),
        derived("fn f(x: f64, n: usize) -> f64 { x * n as f64 }"),
        zero("fn f(x: f64) -> f64 { x as i64 as f64 }"),
        zero("fn f(x: f64, a: &[f64]) -> f64 { a[x as usize] * a[1] }"),
        compiled("fn f(x: f64, b: bool) -> f64 { x * b as u8 as f64 }"),
        refused("fn f(x: f64) -> f64 { let p = &x as *const f64; x }", TYPE, "*const f64"),
        compiled("fn f(x: f64) -> f64 { let p = Pair { a: x, b: 2.0 }; p.a * p.b }"),
        refused("fn f(x: f64) -> f64 { let p = Other { a: x }; x }", CONSTRUCT, "Other { a: x }"),
        compiled("fn f(x: f64) -> f64 { let k: f64 = const { 2.0 * 3.0 }; k * x }"),
        refused("fn f(x: f64) -> f64 { let a = async { x }; x }", CONSTRUCT, "async { x }"),
        refused("fn f(x: f64) -> f64 { x.await }", CONSTRUCT, "x.await"),
        refused("fn f(x: f64) -> f64 { yield x; x }", CONSTRUCT, "yield x"),
        refused("fn f(x: f64) -> f64 { try { x } }", CONSTRUCT, "try { x }"),
        refused("fn f(x: f64) -> f64 { unsafe { x * x } }", CONSTRUCT, "unsafe { x * x }"),
        refused(
            "fn f(x: f64) -> f64 { become scaled(x, 1.0) }",
            CONSTRUCT,
            "become scaled(x, 1.0)",
        ),
        derived("fn f(x: f64) -> f64 { ;; let a = x;; a * a }"),
    ]
}

fn places() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { let mut s = x; s = s * x; s }"),
        derived("fn f(x: f64) -> f64 { let mut a = [x, x]; a[1] = a[0] * x; a[1] }"),
        derived("fn f(x: f64) -> f64 { let mut t = (x, x); t.1 = t.0 * x; t.1 }"),
        compiled("fn f(x: f64) -> f64 { let mut p = Pair { a: x, b: x }; p.b = p.a * x; p.b }"),
        derived(
            "fn f(x: f64, y: f64) -> f64 { let (mut a, mut b) = (x, y); (a, b) = (b, a * b); a * b }",
        ),
        derived("fn f(x: f64) -> f64 { _ = x * x; 2.0 * x }"),
        refused("fn f(x: f64) -> f64 { scaled(x, 1.0) = 2.0; x }", ASSIGNMENT, "scaled(x, 1.0)"),
        derived("fn f(x: f64) -> f64 { let r = &x; *r * x }"),
        derived("fn f(x: &[f64]) -> f64 { let a = &x[0]; a * x[1] * x[2] }"),
        derived("fn f(x: f64) -> f64 { let mut s = x; let r = &mut s; *r *= x; s }"),
        derived(
            "fn f(x: f64) -> f64 { let mut a = [x, x]; let r = &mut a[0]; *r = x * x; a[0] * a[1] }",
        ),
        refused(
            "fn f(x: f64) -> f64 { let mut a = [x, x]; let mut r = &mut a[0]; r = &mut a[1]; *r }",
            BORROW,
            "r",
        ),
        refused("fn f(x: f64) -> f64 { let p = &raw const x; x }", CONSTRUCT, "&raw const x"),
        refused(
            "fn f(x: f64) -> f64 { let mut y = x; let p = &raw mut y; y }",
            CONSTRUCT,
            "&raw mut y",
        ),
        derived("fn f(a: &[f64], i: usize) -> f64 { a[0] * a[1] * a[i] }"),
        derived("fn f(a: &[f64], n: usize) -> f64 { a[a.len() - 1] * a[n % 2] * a[1] }"),
        derived("fn f(a: &Array2<f64>) -> f64 { a[[0, 1]] * a[(2, 1)] }"),
        derived("fn f(a: &Array1<f64>) -> f64 { a[0] * a[2] }"),
        derived("fn f(a: &[[f64; 3]; 3]) -> f64 { a[0][1] * a[2][0] }"),
        derived(
            "fn f(a: &[f64]) -> f64 { let b = &a[1..]; let c = &a[..=1]; let d = &a[..]; b[0] * c[0] * d[2] }",
        ),
        derived(
            "fn f(a: &[f64]) -> f64 { let mut b = a.to_vec(); b[1..3].fill(a[0]); b[1] * b[2] }",
        ),
    ]
}

fn calls() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { scaled(x * x, 3.0) }"),
        derived("fn f(x: f64) -> f64 { f64::sin(x) * f64::mul_add(x, x, 1.0) }"),
        compiled("fn f(x: f64) -> f64 { x * chainrule::constant(x) }"),
        derived("fn f(n: i32, x: f64) -> f64 { f64::from(n) * x }"),
        refused("fn f(x: f64) -> f64 { unknown(x) }", FUNCTION_UNKNOWN, "unknown"),
        derived("fn f(x: f64) -> f64 { let o = Some(x); x * o.unwrap_or(2.0) }"),
        derived(
            "fn f(x: f64) -> f64 { let o = if x > 9.0 { None } else { Some(x * x) }; o.map_or(1.0, f64::sin) }",
        ),
        derived("fn f(x: f64) -> Option<f64> { if x > 9.0 { return None; } Some(x * x) }"),
        derived(
            "fn f(x: f64) -> Result<f64, String> { if x > 9.0 { Err(String::new())? } Ok(x * x) }",
        ),
        refused("fn f(x: f64, t: (f64,)) -> f64 { (t.0)(x) }", FUNCTION_UNKNOWN, "(t.0)"),
        derived("fn f(x: f64) -> f64 { let h = |a: f64| a * x; h(x) + h(2.0) }"),
        derived("fn f(x: f64) -> f64 { (|a| a * x)(x) }"),
        derived(
            "fn f(x: f64) -> f64 { let mut s = x; let mut add = |a| s += a * x; add(x); add(1.0); s }",
        ),
        derived("fn f(x: f64) -> f64 { let h = move |a: f64| -> f64 { a * x }; h(x) }"),
        refused("fn f(x: f64) -> f64 { let h = async |a: f64| a; x }", CONSTRUCT, "async"),
        derived("fn f(x: f64) -> f64 { x.sin().powi(2) * x.max(0.0) }"),
        derived("fn f(a: &[f64]) -> f64 { a[0] * a[1] * a[2] * a.len() as f64 }"),
        derived("fn f(a: &Array1<f64>) -> f64 { a.dot(a) + a.mapv(|v| v.exp()).sum() }"),
        derived("fn f(x: f64, n: usize) -> f64 { x * n.max(3) as f64 }"),
        compiled("fn f(x: f64, #[constant] name: &str) -> f64 { x * name.len() as f64 }"),
        refused("fn f(x: f64) -> f64 { x.gamma() }", METHOD_UNKNOWN, "gamma"),
        refused("fn f(a: &[f64]) -> f64 { a.concat() }", METHOD_UNKNOWN, "concat"),
        refused("fn f(a: &Array1<f64>) -> f64 { a.permute() }", METHOD_UNKNOWN, "permute"),
        derived("fn f(x: f64) -> f64 { let v = vec![x, x * x]; v[0] * v[1] }"),
        derived("fn f(x: f64, n: usize) -> f64 { let v = vec![x; n]; v[0] * v[1] }"),
        derived("fn f(x: f64) -> f64 { assert!(x > 0.0, \"{x}\"); x * x }"),
        derived("fn f(x: f64) -> f64 { println!(\"{x}\"); x * x }"),
        derived("fn f(x: f64, n: usize) -> f64 { if matches!(n, 1 | 2) { x * x } else { x } }"),
        refused("fn f(x: f64) -> f64 { x * mine!(x) }", MACRO, "mine!(x)"),
        refused("fn f(x: f64) -> f64 { mine!(x); x }", MACRO, "mine!(x)"),
    ]
}

fn branches() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { let a = { let b = x * x; b * x }; a }"),
        derived(
            "fn f(x: f64) -> f64 { if x > 0.0 { x * x } else if x < -1.0 { x } else { 2.0 * x } }",
        ),
        derived("fn f(x: f64) -> f64 { let mut s = x; if x > 0.0 { s *= x; } s }"),
        zero("fn f(x: f64, y: f64) -> f64 { if x > 0.0 { x * x } else { y } }"),
        refused(
            "fn f(x: f64) -> f64 { if x > 0.0 { (x, x) } else { x } }",
            BRANCHES,
            "if x > 0.0 { (x, x) } else { x }",
        ),
        compiled(
            "fn f(x: f64, #[constant] o: Option<f64>) -> f64 { if let Some(k) = o { x * k } else { x } }",
        ),
        derived("fn f(x: f64, n: usize) -> f64 { match n { 0 => x, 1 | 2 => x * x, _ => 1.0 } }"),
        compiled(
            "fn f(x: f64, n: usize) -> f64 { match n { 2 if x > 9.0 => x, 2 => x * x, _ => 1.0 } }",
        ),
    ]
}

fn loops() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64, n: usize) -> f64 { let mut s = x; for _ in 0..n { s *= x; } s }"),
        derived(
            "fn f(x: f64, n: usize) -> f64 {
                let mut s = x;
                for i in (1..=n).rev().step_by(2) { s += x * i as f64; }
                s
            }",
        ),
        derived(
            "fn f(a: &[f64], b: &[f64]) -> f64 {
                let mut s = a[0];
                for (i, (p, q)) in a.iter().zip(b).enumerate() { s += p * q * i as f64; }
                s
            }",
        ),
        derived(
            "fn f(a: &[f64]) -> f64 {
                let mut b = a.to_vec();
                for p in b.iter_mut() { *p *= *p; }
                b[0] + b[1] + b[2]
            }",
        ),
        refused("fn f(x: f64) -> f64 { for a in x { } x }", ITERATOR, "x"),
        refused("fn f(x: f64) -> f64 { for i in 0.. { } x }", ITERATOR, "for i in 0.. { }"),
        compiled("fn f(x: f64, n: usize) -> f64 { let r = 0..n; x * r.len() as f64 }"),
        derived("fn f(x: f64) -> f64 { let r = 0.0..x; r.end * x }"),
        refused("fn f(x: f64) -> f64 { let r = (x, 1.0)..; x }", CONSTRUCT, "(x, 1.0).."),
        derived("fn f(x: f64) -> f64 { let mut s = x; while s < 9.0 { s *= x + 1.0; } s }"),
        compiled(
            "fn f(x: f64, #[constant] names: &str) -> f64 {
                let mut s = x;
                let mut n = 0;
                while let Some(c) = names.chars().nth(n) { n += 1; if c == 'a' { s *= x; } }
                s
            }",
        ),
        derived(
            "fn f(x: f64) -> f64 { let mut s = x; loop { s *= 2.0; if s > 9.0 { break; } } s }",
        ),
    ]
}

fn exits() -> Vec<Sample> {
    vec![
        derived("fn f(x: f64) -> f64 { return x * x; }"),
        derived("fn f(x: f64) -> f64 { if x > 0.0 { return x * x; } x }"),
        derived(
            "fn f(x: f64) -> f64 {
                let mut s = x;
                let t = loop { s *= 2.0; if s > 9.0 { break s * x; } };
                t
            }",
        ),
        derived(
            "fn f(x: f64, n: usize) -> f64 {
                let mut s = x;
                for i in 0..n { if i == 0 { continue; } s *= x; }
                s
            }",
        ),
        derived(
            "fn f(x: f64, n: usize) -> f64 {
                let mut s = x;
                'a: for i in 0..n {
                    for j in 0..n { if j > i { continue 'a; } if s > 99.0 { break 'a; } s *= x; }
                }
                s
            }",
        ),
        derived("fn f(x: f64) -> f64 { let t = 'a: { if x > 0.0 { break 'a x * x; } x }; t }"),
        compiled(
            "fn f(x: f64, #[constant] o: Option<f64>) -> f64 { let Some(k) = o else { return x }; k * x }",
        ),
        refused("fn f(x: f64, #[constant] s: Option<f64>) -> f64 { x * s? }", TRY, "s?"),
        refused(
            "fn f(x: f64) -> f64 { let a = [return x; 2]; a[0] }",
            EARLY_RETURN,
            "[return x; 2]",
        ),
    ]
}
