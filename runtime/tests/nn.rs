//! Layers and losses against PyTorch, on all memory layouts, in both precisions.

#![cfg(feature = "ndarray")]

use chainrule::{Float, Inactive, nn};
use ndarray::{Array, Array1, Array2, ArrayD, ArrayRef, ArrayViewMut2, Dimension, Ix2, s};
use serde_json::Value;

struct Case(Value);

impl Case {
    /// The cases of one layer; `data/make_nn.py` wrote them.
    fn all(name: &str) -> Vec<Case> {
        let data: Value = serde_json::from_str(include_str!("data/nn.json")).unwrap();
        let cases = data["cases"].as_array().unwrap().iter().filter(|case| case["name"] == name);
        let cases: Vec<Case> = cases.cloned().map(Case).collect();
        assert!(cases.len() >= 3, "few cases of {name}");
        cases
    }

    fn output<T: Float, D: Dimension>(&self) -> Array<T, D> {
        tensor(&self.0["output"])
    }

    fn output_bar<T: Float, D: Dimension>(&self) -> Array<T, D> {
        tensor(&self.0["output_bar"])
    }

    fn argument<T: Float, D: Dimension>(&self, index: usize) -> Array<T, D> {
        tensor(&self.0["arguments"][index])
    }

    fn gradient<T: Float, D: Dimension>(&self, index: usize) -> Array<T, D> {
        tensor(&self.0["gradients"][index])
    }
}

fn tensor<T: Float, D: Dimension>(value: &Value) -> Array<T, D> {
    let numbers = |key: &str| value[key].as_array().unwrap().iter().map(|x| x.as_f64().unwrap());
    let shape: Vec<usize> = numbers("shape").map(|n| n as usize).collect();
    let data = numbers("data").map(T::from_f64).collect();
    ArrayD::from_shape_vec(shape, data).unwrap().into_dimensionality().unwrap()
}

fn assert_close<T: Float, D: Dimension>(got: &ArrayRef<T, D>, expected: &ArrayRef<T, D>) {
    assert_eq!(got.shape(), expected.shape());
    for (&got, &expected) in got.iter().zip(expected) {
        // A few units in the last place of the largest term: a row's sum has up to 33.
        let allowed = T::from_f64(40.0) * T::EPSILON * (expected.abs() + T::ONE);
        assert!((got - expected).abs() <= allowed, "got {got:e}, expected {expected:e}");
    }
}

fn scalar<T: Float>(x: T) -> Array1<T> {
    Array1::from_elem(1, x)
}

/// The same matrix in other layouts: column-major, every second entry of a larger one, and with
/// its axes reversed in memory.
fn layouts<T: Float>(x: &Array2<T>) -> Vec<Array2<T>> {
    let (rows, columns) = x.dim();
    let column_major = x.t().as_standard_layout().into_owned().reversed_axes();
    let mut spread = Array2::from_elem((2 * rows, 3 * columns), T::NAN);
    spread.slice_collapse(s![..;2, 1..;3]);
    spread.assign(x);
    let mut reversed = x.clone();
    reversed.invert_axis(ndarray::Axis(0));
    reversed.invert_axis(ndarray::Axis(1));
    reversed.assign(x);
    vec![x.clone(), column_major, spread, reversed]
}

/// A shadow that starts at 1, so that it shows whether cotangents are added.
fn ones<T: Float, D: Dimension>(like: &ArrayRef<T, D>) -> Array<T, D> {
    Array::from_elem(like.raw_dim(), T::ONE)
}

fn check_linear<T: Float>() {
    for case in Case::all("linear") {
        let b: Array1<T> = case.argument(2);
        for (x, w) in layouts(&case.argument(0)).iter().zip(layouts(&case.argument(1)).iter().rev())
        {
            assert_close(&nn::linear(x, w, &b), &case.output::<T, Ix2>());
            let (y, residuals) = nn::linear::forward(x, w, &b);
            assert_close(&y, &case.output::<T, Ix2>());
            let (mut x_bar, mut w_bar, mut b_bar) = (ones(x), ones(w), ones(&b));
            let y_bar: Array2<T> = case.output_bar();
            nn::linear::backward(
                x,
                w,
                &b,
                &residuals,
                y_bar.clone(),
                &mut x_bar,
                &mut w_bar,
                &mut b_bar,
            );
            assert_close(&x_bar, &(case.gradient::<T, Ix2>(0) + T::ONE));
            assert_close(&w_bar, &(case.gradient::<T, Ix2>(1) + T::ONE));
            assert_close(&b_bar, &(case.gradient::<T, _>(2) + T::ONE));

            let mut only_w = ones(w);
            nn::linear::backward(x, w, &b, &(), y_bar.clone(), Inactive, &mut only_w, Inactive);
            assert_eq!(only_w, w_bar);
            nn::linear::backward(x, w, &b, &(), y_bar, Inactive, Inactive, Inactive);
        }
    }
}

#[test]
fn linear_agrees_with_pytorch() {
    check_linear::<f64>();
    check_linear::<f32>();
}

/// One test for every layer that takes a matrix and nothing else.
macro_rules! layer {
    ($test:ident, $name:ident) => {
        #[test]
        fn $test() {
            fn check<T: Float>() {
                for case in Case::all(stringify!($name)) {
                    for x in layouts(&case.argument::<T, Ix2>(0)) {
                        let (y, residuals) = nn::$name::forward(&x);
                        assert_close(&y, &case.output());
                        assert_close(&nn::$name(&x), &case.output());
                        let expected = case.gradient::<T, Ix2>(0) + T::ONE;
                        let y_bar = case.output_bar::<T, _>();
                        for mut x_bar in layouts(&ones(&x)) {
                            nn::$name::backward(&x, &residuals, y_bar.clone(), &mut x_bar);
                            assert_close(&x_bar, &expected);
                        }
                        let mut x_bar = ones(&x);
                        let view: &mut ArrayViewMut2<'_, T> = &mut x_bar.view_mut();
                        let y_bar_t = y_bar.t().as_standard_layout().into_owned().reversed_axes();
                        nn::$name::backward(&x, &residuals, y_bar_t, view);
                        assert_close(&x_bar, &expected);
                        nn::$name::backward(&x, &residuals, y_bar, Inactive);
                    }
                }
            }
            check::<f64>();
            check::<f32>();
        }
    };
}
layer!(sigmoid_agrees_with_pytorch, sigmoid);
layer!(tanh_agrees_with_pytorch, tanh);
layer!(relu_agrees_with_pytorch, relu);
layer!(softplus_agrees_with_pytorch, softplus);
layer!(softmax_agrees_with_pytorch, softmax);
layer!(log_softmax_agrees_with_pytorch, log_softmax);
layer!(logsumexp_agrees_with_pytorch, logsumexp);

fn check_mse<T: Float>() {
    for case in Case::all("mse") {
        let target: Array2<T> = tensor(&case.0["target"]);
        let expected = case.output::<T, ndarray::Ix0>().into_shape_with_order(1).unwrap();
        let output_bar = case.output_bar::<T, ndarray::Ix0>().into_scalar();
        for (x, target) in layouts(&case.argument::<T, Ix2>(0)).iter().zip(layouts(&target)) {
            let (loss, residuals) = nn::mse::forward(x, &target);
            assert_close(&scalar(loss), &expected);
            assert_close(&scalar(nn::mse(x, &target)), &expected);
            for mut x_bar in layouts(&ones(x)) {
                nn::mse::backward(x, &target, &residuals, output_bar, &mut x_bar);
                assert_close(&x_bar, &(case.gradient::<T, Ix2>(0) + T::ONE));
            }
            nn::mse::backward(x, &target, &residuals, output_bar, Inactive);
        }
    }
}

#[test]
fn mse_agrees_with_pytorch() {
    check_mse::<f64>();
    check_mse::<f32>();
}

fn check_cross_entropy<T: Float>() {
    for case in Case::all("cross_entropy") {
        let classes = case.0["classes"].as_array().unwrap().iter();
        let classes: Vec<usize> = classes.map(|class| class.as_u64().unwrap() as usize).collect();
        let expected = case.output::<T, ndarray::Ix0>().into_shape_with_order(1).unwrap();
        let output_bar = case.output_bar::<T, ndarray::Ix0>().into_scalar();
        for x in layouts(&case.argument::<T, Ix2>(0)) {
            let (loss, residuals) = nn::cross_entropy::forward(&x, &classes);
            assert_close(&scalar(loss), &expected);
            assert_close(&scalar(nn::cross_entropy(&x, &classes)), &expected);
            for mut x_bar in layouts(&ones(&x)) {
                nn::cross_entropy::backward(&x, &classes, &residuals, output_bar, &mut x_bar);
                assert_close(&x_bar, &(case.gradient::<T, Ix2>(0) + T::ONE));
            }
            nn::cross_entropy::backward(&x, &classes, &residuals, output_bar, Inactive);
        }
    }
}

#[test]
fn cross_entropy_agrees_with_pytorch() {
    check_cross_entropy::<f64>();
    check_cross_entropy::<f32>();
}
