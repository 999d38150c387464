//! Branches, loops and exits.

use crate::programs::Row;
use chainrule::differentiate;

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
