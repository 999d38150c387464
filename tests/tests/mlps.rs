//! Multilayer perceptrons against PyTorch: loss and all gradients.

use chainrule::nn::{cross_entropy, linear, mse, relu, sigmoid, softplus, tanh};
use chainrule::{Float, differentiate};
use chainrule_tests::tables::{self, matrices, matrix, numbers, vectors};
use chainrule_tests::{assert_within, tables::indices};
use ndarray::{Array1, Array2};
use serde_json::Value;

#[differentiate]
fn activate<T: Float>(z: &Array2<T>, activation: usize) -> Array2<T> {
    if activation == 0 {
        sigmoid(z)
    } else if activation == 1 {
        tanh(z)
    } else if activation == 2 {
        relu(z)
    } else {
        softplus(z)
    }
}

#[differentiate]
fn network<T: Float>(
    ws: &[Array2<T>],
    bs: &[Array1<T>],
    x: &Array2<T>,
    activation: usize,
) -> Array2<T> {
    let mut h = x.clone();
    for (w, b) in ws.iter().zip(bs) {
        h = activate(&linear(&h, w, b), activation);
    }
    h
}

#[differentiate]
fn half_mse<T: Float>(
    ws: &[Array2<T>],
    bs: &[Array1<T>],
    x: &Array2<T>,
    #[constant] y: &Array2<T>,
    activation: usize,
) -> T {
    mse(&network(ws, bs, x, activation), y) * T::from_f64(0.5)
}

#[differentiate]
fn classified<T: Float>(
    ws: &[Array2<T>],
    bs: &[Array1<T>],
    x: &Array2<T>,
    classes: &[usize],
    activation: usize,
) -> T {
    cross_entropy(&network(ws, bs, x, activation), classes)
}

/// The same network in the methods of `ndarray` alone.
#[differentiate]
fn plain(
    ws: &[Array2<f64>],
    bs: &[Array1<f64>],
    x: &Array2<f64>,
    #[constant] y: &Array2<f64>,
    activation: usize,
) -> f64 {
    let mut h = x.to_owned();
    for i in 0..ws.len() {
        let z = h.dot(&ws[i].t()) + &bs[i];
        h = if activation == 0 {
            z.mapv(|v| 1.0 / (1.0 + (-v).exp()))
        } else if activation == 1 {
            z.mapv(f64::tanh)
        } else if activation == 2 {
            z.mapv(|v| if v > 0.0 { v } else { 0.0 })
        } else {
            z.mapv(|v| v.exp().ln_1p())
        };
    }
    let e = &h - y;
    0.5 * (&e * &e).mean().unwrap()
}

type Gradients = (Vec<Array2<f64>>, Vec<Array1<f64>>, Array2<f64>);

/// Compares gradients with those of a case.
fn compare(name: &str, case: &Value, (ws, bs, x): &Gradients) {
    for (ours, theirs) in ws.iter().zip(matrices(&case["weight_gradients"])) {
        near(name, ours.iter(), theirs.iter());
    }
    for (ours, theirs) in bs.iter().zip(vectors(&case["bias_gradients"])) {
        near(name, ours.iter(), theirs.iter());
    }
    if !case["x_gradient"].is_null() {
        near(name, x.iter(), matrix(&case["x_gradient"]).iter());
    }
}

#[track_caller]
fn near<'a>(
    name: &str,
    ours: impl ExactSizeIterator<Item = &'a f64>,
    theirs: impl ExactSizeIterator<Item = &'a f64>,
) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (a, b) in ours.zip(theirs) {
        let error = (a - b).abs() / b.abs().max(1e-3);
        assert!(error <= 1e-12, "{name}: {a} against {b}");
    }
}

fn single(array: &Array2<f64>) -> Array2<f32> {
    array.mapv(|v| v as f32)
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn activation(case: &Value) -> usize {
    let names = ["sigmoid", "tanh", "relu", "softplus"];
    names.iter().position(|name| case["activation"] == *name).expect("a known activation")
}

#[test]
fn every_stored_network() {
    let table = tables::read("mlps.json");
    let cases = table["cases"].as_array().expect("a list of cases");
    assert_eq!(cases.len(), 28);
    for case in cases {
        let name = case["name"].as_str().expect("a name");
        let (ws, bs) = (matrices(&case["weights"]), vectors(&case["biases"]));
        let (x, kind) = (matrix(&case["x"]), activation(case));
        let ws32: Vec<Array2<f32>> = ws.iter().map(single).collect();
        let bs32: Vec<Array1<f32>> = bs.iter().map(|b| b.mapv(|v| v as f32)).collect();
        near(name, network(&ws, &bs, &x, kind).iter(), matrix(&case["output"]).iter());
        let loss32 = if case["loss"] == "half_mse" {
            let y = matrix(&case["y"]);
            let (loss, gradients) = half_mse::value_and_gradient(&ws, &bs, &x, &y, kind);
            assert_within(loss, number(&case["loss_f64"]), 1e-14);
            compare(name, case, &gradients);
            let (loss, gradients) = plain::value_and_gradient(&ws, &bs, &x, &y, kind);
            assert_within(loss, number(&case["loss_f64"]), 1e-14);
            compare(name, case, &gradients);
            half_mse(&ws32, &bs32, &single(&x), &single(&y), kind)
        } else {
            let classes = indices(&case["classes"]);
            let (loss, gradients) = classified::value_and_gradient(&ws, &bs, &x, &classes, kind);
            assert_within(loss, number(&case["loss_f64"]), 1e-14);
            compare(name, case, &gradients);
            classified(&ws32, &bs32, &single(&x), &classes, kind)
        };
        assert_within(loss32.into(), number(&case["loss_f32"]), 4e-7);
    }
}

#[test]
fn the_network_of_seed_42() {
    let case = tables::read("mlp_torch_seed42.json");
    assert_eq!(numbers(&case["sizes"]), [10.0, 20.0, 30.0, 40.0, 1.0]);
    let (ws, bs) = (matrices(&case["weights"]), vectors(&case["biases"]));
    let (x, y) = (matrix(&case["x"]), matrix(&case["y"]));
    for (loss, gradients) in [
        half_mse::value_and_gradient(&ws, &bs, &x, &y, 0),
        plain::value_and_gradient(&ws, &bs, &x, &y, 0),
    ] {
        assert_within(loss, number(&case["loss_f64"]), 1e-14);
        compare("seed 42", &case, &gradients);
    }
    let ws32: Vec<Array2<f32>> = ws.iter().map(single).collect();
    let bs32: Vec<Array1<f32>> = bs.iter().map(|b| b.mapv(|v| v as f32)).collect();
    let (loss, gradients) = half_mse::value_and_gradient(&ws32, &bs32, &single(&x), &single(&y), 0);
    assert_within(loss.into(), 0.543_238_222_599_029_5, 2e-7);
    for (ours, theirs) in gradients.0.iter().zip(matrices(&case["weight_gradients"])) {
        let error = (ours.mapv(f64::from) - &theirs).mapv(f64::abs).sum();
        assert!(error <= 1e-5 * theirs.mapv(f64::abs).sum(), "{error}");
    }
}
