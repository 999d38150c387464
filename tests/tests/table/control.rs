//! Branches, loops and exits.

use std::ops::Range;

use chainrule::{Differentiable, differentiate};

use crate::programs::{Row, numbers};

#[derive(Clone, Copy)]
enum Shape {
    Disc(f64),
    Square { side: f64 },
    Line,
}

const WEIGHTS: [f64; 3] = [0.5, 2.0, 0.7];
const PAIRS: [(f64, f64); 2] = [(1.0, 0.3), (2.0, 0.1)];

pub const ROWS: &[Row] = &[
    row! { "branches"
        "`if`/`else` and blocks as values" (x, y) {
            let p = if y > 0.5 { x[0] * y } else { y };
            let q = { let r = p * p; r * y };
            p * q
        }
        "`(a..=b).contains(&x)`" (v, y) {
            let (x, a, b) = (v[0], y, 1.0);
            if (a..=b).contains(&x) { x * y } else { y }
        }
        "`match`" (x, y) { match x.len() % 4 { 0 => y, 1 | 2 => x[0] * y, _ => x[1] } }
        "`if let`" compared {
            checked!(|x: &f64| f(*x, Some(0.7)), |x| f::gradient(*x, Some(0.7)), 0.9)?;
            checked!(|x: &f64| f(*x, None), |x| f::gradient(*x, None), 0.9)
        }
        with {
            #[differentiate]
            fn f(x: f64, #[constant] o: Option<f64>) -> f64 { if let Some(k) = o { x * x * k } else { x } }
        }
        "`let … else`" compared {
            checked!(|x: &f64| f(*x, Some(0.7)), |x| f::gradient(*x, Some(0.7)), 0.9)?;
            checked!(|x: &f64| f(*x, None), |x| f::gradient(*x, None), 0.9)
        }
        with {
            #[differentiate]
            fn f(x: f64, #[constant] o: Option<f64>) -> f64 {
                let Some(k) = o else { return x };
                x * x * k
            }
        }
        "chains of `let`" compared {
            checked!(|x: &f64| f(*x, Some(5)), |x| f::gradient(*x, Some(5)), 0.9)?;
            checked!(|x: &f64| f(*x, Some(11)), |x| f::gradient(*x, Some(11)), 0.9)
        }
        with {
            #[differentiate]
            fn f(x: f64, #[constant] o: Option<usize>) -> f64 {
                if let Some(k) = o && x > 0.0 && let 0..9 = k { x * x * k as f64 } else { x }
            }
        }
        "`match` on the order of two numbers" (x, y) {
            use std::cmp::Ordering;
            let a = match x[0].partial_cmp(&x[1]) {
                Some(Ordering::Less) => x[0] * y,
                Some(Ordering::Equal | Ordering::Greater) => x[1] * y,
                None => 0.0,
            };
            match x.len().cmp(&6) { Ordering::Equal => a * x[2], _ => a }
        }
        "patterns with ranges" (x, y) { match x.len() { 0..=2 => y, 3..9 => x[0] * y, _ => 1.0 } }
        "with tuples" (x, y) {
            let (p, q) = match (x.len(), y > 0.5) { (6, true) => (x[0] * y, y), (_, _) => (y, y) };
            p * q
        }
        "with bindings and guards" (x, y) {
            match x.len() { n if n > 9 => y, n @ 2..=8 => x[0] * y * n as f64, _ => x[1] }
        }
        "what enums carry is taken out as a value without derivative" compared {
            for shape in [Shape::Disc(0.4), Shape::Square { side: 0.7 }, Shape::Line] {
                checked!(|x: &f64| area(*x, shape), |x| area::gradient(*x, shape), 0.9)?;
            }
            Ok(())
        }
        with {
            #[differentiate]
            fn area(x: f64, #[constant] shape: Shape) -> f64 {
                match shape {
                    Shape::Disc(r) => x * x * r,
                    Shape::Square { side } => x * side * side,
                    Shape::Line => x.sin(),
                }
            }
        }
    },
    row! { "loops"
        "`for` over ranges" (x, y) { let mut s = y; for i in 0..x.len() { s = s * x[i] + y; } s }
        "over slices" (x, y) { let mut s = y; for e in x { s = s * e + y; } s }
        "over vectors" (x, y) { let v = x.to_vec(); let mut s = y; for e in &v { s = s * e + y; } s }
        "over arrays" (x, y) { let a = [x[0], x[1] * y]; let mut s = y; for e in a { s = s * e + y; } s }
        "over constants of the module" (x, y) {
            let mut s = x[0];
            for w in WEIGHTS { s = s * w + y; }
            for (i, &(a, b)) in PAIRS.iter().enumerate() { s += a * x[i] * y + b; }
            s
        }
        "over iterators" (x, y) {
            let mut s = y;
            for (i, e) in x.iter().rev().enumerate() { s = s * e + i as f64; }
            s
        }
        "`while`" (x, y) {
            let (mut s, mut i) = (y, 0);
            while i < x.len() { s = s * x[i] + y; i += 1; }
            s
        }
        "`while let`" (x, y) {
            let (mut s, mut i) = (y, 0);
            while let 0..4 = i { s = s * x[i] + y; i += 1; }
            s
        }
        "`loop`" (x, y) {
            let (mut s, mut i) = (y, 0);
            loop { s = s * x[i] + y; i += 1; if i == 4 { break; } }
            s
        }
        "conditions on any value" (x, y) {
            let mut s = y;
            while s < 20.0 { s = s * (1.0 + x[0]); }
            s
        }
    },
    row! { "ranges"
        "in variables (`let r = 0..n;`)" (x, y) { let n = 4; let r = 0..n; let mut s = y; for i in r { s = s * x[i] + y; } s }
        "in fields" compared {
            let band = Band { gain: 0.5, bins: 1..3 };
            checked!(|x: &Vec<f64>| f(x, &band), |x| f::gradient(x, &band).0, numbers().0)
        }
        with {
            #[derive(Differentiable)]
            struct Band { gain: f64, #[constant] bins: Range<usize> }

            #[differentiate]
            fn f(x: &[f64], band: &Band) -> f64 {
                let mut s = 1.0;
                for i in band.bins.clone() { s *= x[i] * band.gain; }
                s
            }
        }
        "as parameters (`#[constant] r: Range<usize>`)" compared {
            checked!(|x: &Vec<f64>| f(x, 1..4), |x| f::gradient(x, 1..4), numbers().0)
        }
        with {
            #[differentiate]
            fn f(x: &[f64], #[constant] r: Range<usize>) -> f64 { r.map(|i| x[i] * x[i]).product() }
        }
        "`r.len()`" (x, y) { let r = 1..4; let n = r.len(); r.map(|i| x[i] * y).product::<f64>() * n as f64 }
        "`r.contains(&x)`" (v, y) { let (r, x) = (0.5..=1.0, v[0]); if r.contains(&x) { x * y } else { y } }
        "`r.is_empty()`" (x, y) { let r = 1..x.len(); if r.is_empty() { y } else { x[0] * y } }
        "`r.clone().rev()`" (x, y) { let r = 1..4; let mut s = y; for i in r.clone().rev() { s = s * x[i] + y; } s }
        "`r.start`" (x, y) { let r = 1..4; x[r.start] * y }
        "`r.end`" (x, y) { let r = 1..4; x[r.end] * y }
        "`x[r]`" (x, y) { let r = 1..4; x[r].iter().product::<f64>() * y }
    },
    row! { "exits"
        "`break` (also with a value)" (x, y) {
            let (mut s, mut i) = (y, 0);
            for e in x { if s > 3.0 { break; } s += e; }
            let t = loop { s *= x[i] + 1.0; i += 1; if s > 9.0 { break s * y; } };
            t
        }
        "`continue`" (x, y) {
            let mut s = y;
            for (i, e) in x.iter().enumerate() { if i % 2 == 0 { continue; } s *= e; }
            s
        }
        "labels of loops and blocks" (x, y) {
            let mut s = y;
            'rows: for i in 0..3 {
                for j in 0..3 { if j > i { continue 'rows; } s *= x[j]; }
                if s < 0.01 { break 'rows; }
            }
            let t = 'block: { if s > 0.1 { break 'block s * y; } s * s };
            t
        }
        "`return` anywhere" (x, y) {
            let mut s = y;
            for e in x { s += e; if s > 2.0 { return s * y; } }
            s
        }
        "`panic!` and its kin" (x, y) {
            if y < 0.0 { panic!("negative: {y}"); }
            match x.len() { 6 => x[0] * y, 7 => unreachable!(), _ => todo!() }
        }
    },
];
