//! Statements and places.

use chainrule::{Differentiable, differentiate};

use crate::programs::Row;

#[derive(Differentiable, Clone)]
struct Pair {
    a: f64,
    b: f64,
}

pub const ROWS: &[Row] = &[
    row! { "statements"
        "`let` with types" (x, y) { let z: f64 = x[0] * y; z * z }
        "with tuples as patterns" (x, y) { let (p, (q, _)) = (x[0] * y, (y, 1.0)); p * q }
        "with arrays and structs as patterns" (x, y) {
            let [p, q] = [x[0] * y, x[1]];
            let Pair { a, b: c } = Pair { a: p, b: y };
            p * q * a * c
        }
        "parameters that are patterns" compared {
            checked!(
                |p: &(f64, f64)| f(*p, [p.0, p.1]),
                |p| { let (t, a) = f::gradient(*p, [p.0, p.1]); (t.0 + a[0], t.1 + a[1]) },
                (0.7, 1.3)
            )
        }
        with {
            #[differentiate]
            fn f((a, b): (f64, f64), [p, q]: [f64; 2]) -> f64 { a * b * p * q * q }
        }
        "shadowing" (x, y) { let x = x[0] * y; let x = x * x; let y = x + y; x * y }
        "`let mut`" (x, y) { let mut s = y; s = s * x[0]; s = s * s; s }
        "assignment" (x, y) { let s; s = x[0] * y; let (mut p, mut q) = (y, s); (p, q) = (q, p); p = q * p; p * q }
        "`+=` and its kin" (x, y) {
            let mut s = y; s += x[0]; s *= y; s -= x[1]; s /= x[2]; s %= 100.0;
            s
        }
        "to variables" (x, y) { let mut s = y; s *= x[0] * s; s }
        "to elements" (x, y) { let mut c = [y, x[0]]; c[1] *= c[0]; c[0] = c[1] * y; c[0] * c[1] }
        "to fields" (x, y) {
            let mut p = Pair { a: x[0], b: y };
            p.a *= p.b;
            p.b = p.a * y;
            p.a * p.b
        }
        "`const`" (x, y) { const K: f64 = 2.5; x[0] * y * K }
        "`assert!` and its kin" (x, y) {
            assert!(y > 0.0, "{y}");
            assert_eq!(x.len(), 6);
            debug_assert!(x[0] < 2.0);
            x[0] * y
        }
    },
    row! { "places"
        "elements" (x, y) { let mut c = [[y; 2]; 2]; c[0][1] = x[0]; c[1][0] *= c[0][1]; c[1][0] * c[1][1] }
        "fields" (x, y) {
            let mut p = (Pair { a: x[0], b: y }, y);
            p.0.b *= p.1;
            p.1 = p.0.b * p.0.a;
            p.1
        }
        "parts (`x[a..b]`)" (v, y) {
            let mut x = v.to_vec();
            let (a, b) = (1, 3);
            x[a..b].copy_from_slice(&v[2..4]);
            let part = &mut x[2..];
            part[1] *= y;
            x[1] * x[2] * x[3]
        }
        "the same of `&mut` parameters" (x, y) {
            let mut c = x.to_vec();
            let mut p = Pair { a: y, b: x[3] };
            change(&mut c, &mut p);
            c[0] * c[1] * c[3] * p.a * p.b
        }
        with {
            #[differentiate]
            fn change(c: &mut [f64], p: &mut Pair) {
                c[0] *= c[1];
                p.a *= c[0];
                c[2..4].fill(p.a);
                p.b += p.a * c[4];
            }
        }
        "`let r = &mut a[i];`" (x, y) {
            let mut a = x.to_vec();
            for i in 0..a.len() {
                let r = &mut a[i];
                *r *= y;
            }
            a[0] * a[5]
        }
        "`iter_mut`" (x, y) {
            let mut c = x.to_vec();
            for (i, e) in c.iter_mut().enumerate() { *e *= y + x[i]; }
            c[0] * c[1]
        }
        "`chunks_mut`" (x, y) {
            let mut c = x.to_vec();
            for chunk in c.chunks_mut(2) { chunk[1] *= chunk[0] * y; }
            c[1] * c[3] * c[5]
        }
        "`split_at_mut`" (x, y) {
            let mut c = x.to_vec();
            let (head, tail) = c.split_at_mut(2);
            head[0] *= tail[1] * y;
            tail[0] *= head[0];
            c[0] * c[2]
        }
        "`swap`" (x, y) { let mut c = x.to_vec(); c.swap(0, 3); c[0] *= y; c[0] * c[0] * c[3] }
        "`fill`" (x, y) { let mut c = x.to_vec(); c.fill(y); c[0] *= x[1]; c[0] * c[1] }
        "`copy_from_slice`" (x, y) {
            let mut c = vec![y; x.len()];
            c.copy_from_slice(x);
            c[0] *= y;
            c[0] * c[1]
        }
        "`vec![x; n]`" (v, x) { let n = v.len(); let mut c = vec![x; n]; c[1] *= v[0]; c[0] * c[1] }
        "`to_vec`" (x, y) { let mut c = x.to_vec(); c[0] *= y; c[0] * c[1] }
    },
];
