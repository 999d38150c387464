//! Derivatives that are called amid mutation, branches, loops, labels and closures, against differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, differences, functions::valley};

#[differentiate(order = 4)]
fn soft(x: &[f64]) -> f64 {
    let mut s = 0.0;
    'outer: for i in 0..x.len() {
        for j in 0..i {
            if j == 2 {
                continue 'outer;
            }
            s += (x[i] * x[j]).sin();
        }
        s += x[i] * x[i] * 0.3;
    }
    s
}

/// Each kind of derivative in its arm of a `match`, in a loop that carries what they yield.
#[differentiate(hessian)]
fn by_turns(x: &[f64], n: usize) -> f64 {
    let mut at = x.to_vec();
    let mut bars = vec![0.1; 4];
    let mut total = 0.0;
    let mut k = 0;
    'all: while k < n {
        k += 1;
        let (value, kept) = valley::forward(&at[1..], 1.5);
        match k % 3 {
            0 => {
                let h = soft::hvp(&at, &bars);
                for i in 0..4 {
                    if h[i] > 0.5 {
                        bars[i] = (h[i] * 0.2).sin();
                        continue;
                    }
                    if i == 3 {
                        break;
                    }
                    bars.swap(i, i + 1);
                }
            }
            1 => {
                valley::backward(&at[1..], 1.5, &kept, (value * 0.1).tanh(), &mut bars[1..]);
                if bars[2].abs() > 50.0 {
                    break 'all;
                }
            }
            _ => {
                let g = soft::gradient(&at);
                for (a, b) in at.iter_mut().zip(&g) {
                    *a -= 0.05 * b;
                }
                total += soft::jvp(&at, &g).1.sin();
            }
        }
        total += (bars[0] * at[3]).cos() + bars[3].tanh();
    }
    total + at[0] * bars[2].sin()
}

/// Both halves in a closure, and a Hessian of a part of an array.
#[differentiate]
fn pulled(x: &[f64], k: f64) -> f64 {
    let mut rows = [[0.2, k], [x[0], 0.4]];
    let mut s = 0.0;
    for i in 0..x.len() {
        let pull = |a: f64, b: f64| {
            let (v, kept) = soft::forward(&[a, b]);
            let mut r = [0.0, a];
            soft::backward(&[a, b], &kept, v, &mut r);
            r[0] * r[1]
        };
        if x[i] > 0.0 {
            rows[i % 2][1] += pull(x[i], rows[1][0]) * 0.1;
        } else {
            let q = soft::hessian(&rows[0]);
            rows[1] = [q[[0, 1]], q[[1, 1]] * x[i]];
        }
        s += rows[0][1] * rows[1][1];
    }
    s
}

/// A function of one sequence in both precisions, and its Hessian.
#[differentiate(order = 3)]
fn steep<T: Float>(x: &[T]) -> T {
    valley(x, T::ONE)
}

#[differentiate]
fn traced<T: Float>(x: &[T]) -> T {
    let h = steep::hessian(x);
    let mut sum = T::ZERO;
    for i in 0..x.len() {
        sum += h[[i, i]] * x[0];
    }
    sum
}

#[test]
fn each_in_its_turn() {
    for n in [0, 1, 2, 3, 5, 7] {
        for at in [[0.3, 0.8, -0.4, 0.6], [-0.2, 0.5, 0.9, 0.1]] {
            let g = by_turns::gradient(&at, n);
            assert_all_close(&g, &differences(|x| by_turns(x, n), &at));
            assert_eq!(
                by_turns::value_and_gradient(&at, n).0.to_bits(),
                by_turns(&at, n).to_bits()
            );
            let d = [0.4, -0.2, 0.7, 0.3];
            let along =
                |x: &[f64]| by_turns::gradient(x, n).iter().zip(d).map(|(a, b)| a * b).sum::<f64>();
            assert_all_close(&by_turns::hvp(&at, n, &d), &differences(along, &at));
        }
    }
}

#[test]
fn closures_and_parts() {
    for at in [[0.3, 0.8, -0.4, 0.6], [-0.2, 0.5, 0.9, 0.1]] {
        let (mut g, k) = pulled::gradient(&at, 0.7);
        g.push(k);
        let mut all = at.to_vec();
        all.push(0.7);
        assert_all_close(&g, &differences(|x| pulled(&x[..4], x[4]), &all));
    }
}

#[test]
fn hessians_in_both_precisions() {
    let at = [0.3, 0.8, -0.4, 0.6];
    let ours = traced::gradient(&at);
    assert_all_close(&ours, &differences(traced::<f64>, &at));
    let single = traced::gradient(&at.map(|x| x as f32));
    assert!(single.iter().zip(&ours).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-4));
}
