//! Iterators that end early, that start late, and that change a state as they go.

use std::panic::catch_unwind;

use chainrule::differentiate;
use chainrule_tests::slice_programs;
use ndarray::{Array1, Array2, Array3};

slice_programs! {
    0..7;

    fn as_long_as_they_are_small(x) {
        x.iter().take_while(|v| **v < 1.0).map(|v| v * v).sum()
    }

    fn as_long_as_what_a_map_makes_is(x) {
        let k = x.len() as f64;
        let v: Vec<f64> = x.iter().map(|v| v * k).take_while(|v| *v > -0.5).map(|v| v * v).collect();
        v.iter().product::<f64>() * v.len() as f64
    }

    fn a_loop_over_them(x) {
        let mut s = 1.0;
        for (i, v) in x.iter().take_while(|v| (-0.5..1.29).contains(*v)).enumerate() {
            s *= v * (i + 1) as f64;
        }
        s
    }

    fn whether_one_of_them_is(x) {
        if x.iter().take_while(|v| **v > -0.6).any(|v| *v > 1.2) { x.iter().product() } else { x.iter().sum() }
    }

    fn two_ends(x) {
        x.iter().take_while(|v| **v > -0.6).filter(|v| **v != 0.5).take_while(|v| **v < 1.25).map(|v| v * v).sum()
    }

    fn an_end_behind_rows(x) {
        (0..x.len()).flat_map(|i| x[i..].iter()).take_while(|v| **v < 1.25).map(|v| v * v).sum()
    }

    fn without_an_end(x) {
        let n = x.len() as f64;
        (1..).map(|i| n / i as f64).take_while(|q| *q > 1.5).sum::<f64>() * x.iter().sum::<f64>()
    }

    fn from_the_first_large_one(x) {
        x.iter().skip_while(|v| **v < 0.95).map(|v| v * v * v).sum()
    }

    fn from_the_first_large_one_in_rows(x) {
        let mut s = 0.0;
        for i in 0..x.len() {
            let k = x[i];
            s += k * x.iter().skip_while(|v| **v < k).count() as f64 * x.iter().skip_while(|v| **v > k).sum::<f64>();
        }
        s
    }

    fn sums_so_far(x) {
        x.iter().scan(0.0, |s, v| { *s += v; Some(*s) }).map(|s| s * s).sum()
    }

    fn products_so_far(x) {
        let v: Vec<f64> = x.iter().scan(1.0, |p, &v| { *p *= v + 1.0; Some(*p * v) }).collect();
        v.iter().rev().fold(0.0, |a, v| a * 0.5 + v)
    }

    fn two_numbers_so_far(x) {
        let sums = x.iter().scan((0.0, 1.0), |state, v| {
            state.0 += v * state.1;
            state.1 *= v;
            Some(state.0)
        });
        sums.sum()
    }

    fn a_state_that_is_active(x) {
        let start = x.iter().sum::<f64>();
        let mut s = 0.0;
        for v in x.iter().scan(start, |s, v| { let before = *s; *s = before * v; Some(before) }) {
            s += v;
        }
        s
    }

    fn states_in_rows(x) {
        let mut s = 0.0;
        for k in x {
            s += x.iter().scan(*k, |p, v| { *p *= v; Some(*p) }).sum::<f64>();
        }
        s
    }

    fn looked_at(x) {
        let mut n = 0;
        let s = x.iter().inspect(|v| assert!(v.is_finite())).inspect(|_| n += 1).map(|v| v * v).sum::<f64>();
        s * n as f64
    }

    fn into_arrays(x) {
        let a = Array1::from_iter(x.iter().map(|v| v * v));
        let b: Array1<f64> = x.iter().map(|v| v + 2.0).collect();
        let c = Array1::from_vec(x.iter().map(|v| v * 3.0).collect());
        let d = x.iter().copied().collect::<Array1<f64>>();
        (a * &b).dot(&c) + d.mean().unwrap_or(0.5) * d.sum()
    }

    fn arrays_by_index(x) {
        let n = x.len();
        let a = Array2::from_shape_fn((n, n), |(i, j)| x[i] * x[j] + i as f64);
        let b = Array1::from_shape_fn(n, |i| x[i] * a[[i, 0]]);
        let c = Array3::from_shape_fn((2, n, 1), |(k, i, _)| b[i] * k as f64);
        let d = Array2::<f64>::from_shape_fn(a.dim(), |(i, j)| b[j] - a[[j, i]]);
        a.dot(&b).sum() + c.sum() + (&d * &d).sum()
    }
}

#[differentiate]
fn logarithms(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| {
            assert!(*v > -1.0, "read too far");
            v.ln()
        })
        .take_while(|v| *v < 1.0)
        .sum()
}

#[test]
fn nothing_behind_the_end_is_evaluated() {
    assert_eq!(logarithms::gradient(&[0.5, 2.0, 4.0, -2.0]), [2.0, 0.5, 0.0, 0.0]);
    assert!(catch_unwind(|| logarithms::gradient(&[0.5, 2.0, -2.0, 4.0])).is_err());
}
