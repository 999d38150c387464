//! Second derivatives of the layers and losses, against differences of gradients.

use chainrule::nn::{
    cross_entropy, linear, log_softmax, logsumexp, mse, relu, sigmoid, softmax, softplus, tanh,
};
use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close};
use ndarray::{Array1, Array2, array};

fn point() -> Array2<f64> {
    array![[0.3, -0.8, 1.1], [0.7, 0.2, -0.5]]
}

fn direction() -> Array2<f64> {
    array![[0.6, 0.4, -0.9], [-0.2, 1.3, 0.5]]
}

/// Differences of a gradient along a direction.
fn along(gradient: impl Fn(&Array2<f64>) -> Array2<f64>, at: &Array2<f64>) -> Vec<f64> {
    let central = |h: f64| {
        (gradient(&(at + h * &direction())) - gradient(&(at - h * &direction()))) / (2.0 * h)
    };
    ((4.0 * central(5e-4) - central(1e-3)) / 3.0).into_iter().collect()
}

fn flat(array: &Array2<f64>) -> Vec<f64> {
    array.iter().copied().collect()
}

/// The product of each function's Hessian with a direction, and the gradient that comes with it.
macro_rules! curvatures {
    ($($name:ident: |$x:ident| $body:expr;)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn function($x: &Array2<f64>) -> f64 {
                $body
            }
            let (gradient, product) = function::gradient_jvp(&point(), &direction());
            assert_all_close(&flat(&gradient), &flat(&function::gradient(&point())));
            assert_all_close(&flat(&product), &along(|x| function::gradient(x), &point()));
        }
    )*};
}
curvatures! {
    of_sigmoid: |x| { let y = sigmoid(x); (&y * &y * x).sum() };
    of_tanh: |x| { let y = tanh(x); (&y * &y * x).sum() };
    of_relu: |x| { let y = relu(x); (&y * &y * x).sum() };
    of_softplus: |x| { let y = softplus(x); (&y * &y * x).sum() };
    of_softmax: |x| { let y = softmax(x); (&y * &y * x).sum() };
    of_log_softmax: |x| { let y = log_softmax(x); (&y * &y * x).sum() };
    of_logsumexp: |x| { let y = logsumexp(x); (&y * &y * &y).sum() };
    of_mse: |x| { let y = sigmoid(x); let loss = mse(&y, &array![[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]); loss * loss };
    of_cross_entropy: |x| { let y = tanh(x); let loss = cross_entropy(&y, &[2, 0]); loss * loss };
    of_linear: |x| {
        let y = linear(x, x, &array![0.5, -0.3]);
        (&y * &y).sum()
    };
}

/// A network: the product with the Hessian in all weights.
#[differentiate(hessian)]
fn network<T: Float>(
    #[constant] x: &Array2<T>,
    w: &Array2<T>,
    b: &Array1<T>,
    v: &Array2<T>,
    c: &Array1<T>,
    classes: &[usize],
) -> T {
    let hidden = tanh(&linear(x, w, b));
    cross_entropy(&linear(&hidden, v, c), classes)
}

#[test]
fn a_network_in_both_precisions() {
    let x = point();
    let w = array![[0.2, -0.4, 0.9], [1.1, 0.3, -0.7]];
    let (b, v, c) = (array![0.1, -0.2], array![[0.5, -0.6], [0.8, 0.3]], array![0.05, -0.1]);
    let (wd, bd) = (direction(), array![0.3, 0.9]);
    let (vd, cd) = (array![[-0.7, 0.2], [0.4, 1.0]], array![0.6, -0.8]);
    let classes = [1, 0];
    let (wp, bp, vp, cp) = network::hvp(&x, &w, &b, &v, &c, &classes, &wd, &bd, &vd, &cd);
    let inner = |h: f64| -> f64 {
        let (w1, b1) = (&w + h * &wd, &b + h * &bd);
        let (v1, c1) = (&v + h * &vd, &c + h * &cd);
        let (wg, bg, vg, cg) = network::gradient(&x, &w1, &b1, &v1, &c1, &classes);
        (wg * &wd).sum() + 2.0 * (bg * &bd).sum() - (vg * &vd).sum() + (cg * &cd).sum()
    };
    let central = |h: f64| (inner(h) - inner(-h)) / (2.0 * h);
    let expected = (4.0 * central(5e-4) - central(1e-3)) / 3.0;
    let ours = (&wp * &wd).sum() + 2.0 * (&bp * &bd).sum() - (&vp * &vd).sum() + (&cp * &cd).sum();
    assert_close(ours, expected);

    let single2 = |a: &Array2<f64>| a.mapv(|a| a as f32);
    let single1 = |a: &Array1<f64>| a.mapv(|a| a as f32);
    let (narrow, ..) = network::hvp(
        &single2(&x),
        &single2(&w),
        &single1(&b),
        &single2(&v),
        &single1(&c),
        &classes,
        &single2(&wd),
        &single1(&bd),
        &single2(&vd),
        &single1(&cd),
    );
    for (a, b) in narrow.iter().zip(&wp) {
        assert!((f64::from(*a) - b).abs() < 1e-5, "{a} and {b}");
    }
}

/// Two layers of the same argument: its cotangent is lent to both.
#[test]
fn two_layers_of_one_argument() {
    #[differentiate(hessian)]
    fn function(x: &Array2<f64>) -> f64 {
        let y = sigmoid(x) * tanh(x) * softmax(x);
        y.sum()
    }
    let product = function::hvp(&point(), &direction());
    assert_all_close(&flat(&product), &along(function::gradient, &point()));
}
