//! Constants of the module, of whose types nothing is known here: in operators, and what they consist of.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::explicit_counter_loop, clippy::assign_op_pattern)]
#![allow(clippy::manual_clamp)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, difference, differences};

const A: f64 = 2.0;
const C: [f64; 3] = [1.0, 2.0, 3.0];
const CR: &[f64] = &[1.5, 0.5, 2.0];
const DH: [(f64, f64); 2] = [(1.0, 2.0), (3.0, 4.0)];
const M: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
const IDX: [usize; 2] = [2, 0];

struct Q;

impl Q {
    const W: [f64; 2] = [0.5, 2.0];
    const K: f64 = 0.7;
}

/// Functions of a few numbers, in both modes.
macro_rules! programs {
    ($(fn $name:ident($all:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($all: &[f64]) -> f64 $body

            let at = [1.3, 0.4, 0.9];
            let expected = differences(|at| program(at), &at);
            let (value, x_bar) = program::value_and_gradient(&at);
            assert_eq!(value.to_bits(), program(&at).to_bits());
            assert_all_close(&x_bar, &expected);
            for i in 0..at.len() {
                let mut direction = [0.0; 3];
                direction[i] = 1.0;
                assert_all_close(&[program::jvp(&at, &direction).1], &[expected[i]]);
                let second = differences(|at| program::gradient(at)[i], &at);
                assert_all_close(&program::hvp(&at, &direction), &second);
            }
        }
    )*};
}

programs! {
    fn items(v) {
        let x = v[0];
        let mut s = 0.0;
        for c in C { s += c * x * x;
        } s
    }

    fn borrowed_items(v) {
        let x = v[0];
        let mut s = 0.0;
        for c in C.iter() { s += c * x * x;
        } s
    }

    fn mapped_items(v) {
        let x = v[0];
        C.iter().map(|c| c * x).sum()
    }

    fn beside_what_is_active(x) {
        x.iter().zip(&C).map(|(x, c)| c * x * x).sum()
    }

    fn a_pair_taken_apart(v) {
        let x = v[0];
        let (a, d) = DH[0];
        a * x * x + d
    }

    fn with_their_positions(v) {
        let x = v[0];
        let mut s = 0.0;
        for (i, c) in C.iter().enumerate() { s += c * x.powi(i as i32);
        } s
    }

    fn from_the_far_end(v) {
        let x = v[0];
        C.iter().rev().fold(0.0, |acc, c| acc * x + c)
    }

    fn references_to_pairs(v) {
        let x = v[0];
        let mut s = 0.0;
        for &(a, b) in DH.iter() { s += a * x * x + b * x;
        } s
    }

    fn pairs(v) {
        let x = v[0];
        let mut s = 0.0;
        for (a, b) in DH { s += a * x.powf(b);
        } s
    }

    fn rows_and_their_items(v) {
        let x = v[0];
        let mut s = 0.0;
        for row in M { for e in row { s += e * x * x;
        } } s
    }

    fn items_of_rows(v) {
        let x = v[0];
        let mut s = 0.0;
        for row in M.iter() { s += row[0] * x * row[1] * x;
        } s
    }

    fn positions(x) {
        let mut s = 0.0;
        for i in IDX { s += x[i] * x[i];
        } s
    }

    fn of_a_type(v) {
        let x = v[0];
        let mut s = 1.0;
        for w in Q::W.iter() { if x > *w { s *= w * x;
        } else { s += (*w).sqrt() * x;
        } } s
    }

    fn of_a_slice(v) {
        let x = v[0];
        let mut s = 1.0;
        for w in CR { s *= w * x;
        } s
    }

    fn by_position(v) {
        let x = v[0];
        let mut s = 1.0;
        let k = A / 3.0;
        for i in 0..C.len() { s *= C[i] * x * k;
        } s
    }

    fn negated(v) {
        let x = v[0];
        let (mut lo, hi) = (-A, A * A);
        if x > lo { lo = x;
        } lo * x * hi + A.max(x)
    }

    fn rows_taken_apart(v) {
        let x = v[0];
        let (a, _) = DH[1];
        let [p, q] = M[1];
        a * x + p * q
    }

    fn parts_of_pairs(v) {
        let x = v[0];
        let mut s = x;
        for p in DH.iter() { s = s * p.0 + p.1;
        } s
    }

    fn by_a_reference(v) {
        let x = v[0];
        let c = &C;
        let mut s = x;
        for p in c { s = s * p;
        } s
    }

    fn under_another_name(v) {
        let x = v[0];
        let c = C;
        let mut s = x;
        for p in c.iter().skip(1) { s = s * p;
        } s
    }

    fn two_at_a_time(v) {
        let x = v[0];
        let mut s = 0.0;
        for (a, b) in C.iter().zip(CR) { s = s * a + b * x;
        } s
    }

    fn quotients(v) {
        let x = v[0];
        let (k, q) = (-A, A / Q::K);
        -A * x * q + A / Q::K * x * x - x * -Q::K + k
    }

    fn compared(v) {
        let x = v[0];
        if x > -A && x < A * Q::K { x * x } else { -(A + Q::K) * x }
    }

    fn before_methods(v) {
        let x = v[0];
        (A - Q::K).sqrt() * x + x.powf(-A) + x.max(-A).min(A * A).clamp(-Q::K, A / Q::K)
    }
}

/// An item of `iter()` is a reference: behind `*` in code that is kept as it stands.
#[differentiate]
fn powers(x: f64, #[constant] exponents: &[usize]) -> f64 {
    let mut sum = 0.0;
    for k in exponents {
        assert!(*k > 0);
        sum += x * (*k).pow(2) as f64 * usize::pow(*k, 2) as f64;
    }
    sum
}

#[differentiate]
fn power(x: f64, #[constant] k: &usize) -> f64 {
    assert!(*k > 0);
    x * (*k).pow(2) as f64 * usize::pow(*k, 2) as f64 * k.pow(2) as f64
}

/// Integers have methods that are called like those of slices.
#[differentiate]
fn turned(x: f64, #[constant] n: u32) -> f64 {
    let mut bits = n;
    for _ in 0..2 {
        bits = bits.rotate_left(1) ^ (bits + 1).rotate_right(31);
    }
    x * x * f64::from(bits.rotate_left(2))
}

#[test]
fn integers_that_are_turned() {
    let difference = difference(|x| turned(x, 5), 1.5);
    assert_all_close(&[turned::gradient(1.5, 5)], &[difference]);
}

#[test]
fn references_to_integers() {
    assert_eq!(powers::gradient(2.0, &[1, 2]), 17.0);
    assert_eq!(power::gradient(2.0, &2), 64.0);
}
