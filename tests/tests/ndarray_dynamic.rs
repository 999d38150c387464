//! Arrays whose rank is known at run time, against closed forms and differences.
// References are spelled out among what is tested.
#![allow(clippy::op_ref)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array2, ArrayD, ArrayViewD, Axis, Ix2, IxDyn};

fn sample(shape: &[usize], shift: f64) -> ArrayD<f64> {
    let count = shape.iter().product();
    let elements = (0..count).map(|i| (i as f64 * 1.3 + shift).sin() * 0.4 + 1.1).collect();
    ArrayD::from_shape_vec(IxDyn(shape), elements).expect("as many elements")
}

fn elements(a: &ArrayD<f64>) -> Vec<f64> {
    a.iter().copied().collect()
}

#[differentiate]
fn elementwise(a: &ArrayD<f64>, b: &ArrayD<f64>, k: f64) -> f64 {
    let c = a * b + k;
    let mut d = c.mapv(|v| (v * k).sin()) / a;
    d += b;
    d *= 2.0;
    d -= &(a * k);
    d.mapv_inplace(|v| v * v);
    d.sum() + c.mean().unwrap() * b.product()
}

#[test]
fn elementwise_operations_of_any_rank() {
    for shape in [&[5][..], &[2, 3], &[2, 1, 3], &[2, 1, 2, 2]] {
        let (a, b, k) = (sample(shape, 0.0), sample(shape, 2.0), 1.2);
        let (a_bar, b_bar, k_bar) = elementwise::gradient(&a, &b, k);
        assert_eq!(a_bar.shape(), shape);
        let along_a = |at: &[f64]| {
            let a = ArrayD::from_shape_vec(IxDyn(shape), at.to_vec()).expect("its elements");
            elementwise(&a, &b, k)
        };
        assert_all_close(&elements(&a_bar), &differences(along_a, &elements(&a)));
        let along_b = |at: &[f64]| {
            let b = ArrayD::from_shape_vec(IxDyn(shape), at.to_vec()).expect("its elements");
            elementwise(&a, &b, k)
        };
        assert_all_close(&elements(&b_bar), &differences(along_b, &elements(&b)));
        assert_all_close(&[k_bar], &differences(|at| elementwise(&a, &b, at[0]), &[k]));
    }
}

/// An operand of lower rank is repeated: its cotangent is the sum.
#[test]
fn broadcasting() {
    #[differentiate]
    fn product(a: &ArrayD<f64>, b: &ArrayD<f64>) -> f64 {
        (a * b).sum()
    }
    let (a, b) = (sample(&[3, 2], 0.0), sample(&[2], 1.0));
    let (a_bar, b_bar) = product::gradient(&a, &b);
    assert_all_close(&elements(&b_bar), &elements(&a.sum_axis(Axis(0))));
    assert_all_close(
        &elements(&a_bar),
        &elements(&b.broadcast(a.raw_dim()).expect("b").to_owned()),
    );
}

#[test]
fn axes_and_elements() {
    #[differentiate]
    fn f(a: &ArrayD<f64>, k: f64) -> f64 {
        let s = a.sum_axis(Axis(1));
        let m = a.mean_axis(Axis(0)).unwrap();
        let first = a.index_axis(Axis(0), 1);
        s[[0]] * k + (&m * &first).sum() + a[[1, 2]] * a[[0, 0]]
    }
    let a = sample(&[2, 3], 0.5);
    let (a_bar, k_bar) = f::gradient(&a, 0.7);
    let value = |at: &[f64]| {
        let a = ArrayD::from_shape_vec(IxDyn(&[2, 3]), at[..6].to_vec()).expect("six");
        f(&a, at[6])
    };
    let mut at = elements(&a);
    at.push(0.7);
    let mut ours = elements(&a_bar);
    ours.push(k_bar);
    assert_all_close(&ours, &differences(value, &at));
}

#[test]
fn a_loop_and_a_branch() {
    #[differentiate]
    fn f(a: &ArrayD<f64>, k: f64) -> f64 {
        let mut h = a.clone();
        for matrix in a.outer_iter() {
            h = &h * k + &matrix;
        }
        if k > 0.0 {
            h += a;
        }
        h.sum()
    }
    let a = sample(&[2, 3], 0.1);
    let (a_bar, k_bar) = f::gradient(&a, 0.6);
    let value =
        |at: &[f64]| f(&ArrayD::from_shape_vec(IxDyn(&[2, 3]), at.to_vec()).expect("six"), 0.6);
    assert_all_close(&elements(&a_bar), &differences(value, &elements(&a)));
    assert_all_close(&[k_bar], &differences(|at| f(&a, at[0]), &[0.6]));
}

/// `‖a bᵀ‖²` through a rank that is found out, and given up again.
#[test]
fn the_rank_is_found_out() {
    #[differentiate]
    fn f(a: &ArrayD<f64>, b: &Array2<f64>) -> f64 {
        let m = a.clone().into_dimensionality::<Ix2>().unwrap();
        let p = m.dot(&b.t()).into_dyn();
        let square = &p * &p;
        square.sum()
    }
    let (a, b) = (sample(&[2, 3], 0.0), Array2::from_elem((2, 3), 0.5));
    let (a_bar, b_bar) = f::gradient(&a, &b);
    let matrix = a.clone().into_dimensionality::<Ix2>().expect("a matrix");
    let product = matrix.dot(&b.t());
    assert_all_close(&elements(&a_bar), &elements(&(2.0 * product.dot(&b)).into_dyn()));
    assert_all_close(
        &elements(&b_bar.into_dyn()),
        &elements(&(2.0 * product.t().dot(&matrix)).into_dyn()),
    );
}

/// A view, and shapes that are written down.
#[test]
fn views_and_shapes() {
    #[differentiate]
    fn f(a: ArrayViewD<'_, f64>, x: f64) -> f64 {
        let b = a.to_shape(IxDyn(&[3, 2])).unwrap();
        let c = ArrayD::from_elem(a.raw_dim(), x);
        let d = a.t();
        b[[2, 1]] * (&c * &a).sum() + (&d * &b).sum()
    }
    let a = sample(&[2, 3], 0.3);
    let (value, residuals) = f::forward(a.view(), 2.0);
    assert_eq!(value, f(a.view(), 2.0));
    let (a_bar, x_bar) = f::backward(a.view(), 2.0, &residuals, 1.0);
    let along = |at: &[f64]| {
        let a = ArrayD::from_shape_vec(IxDyn(&[2, 3]), at[..6].to_vec()).expect("six");
        f(a.view(), at[6])
    };
    let mut at = elements(&a);
    at.push(2.0);
    let mut ours = elements(&a_bar);
    ours.push(x_bar);
    assert_all_close(&ours, &differences(along, &at));
}
