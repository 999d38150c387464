//! Programs over `ndarray`, against finite differences.

use chainrule::nn::{linear, mse, sigmoid};
use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_close, difference};
use ndarray::{Array1, Array2, Axis};

#[differentiate]
fn layer(w: &Array2<f64>, b: &Array1<f64>, x: &Array2<f64>) -> Array2<f64> {
    sigmoid(&linear(x, w, b))
}

#[differentiate]
fn loss(
    ws: &[Array2<f64>],
    bs: &[Array1<f64>],
    #[constant] x: &Array2<f64>,
    #[constant] y: &Array2<f64>,
) -> f64 {
    let mut h = x.clone();
    for (w, b) in ws.iter().zip(bs) {
        h = layer(w, b, &h);
    }
    0.5 * mse(&h, y)
}

#[differentiate]
fn plain(w: &Array2<f64>, b: &Array1<f64>, #[constant] x: &Array2<f64>) -> f64 {
    let z = x.dot(&w.t()) + b;
    let a = z.mapv(|v| 1.0 / (1.0 + (-v).exp()));
    let e = &a - x.sum();
    (&e * &e).mean().unwrap() + w.row(0).dot(&w.row(1)) + z.mapv(f64::tanh).sum()
}

#[derive(Differentiable, Clone)]
struct Model {
    w: Array2<f64>,
    b: Array1<f64>,
    scale: f64,
    #[constant]
    count: usize,
}

#[differentiate]
fn model(m: &Model, #[constant] x: &Array2<f64>) -> f64 {
    let h = layer(&m.w, &m.b, x);
    h.sum() * m.scale + m.w.sum_axis(Axis(0)).sum() * m.count as f64
}

fn data() -> (Array2<f64>, Array1<f64>, Array2<f64>) {
    let w = Array2::from_shape_fn((3, 3), |(i, j)| (i as f64 - j as f64 * 0.7).sin());
    let b = Array1::from_shape_fn(3, |i| i as f64 * 0.1);
    let x = Array2::from_shape_fn((4, 3), |(i, j)| (i as f64 + j as f64 * 0.3).cos());
    (w, b, x)
}

/// Compares a gradient with differences along each element.
fn check2(gradient: &Array2<f64>, at: &Array2<f64>, f: impl Fn(&Array2<f64>) -> f64) {
    for (index, g) in gradient.indexed_iter() {
        let along = |v| {
            let mut at = at.clone();
            at[index] = v;
            f(&at)
        };
        assert_close(*g, difference(along, at[index]));
    }
}

fn check1(gradient: &Array1<f64>, at: &Array1<f64>, f: impl Fn(&Array1<f64>) -> f64) {
    for (index, g) in gradient.indexed_iter() {
        let along = |v| {
            let mut at = at.clone();
            at[index] = v;
            f(&at)
        };
        assert_close(*g, difference(along, at[index]));
    }
}

#[test]
fn layers_in_a_loop() {
    let (w, b, x) = data();
    let y = x.mapv(|v| v * v);
    let ws = vec![w.clone(), w.mapv(|v| v * 0.3 + 0.1)];
    let bs = vec![b.clone(), b];
    let (gw, gb) = loss::gradient(&ws, &bs, &x, &y);
    for l in 0..2 {
        check2(&gw[l], &ws[l], |w| {
            let mut ws = ws.clone();
            ws[l] = w.clone();
            loss(&ws, &bs, &x, &y)
        });
        check1(&gb[l], &bs[l], |b| {
            let mut bs = bs.clone();
            bs[l] = b.clone();
            loss(&ws, &bs, &x, &y)
        });
    }
}

#[test]
fn plain_array_code() {
    let (w, b, x) = data();
    let (gw, gb) = plain::gradient(&w, &b, &x);
    check2(&gw, &w, |w| plain(w, &b, &x));
    check1(&gb, &b, |b| plain(&w, b, &x));
}

#[test]
fn fields_of_a_struct() {
    let (w, b, x) = data();
    let m = Model { w, b, scale: 1.7, count: 3 };
    let g = model::gradient(&m, &x);
    check2(&g.w, &m.w, |w| model(&Model { w: w.clone(), ..m.clone() }, &x));
    check1(&g.b, &m.b, |b| model(&Model { b: b.clone(), ..m.clone() }, &x));
    assert_close(g.scale, difference(|scale| model(&Model { scale, ..m.clone() }, &x), m.scale));
}

#[test]
fn the_gradient_check_names_fields() {
    let (w, b, x) = data();
    let m = Model { w, b, scale: 1.7, count: 3 };
    chainrule::check_gradient(|m| model(m, &x), |m| model::gradient(m, &x), &m).unwrap();
    let wrong = |m: &Model| {
        let mut gradient = model::gradient(m, &x);
        gradient.w[[1, 2]] += 1.0;
        gradient
    };
    let error = chainrule::check_gradient(|m| model(m, &x), wrong, &m).unwrap_err();
    assert!(error.to_string().contains("w[[1, 2]]"), "{error}");
}
