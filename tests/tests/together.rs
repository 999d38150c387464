//! Gradients whose loops run once: the value is the primal's to the bit, the derivatives are those of
//! differences.
// Code as users write it.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

macro_rules! programs {
    ($($(#[$doc:meta])* fn $name:ident($x:ident) $body:block)*) => {$(
        $(#[$doc])*
        #[test]
        fn $name() {
            // Only what nobody can differentiate again runs in one loop: the last derivative there is.
            #[differentiate]
            fn program($x: &[f64]) -> f64 $body
            #[differentiate(hessian)]
            fn curved($x: &[f64]) -> f64 $body

            for length in 1..7 {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 0.3).collect();
                let along: Vec<f64> = (0..length).map(|i| (i as f64 * 0.7).cos()).collect();
                let (value, x_bar) = program::value_and_gradient(&at);
                assert_eq!(value.to_bits(), program(&at).to_bits(), "{value} at {at:?}");
                assert_all_close(&x_bar, &differences(|at| program(at), &at));
                let mut added = vec![1.0; length];
                assert_eq!(program::accumulate(&at, &mut added).to_bits(), value.to_bits());
                let before: Vec<f64> = added.iter().map(|slope| slope - 1.0).collect();
                assert_all_close(&before, &x_bar);
                let slope = |at: &[f64]| -> f64 {
                    program::gradient(at).iter().zip(&along).map(|(a, b)| a * b).sum()
                };
                let product = curved::hvp(&at, &along);
                assert_all_close(&product, &differences(slope, &at));
                let (mut added, mut dots) = (vec![0.0; length], vec![1.0; length]);
                let (again, dot) =
                    curved::accumulate_jvp(&at, &mut added, &along, &mut dots);
                assert_eq!(again.to_bits(), value.to_bits());
                assert_all_close(&[dot], &[x_bar.iter().zip(&along).map(|(a, b)| a * b).sum()]);
                assert_all_close(&added, &x_bar);
                assert_all_close(&dots.iter().map(|dot| dot - 1.0).collect::<Vec<_>>(), &product);
            }
        }
    )*};
}

programs! {
    /// Two loops over one array, the first of which is pulled back last.
    fn two_sums(x) {
        let mut squares = 0.0;
        for i in 0..x.len() {
            squares += x[i] * x[i] * x[i];
        }
        let mut sines = 0.0;
        for i in 0..x.len() {
            sines += x[i].sin();
        }
        squares + 2.0 * sines
    }

    /// The order of the first loop's values is not that of the cotangents.
    fn a_sum_beside_what_it_does_not_need(x) {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i].exp();
        }
        let mut largest = x[0];
        for i in 1..x.len() {
            if x[i] > largest {
                largest = x[i];
            }
        }
        sum - largest * largest
    }

    /// A scratch array, overwritten by each sample.
    fn scratch(x) {
        let mut terms = vec![0.0; x.len()];
        let mut total = 0.0;
        for k in 0..3 {
            for i in 0..x.len() {
                terms[i] = (x[i] * k as f64).sin();
            }
            let mut norm = 0.0;
            for i in 0..x.len() {
                norm += terms[i] * terms[i] * x[0];
            }
            total += (1.0 + norm * norm).sqrt();
        }
        total
    }

    /// What a counter and a power have come to is computed along with the sum.
    fn along_with_it(x) {
        let (mut sum, mut power, mut next) = (0.0, 1.0, 0);
        for i in 0..x.len() {
            sum += x[next] * x[i] * power;
            power *= 0.5;
            next = (next + 2) % x.len();
        }
        1.5 * sum
    }

    /// A loop that is pulled back from what it yields stays two, next to one that does not.
    fn one_of_two(x) {
        let mut product = 1.0;
        for i in 0..x.len() {
            product *= 1.0 + x[i] * x[i];
        }
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += x[i] * x[i] * x[i];
        }
        product.ln() + sum
    }

    /// Loops within loops.
    fn nested(x) {
        let mut total = 0.0;
        for i in 0..x.len() {
            let mut inner = 0.0;
            for j in 0..=i {
                inner += x[j] * x[i];
            }
            total += inner * inner;
        }
        total
    }

    /// The condition of a branch, and a panic that does not come.
    fn branches(x) {
        let mut total = 0.0;
        for i in 0..x.len() {
            assert!(x[i].is_finite());
            if x[i] > 0.5 {
                total += x[i].ln();
            } else {
                total -= x[i] * x[0];
            }
        }
        total
    }
}

#[differentiate(hessian)]
fn distance(#[constant] a: &[f64], b: &[f64]) -> f64 {
    let mut squared = 0.0;
    for i in 0..b.len() {
        squared += (a[i] - b[i]) * (a[i] - b[i]);
    }
    squared.sqrt()
}

#[differentiate(hessian)]
fn farthest(#[constant] points: &[f64], at: &[f64]) -> f64 {
    let mut farthest = 0.0;
    for point in points.chunks_exact(at.len()) {
        let found = distance(point, at);
        if found > farthest {
            farthest = found;
        }
    }
    farthest
}

/// The distance has no derivative at the third point, which is not the farthest.
#[test]
fn candidates_that_are_not_chosen() {
    let points = [4.0, 5.0, 0.0, 0.5, 1.0, 1.0, -3.0, -2.0];
    let (value, slope) = farthest::value_and_gradient(&points, &[1.0, 1.0]);
    assert_eq!(value, 5.0);
    assert_all_close(&slope, &[-0.6, -0.8]);
    assert_all_close(&farthest::hvp(&points, &[1.0, 1.0], &[1.0, 0.0]), &[0.64 / 5.0, -0.48 / 5.0]);
}

/// The sub-determinants of a function that calls itself, each kept with where it comes from.
#[differentiate]
fn minors(a: &[f64], n: usize, from: usize, used: usize) -> f64 {
    let mut sum = 0.0;
    if from == n {
        sum = 1.0;
    } else {
        let mut sign = 1.0;
        for column in 0..n {
            if used >> column & 1 == 0 {
                sum += sign * a[from * n + column] * minors(a, n, from + 1, used | 1 << column);
                sign = -sign;
            }
        }
    }
    sum
}

#[test]
fn what_recursive_loops_keep() {
    let a: Vec<f64> = (0..16).map(|i| (i as f64 * 2.3 + 0.4).sin()).collect();
    let (value, slope) = minors::value_and_gradient(&a, 4, 0, 0);
    assert_eq!(value.to_bits(), minors(&a, 4, 0, 0).to_bits());
    assert_all_close(&slope, &differences(|a| minors(a, 4, 0, 0), &a));
}
