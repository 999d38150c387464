//! Loops that compute carried values without derivative again in the backward pass, in the order
//! of the primal; and loops that must not.
// Indices are what is tested.
#![allow(clippy::needless_range_loop)]

use chainrule::{Differentiated, differentiate};
use chainrule_tests::{assert_close, difference};

/// The partial derivatives of a function of a slice.
fn differences(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let along = |i: usize, v: f64| {
        let mut at = at.to_vec();
        at[i] = v;
        f(&at)
    };
    (0..at.len()).map(|i| difference(|v| along(i, v), at[i])).collect()
}

fn assert_all_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(a, b)| assert_close(*a, *b));
}

/// Whether a function keeps nothing.
fn keeps_nothing<F: Differentiated>() -> bool {
    std::any::type_name::<F::Residuals>() == "()"
}

const X: [f64; 4] = [0.7, -0.4, 1.2, 0.3];

#[differentiate]
fn polynomial(x: &[f64], t: f64) -> f64 {
    let mut sum = 0.0;
    let mut power = 1.0;
    for coefficient in x {
        sum += coefficient * power;
        power *= t;
    }
    sum
}

#[differentiate(wrt(x))]
fn in_t(x: &[f64], t: f64) -> f64 {
    let mut sum = 0.0;
    let mut power = 1.0;
    for coefficient in x {
        sum += coefficient * power;
        power *= t;
    }
    sum
}

#[test]
fn a_power() {
    assert!(keeps_nothing::<in_t>());
    assert_all_close(&in_t::gradient(&X, 1.5), &[1.0, 1.5, 2.25, 3.375]);
    let (x_bar, t_bar) = polynomial::gradient(&X, 1.5);
    assert_all_close(&x_bar, &[1.0, 1.5, 2.25, 3.375]);
    assert_close(t_bar, difference(|t| polynomial(&X, t), 1.5));
    assert!(in_t::gradient(&[], 1.5).is_empty());
}

/// A running index over the strictly lower triangle, column by column, and a product with it.
#[differentiate]
fn triangle(l: &[f64], x: &[f64]) -> f64 {
    let mut product = vec![0.0; x.len()];
    let mut next = 0;
    for column in 0..x.len() {
        for row in column + 1..x.len() {
            product[row] += l[next] * x[column];
            next += 1;
        }
    }
    let mut norm = 0.0;
    for entry in &product {
        norm += entry * entry;
    }
    norm
}

#[test]
fn a_running_index() {
    let l = [0.2, -0.6, 0.9, 1.1, -0.3, 0.5];
    let (l_bar, x_bar) = triangle::gradient(&l, &X);
    assert_all_close(&l_bar, &differences(|l| triangle(l, &X), &l));
    assert_all_close(&x_bar, &differences(|x| triangle(&l, x), &X));
}

/// Two values that depend on each other, backwards, in a branch.
#[differentiate(wrt(x))]
fn fibonacci(x: &[f64], start: f64) -> f64 {
    let (mut a, mut b) = (start, 1.0);
    let mut sum = 0.0;
    let mut odd = false;
    for i in (0..x.len()).rev() {
        if odd {
            sum += a * x[i];
        } else {
            sum -= x[i] * x[i] * b;
        }
        let next = a + b;
        a = b;
        b = next;
        odd = !odd;
    }
    sum
}

#[test]
fn several_values_in_a_loop_from_the_far_end() {
    assert!(keeps_nothing::<fibonacci>());
    assert_all_close(&fibonacci::gradient(&X, 0.5), &differences(|x| fibonacci(x, 0.5), &X));
}

/// The cotangent of `sum` changes from one iteration to the next.
#[differentiate(wrt(x))]
fn horner(x: &[f64], t: f64) -> f64 {
    let mut sum = 0.0;
    let mut power = 1.0;
    for coefficient in x {
        sum = sum * t + coefficient * power * sum.cos();
        power *= t;
    }
    sum
}

#[test]
fn an_order_that_matters() {
    assert_all_close(&horner::gradient(&X, 1.5), &differences(|x| horner(x, 1.5), &X));
}

/// Elements of an array that is read and written.
#[differentiate(wrt(x))]
fn recurrence(x: &[f64], t: f64) -> f64 {
    let mut y = x.to_vec();
    let mut power = 1.0;
    for i in 1..x.len() {
        y[i] += y[i - 1] * power;
        power *= t;
    }
    y[x.len() - 1] * y[1]
}

#[test]
fn an_order_that_matters_in_an_array() {
    assert_all_close(&recurrence::gradient(&X, 1.5), &differences(|x| recurrence(x, 1.5), &X));
}

#[differentiate]
fn weighted(x: &[f64], weight: f64, total: &mut f64) {
    for x in x {
        *total += weight * x.sin();
    }
}

#[differentiate]
fn scaled(x: &[f64], weight: f64, total: &mut f64) {
    *total *= weight * x[0];
}

#[differentiate(wrt(x))]
fn calls(x: &[f64], t: f64) -> f64 {
    let mut power = 1.0;
    let mut total = 1.0;
    for i in 0..x.len() {
        weighted(&x[i..], power, &mut total);
        power *= t;
    }
    for i in 0..x.len() {
        scaled(&x[i..], power, &mut total);
        power *= t;
    }
    total
}

/// What a callee does with the cotangent of a `&mut` argument is not known.
#[test]
fn callees_that_add_and_callees_that_scale() {
    assert_all_close(&calls::gradient(&X, 0.8), &differences(|x| calls(x, 0.8), &X));
}

#[differentiate]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in x.iter().zip(y) {
        sum += x * y;
    }
    sum
}

/// Every pass over the inner loop starts from a power that the outer loop carries.
#[differentiate(wrt(x))]
fn nested(x: &[f64], t: f64) -> f64 {
    let mut sum = 0.0;
    let mut scale = 1.0;
    for i in 0..x.len() {
        let mut power = scale;
        let mut inner = 0.0;
        for j in i..x.len() {
            inner += x[j] * power;
            power *= t + i as f64;
        }
        sum += inner * inner + scale * dot(&x[i..], x);
        scale = 0.5 * power;
    }
    sum
}

#[test]
fn loops_in_loops() {
    assert_all_close(&nested::gradient(&X, 0.8), &differences(|x| nested(x, 0.8), &X));
}
