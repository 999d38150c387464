//! Layers where floating point ends: infinities, NaN, empty arrays, and arguments that don't fit.

#![cfg(feature = "ndarray")]

use chainrule::nn;
use ndarray::{Array, Array1, Array2, Array3, ArrayD, Dimension, array};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Equal, with NaN equal to NaN.
#[track_caller]
fn assert_same<D: Dimension>(got: &Array<f64, D>, expected: &Array<f64, D>) {
    assert_eq!(got.shape(), expected.shape());
    for (got, expected) in got.iter().zip(expected) {
        let close = (got - expected).abs() < 1e-15 || got == expected;
        assert!(close || (got.is_nan() && expected.is_nan()), "got {got}, expected {expected}");
    }
}

#[test]
fn activations_take_their_limits() {
    let x = array![-INF, INF, NAN];
    assert_same(&nn::sigmoid(&x), &array![0.0, 1.0, NAN]);
    assert_same(&nn::tanh(&x), &array![-1.0, 1.0, NAN]);
    assert_same(&nn::relu(&x), &array![0.0, INF, NAN]);
    assert_same(&nn::softplus(&x), &array![0.0, INF, NAN]);
}

/// The gradient of an activation for a cotangent of ones.
macro_rules! slope {
    ($name:ident, $x:expr) => {{
        let x: Array1<f64> = $x;
        let (_, residuals) = nn::$name::forward(&x);
        let mut x_bar = Array1::zeros(x.len());
        nn::$name::backward(&x, &residuals, Array1::ones(x.len()), &mut x_bar);
        x_bar
    }};
}

#[test]
fn slopes_take_their_limits() {
    let x = array![-INF, INF, -800.0, 800.0];
    assert_same(&slope!(sigmoid, x.clone()), &array![0.0, 0.0, 0.0, 0.0]);
    assert_same(&slope!(tanh, x.clone()), &array![0.0, 0.0, 0.0, 0.0]);
    assert_same(&slope!(relu, x.clone()), &array![0.0, 1.0, 0.0, 1.0]);
    assert_same(&slope!(softplus, x), &array![0.0, 1.0, 0.0, 1.0]);
}

#[test]
fn relu_is_flat_at_zero_and_stops_infinite_cotangents() {
    assert_same(&slope!(relu, array![0.0, -0.0]), &array![0.0, 0.0]);
    let mut x_bar = array![0.0, 0.0];
    nn::relu::backward(&array![-1.0, 1.0], &(), array![INF, INF], &mut x_bar);
    assert_same(&x_bar, &array![0.0, INF]);
}

#[test]
fn softmax_takes_its_limits() {
    let x = array![[-INF, 0.0, 0.0], [INF, 3.0, -INF], [INF, INF, 0.0], [-INF, -INF, -INF]];
    let third = [NAN, NAN, NAN];
    let p = array![[0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.5, 0.5, 0.0], third];
    assert_same(&nn::softmax(&x), &p);
    assert_same(&nn::log_softmax(&x), &p.mapv(f64::ln));
    assert_same(&nn::log_softmax::forward(&x).0, &p.mapv(f64::ln));
    assert_same(&nn::logsumexp(&x), &array![2.0_f64.ln(), INF, INF, -INF]);
    let (_, residuals) = nn::logsumexp::forward(&x);
    let mut x_bar = Array2::zeros(x.dim());
    nn::logsumexp::backward(&x, &residuals, Array1::ones(4), &mut x_bar);
    assert_same(&x_bar, &p);
}

#[test]
fn a_nan_spoils_its_row_only() {
    let x = array![[NAN, 0.0], [0.0, 0.0], [INF, NAN], [NAN, -INF]];
    let p = array![[NAN, NAN], [0.5, 0.5], [NAN, NAN], [NAN, NAN]];
    assert_same(&nn::softmax(&x), &p);
    assert_same(&nn::log_softmax(&x), &p.mapv(f64::ln));
    assert_same(&nn::logsumexp(&x), &array![NAN, 2.0_f64.ln(), NAN, NAN]);
}

#[test]
fn cross_entropy_of_impossible_and_certain_classes() {
    let logits = array![[-INF, 0.0, 0.0]];
    assert_eq!(nn::cross_entropy(&logits, &[0]), INF);
    assert_eq!(nn::cross_entropy(&logits, &[1]), 2.0_f64.ln());
    assert_eq!(nn::cross_entropy(&array![[INF, 0.0]], &[0]), 0.0);
    let (_, residuals) = nn::cross_entropy::forward(&logits, &[0]);
    let mut logits_bar = Array2::zeros((1, 3));
    nn::cross_entropy::backward(&logits, &[0], &residuals, 1.0, &mut logits_bar);
    assert_same(&logits_bar, &array![[-1.0, 0.5, 0.5]]);
}

#[test]
fn empty_arrays_are_no_exception() {
    let none = Array2::<f64>::zeros((0, 3));
    assert_eq!(nn::softmax(&none).dim(), (0, 3));
    assert_eq!(nn::logsumexp(&none).len(), 0);
    assert_eq!(nn::relu(&none).dim(), (0, 3));
    assert!(nn::mse(&none, &none).is_nan());
    assert!(nn::cross_entropy(&none, &[]).is_nan());
    let no_columns = Array2::<f64>::zeros((2, 0));
    assert_eq!(nn::logsumexp(&no_columns), array![-INF, -INF]);
    assert_eq!(nn::softmax(&no_columns).dim(), (2, 0));
    let (y, residuals) = nn::softmax::forward(&no_columns);
    nn::softmax::backward(&no_columns, &residuals, y, &mut Array2::zeros((2, 0)));
    let y = nn::linear(&no_columns, &Array2::zeros((4, 0)), &Array1::ones(4));
    assert_eq!(y, Array2::ones((2, 4)));
}

#[test]
fn activations_take_any_rank() {
    let x3 = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (i + 2 * j) as f64 - k as f64);
    let permuted = x3.view().permuted_axes([2, 0, 1]);
    let y = nn::tanh(&permuted);
    assert_same(&y, &permuted.mapv(f64::tanh));
    let mut x_bar = Array3::zeros((4, 2, 3));
    nn::tanh::backward(&permuted, &y, Array3::ones((4, 2, 3)), &mut x_bar);
    assert_same(&x_bar, &permuted.mapv(|x| 1.0 - x.tanh().powi(2)));
    let dynamic: ArrayD<f64> = x3.clone().into_dyn();
    assert_same(&nn::relu(&dynamic), &dynamic.mapv(|x| x.max(0.0)));
    assert_same(&nn::relu(&ndarray::arr0(-1.0)), &ndarray::arr0(0.0));
}

#[test]
fn gradients_agree_with_differences() {
    let x = array![[0.3, -1.2, 0.7], [2.0, 0.1, -0.4]];
    let t = array![[0.0, 1.0, 0.5], [1.0, -1.0, 0.2]];
    let f = |x: &Array2<f64>| nn::mse(&nn::softmax(&nn::tanh(x)), &t);
    let gradient = |x: &Array2<f64>| {
        let (h, tanh_residuals) = nn::tanh::forward(x);
        let (p, softmax_residuals) = nn::softmax::forward(&h);
        let mut p_bar = Array2::zeros(x.dim());
        nn::mse::backward(&p, &t, &(), 1.0, &mut p_bar);
        let mut h_bar = Array2::zeros(x.dim());
        nn::softmax::backward(&h, &softmax_residuals, p_bar, &mut h_bar);
        let mut x_bar = Array2::zeros(x.dim());
        nn::tanh::backward(x, &tanh_residuals, h_bar, &mut x_bar);
        x_bar
    };
    chainrule::check_gradient(f, gradient, &x).unwrap();
}

#[test]
#[should_panic(expected = "linear: the input has shape (2, 3), (batch, inputs), but the weights \
                           (4, 5), (outputs, inputs)")]
fn linear_names_input_and_weights() {
    nn::linear(&Array2::<f64>::zeros((2, 3)), &Array2::zeros((4, 5)), &Array1::zeros(4));
}

#[test]
#[should_panic(expected = "linear: the bias has length 3, but the weights shape (4, 5)")]
fn linear_names_the_bias() {
    nn::linear(&Array2::<f64>::zeros((2, 5)), &Array2::zeros((4, 5)), &Array1::zeros(3));
}

#[test]
#[should_panic(expected = "the cotangent of the output has shape [3], the output [2]")]
fn activations_name_the_shape_of_the_cotangent() {
    nn::relu::backward(&array![1.0, 2.0], &(), array![1.0, 1.0, 1.0], &mut array![0.0, 0.0]);
}

#[test]
#[should_panic(expected = "the cotangent of the input has shape [3], the input [2]")]
fn activations_name_the_shape_of_the_shadow() {
    nn::relu::backward(&array![1.0, 2.0], &(), array![1.0, 1.0], &mut array![0.0, 0.0, 0.0]);
}

#[test]
#[should_panic(expected = "mse: the prediction has shape [2, 1], the target [1, 2]")]
fn mse_does_not_broadcast() {
    nn::mse(&Array2::<f64>::zeros((2, 1)), &Array2::zeros((1, 2)));
}

#[test]
#[should_panic(expected = "cross_entropy: class 3 of row 1, logits of shape (2, 3)")]
fn cross_entropy_names_the_class() {
    nn::cross_entropy(&Array2::<f64>::zeros((2, 3)), &[0, 3]);
}

#[test]
#[should_panic(expected = "cross_entropy: 1 classes for logits of shape (2, 3)")]
fn cross_entropy_counts_the_classes() {
    nn::cross_entropy(&Array2::<f64>::zeros((2, 3)), &[0]);
}
