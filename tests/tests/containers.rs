//! Views, vectors of arrays, and structs as parameters.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, array};

fn numbers(length: usize) -> Vec<f64> {
    (0..length).map(|i| (i as f64 * 0.7).cos() + 1.3).collect()
}

fn matrix(at: &[f64]) -> Array2<f64> {
    Array2::from_shape_vec((2, at.len() / 2), at.to_vec()).expect("an even number")
}

#[differentiate]
fn views(m: &ArrayView2<'_, f64>, v: &ArrayView1<'_, f64>) -> f64 {
    let p = m.dot(v);
    p.dot(&p) + (m * v).sum() + m[[1, 0]] * v[2]
}

#[differentiate]
fn views_by_value(m: ArrayView2<'_, f64>, v: ArrayView1<'_, f32>) -> f64 {
    m.dot(&m.t()).sum() * v.sum() as f64
}

#[test]
fn views_of_larger_arrays() {
    let at = numbers(9);
    let value = |at: &[f64]| views(&matrix(&at[..6]).view(), &ArrayView1::from(&at[6..]));
    let expected = differences(value, &at);
    let wide = ndarray::stack![Axis(0), matrix(&at[..6]), matrix(&at[..6]) * 9.0];
    let spread = wide.slice(ndarray::s![0, .., ..;1]);
    let backing: Vec<f64> = at[6..].iter().rev().copied().collect();
    let mut reversed = ArrayView1::from(&backing);
    reversed.invert_axis(Axis(0));
    for m in [spread.view(), matrix(&at[..6]).view()] {
        let (m_bar, v_bar) = views::gradient(&m, &reversed);
        assert_all_close(&[m_bar.into_raw_vec_and_offset().0, v_bar.to_vec()].concat(), &expected);
    }
}

#[test]
fn views_as_values() {
    let m = array![[1.0, 2.0], [3.0, 4.0]];
    let v = array![0.5_f32, 1.5];
    let (m_bar, v_bar) = views_by_value::gradient(m.view(), v.view());
    assert_eq!(m_bar, array![[16.0, 24.0], [16.0, 24.0]]);
    assert_eq!(v_bar, array![52.0_f32, 52.0]);
}

#[differentiate]
fn several(ws: &Vec<Array2<f64>>, v: &[Array1<f64>], x: &Array1<f64>) -> f64 {
    let mut h = x.clone();
    for (i, w) in ws.iter().enumerate() {
        h = (w.dot(&h) + &v[i]).mapv(|z| z.sin());
    }
    for w in ws.iter().rev() {
        h = w.t().dot(&h) * 0.5;
    }
    h.sum() * v[0][1] * ws[1][[0, 1]] + ws.len() as f64
}

#[test]
fn vectors_of_arrays() {
    let split = |at: &[f64]| {
        let ws = vec![matrix(&at[..4]), matrix(&at[4..8])];
        let vs = vec![Array1::from(at[8..10].to_vec()), Array1::from(at[10..12].to_vec())];
        (ws, vs, Array1::from(at[12..].to_vec()))
    };
    let at = numbers(14);
    let (ws, vs, x) = split(&at);
    let (ws_bar, vs_bar, x_bar) = several::gradient(&ws, &vs, &x);
    let ours: Vec<f64> =
        ws_bar.into_iter().flatten().chain(vs_bar.into_iter().flatten()).chain(x_bar).collect();
    let value = |at: &[f64]| {
        let (ws, vs, x) = split(at);
        several(&ws, &vs, &x)
    };
    assert_all_close(&ours, &differences(value, &at));
}

#[derive(Differentiable, Clone)]
struct Layers {
    ws: Vec<Array2<f64>>,
    bias: Vec<f64>,
    gain: [f64; 2],
    pair: (f64, Array1<f64>),
    #[constant]
    power: i32,
    #[constant]
    name: String,
}

#[differentiate]
fn layered(m: &Layers, x: &Array1<f64>) -> f64 {
    let mut h = x.clone();
    for i in 0..m.ws.len() {
        h = m.ws[i].dot(&h) * m.gain[i % 2] + m.bias[i];
    }
    let (k, v) = &m.pair;
    h.dot(v).powi(m.power) * k + m.gain[0] * m.bias.len() as f64
}

fn layers(at: &[f64]) -> (Layers, Array1<f64>) {
    let model = Layers {
        ws: vec![matrix(&at[..4]), matrix(&at[4..8])],
        bias: at[8..10].to_vec(),
        gain: [at[10], at[11]],
        pair: (at[12], at[13..15].to_vec().into()),
        power: 2,
        name: "model".to_owned(),
    };
    assert_eq!(model.name.len(), 5);
    (model, at[15..].to_vec().into())
}

#[test]
fn fields_that_hold_several() {
    let at: Vec<f64> = numbers(17).iter().map(|v| v * 0.4).collect();
    let value = |at: &[f64]| {
        let (m, x) = layers(at);
        layered(&m, &x)
    };
    let (m, x) = layers(&at);
    let (g, x_bar) = layered::gradient(&m, &x);
    let ours: Vec<f64> = (g.ws.into_iter().flatten())
        .chain(g.bias)
        .chain(g.gain)
        .chain([g.pair.0])
        .chain(g.pair.1)
        .chain(x_bar)
        .collect();
    assert_all_close(&ours, &differences(value, &at));
}

#[derive(Differentiable, Clone, Copy)]
struct Point(f64, [f32; 2]);

#[differentiate]
fn distance(p: &Point, scale: f64) -> f64 {
    p.0.hypot(p.1[0] as f64) * scale + (p.1[1] * p.1[1]) as f64
}

#[differentiate]
fn path_length(points: &[Point]) -> f64 {
    let mut total = 0.0;
    for p in points {
        total += distance(p, total + 1.0) * p.0;
    }
    total
}

#[test]
fn tuple_structs() {
    let (g, scale_bar) = distance::gradient(&Point(3.0, [4.0, 2.0]), 10.0);
    assert_all_close(&[g.0, g.1[0].into(), g.1[1].into(), scale_bar], &[6.0, 8.0, 4.0, 5.0]);

    let points = |at: &[f64]| [Point(at[0], [1.0, 0.5]), Point(at[1], [0.5, 0.25])];
    let expected = differences(|at| path_length(&points(at)), &[0.7, 1.1]);
    let g = path_length::gradient(&points(&[0.7, 1.1]));
    assert_all_close(&[g[0].0, g[1].0], &expected);
}

mod physics {
    #[derive(chainrule::Differentiable)]
    pub struct Spring<T: chainrule::Float> {
        pub stiffness: T,
        pub rest: T,
    }
}

#[differentiate]
fn energy(s: &physics::Spring<f32>, x: f32) -> f32 {
    let d = x - s.rest;
    0.5 * s.stiffness * d * d
}

#[test]
fn a_generic_struct_of_another_module() {
    let (s_bar, x_bar) = energy::gradient(&physics::Spring { stiffness: 2.0, rest: 1.0 }, 4.0);
    assert_eq!((s_bar.stiffness, s_bar.rest, x_bar), (4.5, -6.0, 6.0));
}

#[differentiate]
fn rectified(x: &Array1<f64>) -> f64 {
    chainrule::nn::relu(x).sum()
}

#[test]
fn the_rectifier_is_flat_at_zero() {
    assert_eq!(rectified::gradient(&array![-1.0, -0.0, 0.0, 2.0]), array![0.0, 0.0, 0.0, 1.0]);
}

#[differentiate]
fn cross(x: &[f64], y: &[f64]) -> f64 {
    x[0] * y[1]
}

#[differentiate]
fn with_itself(x: &[f64]) -> f64 {
    cross(x, x) * x[0]
}

#[test]
fn one_slice_for_two_parameters() {
    assert_eq!(with_itself::gradient(&[3.0, 5.0]), [30.0, 9.0]);
}
