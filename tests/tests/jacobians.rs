//! Jacobians as matrices, by both modes, against differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2, array};

/// Few numbers in, many out, and the other way round.
#[differentiate(jacobian)]
fn waves<T: Float>(frequency: T, phases: &[T], n: usize) -> Vec<T> {
    let mut samples = vec![T::ZERO; n];
    for i in 0..n {
        for phase in phases {
            samples[i] += (frequency * T::from_f64(i as f64) + *phase).sin();
        }
    }
    samples
}

#[test]
fn both_modes_agree_with_differences() {
    let at = [0.7, 0.1, -0.4, 1.2];
    for n in [1, 2, 4, 7] {
        let ours = waves::jacobian(at[0], &at[1..], n);
        assert_eq!(ours.dim(), (n, 4));
        for (i, row) in ours.outer_iter().enumerate() {
            let row: Vec<f64> = row.to_vec();
            assert_all_close(&row, &differences(|at| waves(at[0], &at[1..], n)[i], &at));
        }
        let forward: Vec<f64> =
            waves::jacobian_forward(at[0], &at[1..], n).iter().copied().collect();
        let reverse: Vec<f64> =
            waves::jacobian_reverse(at[0], &at[1..], n).iter().copied().collect();
        assert_all_close(&forward, &reverse);
    }
}

#[test]
fn arrays_tuples_and_constants() {
    #[differentiate(jacobian)]
    fn polar(p: [f64; 2], #[constant] k: f64) -> (f64, [f64; 2]) {
        (k * p[0] * p[0], [p[0] * p[1].cos(), p[0] * p[1].sin()])
    }
    let expected = array![[12.0, 0.0], [1.0, 0.0], [0.0, 2.0]];
    assert_eq!(polar::jacobian([2.0, 0.0], 3.0), expected);
    assert_eq!(polar::jacobian_reverse([2.0, 0.0], 3.0), expected);

    #[differentiate(jacobian)]
    fn product(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        a.dot(x)
    }
    let (a, x) = (array![[1.0, 2.0], [3.0, 4.0]], array![5.0, 6.0]);
    let expected = array![[5.0, 6.0, 0.0, 0.0, 1.0, 2.0], [0.0, 0.0, 5.0, 6.0, 3.0, 4.0]];
    assert_eq!(product::jacobian(&a, &x), expected);
    assert_eq!(product::jacobian_forward(&a, &x), expected);
}

#[test]
fn vectors_and_arrays_by_value() {
    #[differentiate(jacobian)]
    fn scaled(x: Vec<f64>, w: Array1<f64>, k: f64) -> [f64; 2] {
        [x[0] * w[0] * k, x[1] * w[0] * w[0]]
    }
    let expected = array![[15.0, 0.0, 10.0, 6.0], [0.0, 9.0, 18.0, 0.0]];
    let (x, w) = (vec![2.0, 3.0], array![3.0]);
    assert_eq!(scaled::jacobian(x.clone(), w.clone(), 5.0), expected);
    assert_eq!(scaled::jacobian_reverse(x, w, 5.0), expected);
}

#[test]
fn without_columns() {
    #[differentiate(jacobian)]
    fn total(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    for matrix in [total::jacobian(&[]), total::jacobian_forward(&[]), total::jacobian_reverse(&[])]
    {
        assert_eq!(matrix.dim(), (1, 0));
    }

    // One tangent at a time.
    #[differentiate(jvp)]
    fn sum(x: &[f64]) -> f64 {
        x.iter().sum()
    }
    #[differentiate(jacobian)]
    fn ends(x: &[f64]) -> [f64; 2] {
        [sum(x), 2.0 * sum(x)]
    }
    for matrix in [ends::jacobian(&[]), ends::jacobian_forward(&[]), ends::jacobian_reverse(&[])] {
        assert_eq!(matrix.dim(), (2, 0));
    }
}
