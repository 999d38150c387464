//! Every construct of the language on small programs, against finite differences.
// Indices and plain assignments are what is tested.
#![allow(clippy::assign_op_pattern, clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[differentiate]
fn sum_of_squares(x: &[f64], k: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * x[i] * k;
    }
    s
}

#[test]
fn a_loop_over_a_slice() {
    assert_eq!(sum_of_squares::gradient(&[1.0, 2.0], 3.0), (vec![6.0, 12.0], 5.0));
}

#[differentiate]
fn power(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        s = s * x;
        s *= x.sin();
    }
    s
}

#[test]
fn a_loop_that_carries_a_scalar() {
    for n in 0..5 {
        assert_close(power::gradient(1.3, n), difference(|x| power(x, n), 1.3));
    }
}

#[differentiate]
fn branches(x: f64, y: f64) -> f64 {
    let mut s = x;
    if x > y {
        s = s * x;
        s *= y;
    } else if y > 3.0 {
        s += y.sqrt();
    }
    let t = if s > 2.0 {
        let q = s.exp();
        q * x
    } else {
        s
    };
    t * s
}

#[test]
fn branches_that_assign_and_yield() {
    for (x, y) in [(2.0, 1.0), (1.0, 4.0), (0.5, 1.0), (1.5, 0.9)] {
        let (a, b) = branches::gradient(x, y);
        assert_close(a, difference(|x| branches(x, y), x));
        assert_close(b, difference(|y| branches(x, y), y));
    }
}

#[differentiate]
fn fixed(p: [f64; 3], q: (f64, f64)) -> f64 {
    let (a, b) = q;
    let mut acc = 1.0;
    for i in 0..3 {
        acc *= p[i] + a;
        if acc > 5.0 {
            acc = acc * b;
        }
    }
    acc + (a * b).tanh() + p[0].abs()
}

#[test]
fn arrays_and_tuples_by_value() {
    let (p, q) = ([1.1, 2.2, 0.7], (1.3, 0.4));
    let (gp, gq) = fixed::gradient(p, q);
    for i in 0..3 {
        let along = |v| {
            let mut p = p;
            p[i] = v;
            fixed(p, q)
        };
        assert_close(gp[i], difference(along, p[i]));
    }
    assert_close(gq.0, difference(|v| fixed(p, (v, q.1)), q.0));
    assert_close(gq.1, difference(|v| fixed(p, (q.0, v)), q.1));
}

#[differentiate]
fn outer(x: f64) -> f64 {
    let y = power(x, 2);
    inner::helper(y, &x) * x
}

mod inner {
    #[chainrule::differentiate]
    pub fn helper(a: f64, b: &f64) -> f64 {
        a.hypot(*b) + super::power(*b, 3)
    }
}

#[test]
fn calls_by_name_and_by_path() {
    assert_close(outer::gradient(0.9), difference(outer, 0.9));
}

#[differentiate]
fn overwritten(x: f64) -> f64 {
    let mut s = x;
    s = s * x;
    s *= x;
    s
}

#[differentiate]
fn cast(x: f64) -> f64 {
    (x as i32) as f64 * x
}

#[differentiate]
fn root_of_square(x: f64) -> f64 {
    (x * x).sqrt()
}

#[differentiate]
fn unused(x: f64, y: f64) -> f64 {
    let _ = y;
    let (a, b) = (x, x * 2.0);
    let a = a * b;
    let a = a + x;
    a + 0.0
}

#[test]
fn pitfalls() {
    assert_eq!(overwritten::gradient(3.0), 27.0);
    assert_eq!(cast::gradient(2.5), 2.0);
    assert_eq!(root_of_square::gradient(-3.0), -1.0);
    assert_eq!(unused::gradient(3.0, 1.0), (13.0, 0.0));
}
