//! Vectors that grow and shrink.

use chainrule::{Differentiable, differentiate};

use crate::programs::Row;

#[derive(Differentiable)]
struct Trace {
    seen: Vec<f64>,
}

#[differentiate(hessian)]
fn note(trace: &mut Vec<f64>, e: f64) {
    trace.push(e * e);
}

pub const ROWS: &[Row] = &[row! { "vectors"
    "`Vec::new()`" (x, y) { let mut v = Vec::new(); for e in x { v.push(e * y); } v[0] * v[5] }
    "`Vec::with_capacity(n)`" (x, y) { let n = 3; let mut v = Vec::with_capacity(n); v.push(x[0] * y); v[0] * v[0] }
    "`vec![]`" (x, y) { let mut v = vec![]; for i in 0..3 { v.push(x[i] * y); } v[0] * v[2] }
    "`push`" (x, y) { let mut v = vec![y]; for i in 0..5 { v.push(v[i] * x[i]); } v[5] * v[2] }
    "`pop()`" (x, y) { let mut v = x.to_vec(); let a = v.pop().unwrap(); a * a * v.pop().unwrap_or(y) * v[3] }
    "`while let Some(e) = v.pop()`" (x, y) { let mut v = x.to_vec(); let mut s = y; while let Some(e) = v.pop() { s += e * e * s; } s }
    "`extend`" (x, y) { let mut v = vec![y]; v.extend(x.iter().map(|e| e * e)); v[0] * v[3] }
    "`extend_from_slice`" (x, y) { let mut v = vec![y]; v.extend_from_slice(&x[2..4]); v[0] * v[2] * v[2] }
    "`append`" (x, y) { let mut v = vec![y]; let mut w = x.to_vec(); v.append(&mut w); v[0] * v[3] * v[3] + w.len() as f64 }
    "`truncate`" (x, y) { let mut v = x.to_vec(); v.truncate(2); v.push(y); v[0] * v[1] * v[2] }
    "`clear`" (x, y) { let mut v = x.to_vec(); v.clear(); v.push(y * x[0]); v[0] * v[0] }
    "`resize(n, e)`" (x, y) { let (n, e) = (8, y * y); let mut v = x.to_vec(); v.resize(n, e); v[0] * v[7] }
    "`insert(i, e)`" (x, y) { let (i, e) = (1, y * y); let mut v = x.to_vec(); v.insert(i, e); v[1] * v[2] }
    "`remove(i)`" (x, y) { let i = 1; let mut v = x.to_vec(); v.remove(i) * v[1] * y }
    "`swap_remove(i)`" (x, y) { let i = 1; let mut v = x.to_vec(); v.swap_remove(i) * v[1] * y }
    "`retain(…)`" (x, y) { let mut v = x.to_vec(); v[1] = -9.0; v.retain(|e| *e > -5.0); v[0] * v[3] * y + v.len() as f64 }
    "of elements of any type" (x, y) { let mut v = Vec::new(); for e in x { v.push(([*e, y], vec![e * y])); } let (a, b) = v.pop().unwrap(); a[0] * a[1] * b[0] + v[0].1[0] }
    "as fields" (x, y) { let mut t = Trace { seen: vec![y] }; for e in x { t.seen.push(e * e); } t.seen[0] * t.seen[3] }
    "as elements" (x, y) { let mut v = vec![Vec::new(), vec![y]]; for i in 0..6 { v[i % 2].push(x[i] * x[i]); } v[0][2] * v[1][3] * v[1][0] }
    "behind `&mut`" (x, y) { let mut v = vec![y]; for e in x { note(&mut v, *e); } v[0] * v[3] }
}];
