//! Forward mode of the layers and losses: against differences, and against the reverse mode.

use chainrule::nn::{
    cross_entropy, linear, log_softmax, logsumexp, mse, relu, sigmoid, softmax, softplus, tanh,
};
use chainrule::{Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_close, assert_within, difference};
use ndarray::{Array1, Array2, array};

#[differentiate(lanes, jacobian)]
fn network(
    x: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
    #[constant] classes: &[usize],
    kind: usize,
) -> f64 {
    let z = linear(x, w, b);
    let h = match kind {
        0 => sigmoid(&z),
        1 => tanh(&z),
        2 => relu(&z),
        3 => softplus(&z),
        4 => softmax(&z),
        _ => log_softmax(&z),
    };
    let spread = logsumexp(&z).sum();
    cross_entropy(&h, classes) + mse(&h, &chainrule::constant(&z * 0.5)) + spread * h[[0, 1]]
}

#[test]
fn both_modes_agree() {
    let x = array![[0.3, -0.8, 0.5], [1.1, 0.2, -0.4]];
    let w = array![[0.4, 0.9, -0.2], [-0.7, 0.3, 0.6]];
    let b = array![0.1, -0.3];
    let x_dot = array![[0.5, 0.1, -0.9], [0.2, 0.7, 0.3]];
    let w_dot = array![[-0.4, 0.6, 0.8], [0.9, -0.1, 0.2]];
    let b_dot = array![0.7, 0.4];
    let classes = [1, 0];
    for kind in 0..6 {
        let (value, dot) = network::jvp(&x, &w, &b, &classes, kind, &x_dot, &w_dot, &b_dot);
        assert_eq!(value, network(&x, &w, &b, &classes, kind));
        let (x_bar, w_bar, b_bar) = network::gradient(&x, &w, &b, &classes, kind);
        let sum = (&x_bar * &x_dot).sum() + (&w_bar * &w_dot).sum() + (&b_bar * &b_dot).sum();
        assert_close(dot, sum);

        // A column for each number, several at once.
        let forward = network::jacobian_forward(&x, &w, &b, &classes, kind);
        let all: Vec<f64> = x_bar.iter().chain(&w_bar).chain(&b_bar).copied().collect();
        assert_all_close(&forward.row(0).to_vec(), &all);
        let twice = |dot: &f64| Lanes([*dot, -2.0 * dot]);
        let dots = (x_dot.map(twice), w_dot.map(twice), b_dot.map(twice));
        let (same, slopes) =
            network::jvp_lanes(&x, &w, &b, &classes, kind, &dots.0, &dots.1, &dots.2);
        assert_eq!(same.to_bits(), value.to_bits());
        assert_within(slopes[0], dot, 1e-13);
        assert_within(slopes[1], -2.0 * dot, 1e-13);
    }
}

/// A batch large enough for products of matrices, in single precision.
#[differentiate(lanes, jacobian)]
fn batch(x: &Array2<f32>, w: &Array2<f32>, b: &Array1<f32>) -> Array2<f32> {
    softmax(&tanh(&linear(&relu(&softplus(x)), w, b)))
}

#[test]
fn jacobians_of_layers_in_single_precision() {
    let number = |i: usize| (i as f32 * 1.3).sin() * 0.5;
    let x = Array2::from_shape_fn((5, 6), |(i, j)| number(6 * i + j));
    let w = Array2::from_shape_fn((4, 6), |(i, j)| number(30 + 6 * i + j));
    let b = Array1::from_shape_fn(4, |i| number(60 + i));
    let forward = batch::jacobian_forward(&x, &w, &b);
    let reverse = batch::jacobian_reverse(&x, &w, &b);
    assert_eq!(forward.dim(), (20, 58));
    for (x, y) in forward.iter().zip(&reverse) {
        assert!((x - y).abs() < 1e-6, "{x} {y}");
    }
}

#[test]
fn tangents_are_slopes() {
    let (z, z_dot) =
        (array![[0.3, -0.8, 0.5], [1.1, 0.2, -0.4]], array![[0.5, 0.1, -0.9], [0.2, 0.7, 0.3]]);
    let moved = |h: f64| &z + &(&z_dot * h);
    let sum = |a: Array2<f64>| (a * &array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).sum();
    assert_close(sum(softmax::jvp(&z, &z_dot).1), difference(|h| sum(softmax(&moved(h))), 0.0));
    let slope = difference(|h| sum(log_softmax(&moved(h))), 0.0);
    assert_close(sum(log_softmax::jvp(&z, &z_dot).1), slope);
    let of_rows = |a: Array1<f64>| (a * &array![1.0, 2.0]).sum();
    let slope = difference(|h| of_rows(logsumexp(&moved(h))), 0.0);
    assert_close(of_rows(logsumexp::jvp(&z, &z_dot).1), slope);
}
