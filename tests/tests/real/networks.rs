//! Small networks as people write them by hand.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, Axis};

#[derive(Differentiable, Clone, Debug)]
struct Dense {
    weights: Vec<Vec<f64>>,
    bias: Vec<f64>,
}

#[derive(Differentiable, Clone, Debug)]
struct Mlp {
    layers: Vec<Dense>,
}

#[differentiate]
impl Dense {
    fn forward(&self, x: &[f64], last: bool) -> Vec<f64> {
        let mut out = self.bias.clone();
        for (o, row) in out.iter_mut().zip(&self.weights) {
            for (w, v) in row.iter().zip(x) {
                *o += w * v;
            }
            if !last {
                *o = o.tanh();
            }
        }
        out
    }
}

#[differentiate]
fn predict(net: &Mlp, x: &[f64]) -> Vec<f64> {
    let mut h = x.to_vec();
    let n = net.layers.len();
    for (i, layer) in net.layers.iter().enumerate() {
        h = forward(layer, &h, i + 1 == n);
    }
    h
}

#[differentiate]
fn forward(layer: &Dense, x: &[f64], last: bool) -> Vec<f64> {
    let activate = |v: f64| if last { v } else { v.tanh() };
    layer
        .weights
        .iter()
        .zip(&layer.bias)
        .map(|(row, b)| activate(row.iter().zip(x).map(|(w, v)| w * v).sum::<f64>() + b))
        .collect()
}

#[differentiate]
fn xor_loss(net: &Mlp) -> f64 {
    const DATA: [([f64; 2], f64); 4] =
        [([0.0, 0.0], 0.0), ([0.0, 1.0], 1.0), ([1.0, 0.0], 1.0), ([1.0, 1.0], 0.0)];
    let mut loss = 0.0;
    for (x, y) in DATA {
        let out = predict(net, &x);
        loss += (out[0] - y).powi(2);
    }
    loss / 4.0
}

/// Attention of one head over a few tokens.
#[differentiate]
fn attention(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>) -> Array2<f64> {
    let scale = 1.0 / (q.ncols() as f64).sqrt();
    let mut scores = q.dot(&k.t()) * scale;
    for mut row in scores.rows_mut() {
        let largest = row.fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        row.mapv_inplace(|s| (s - largest).exp());
        let total = row.sum();
        row /= total;
    }
    scores.dot(v)
}

#[differentiate]
fn attended(x: &Array2<f64>, w: &Array2<f64>) -> f64 {
    let h = attention(&x.dot(w), x, x);
    h.mapv(f64::sin).sum_axis(Axis(0)).mapv(|v| v * v).sum()
}

/// A gated recurrent unit over a sequence.
#[derive(Differentiable, Clone)]
struct Gru {
    wz: Array2<f64>,
    wh: Array2<f64>,
    bz: Array1<f64>,
}

#[differentiate]
fn last_state(cell: &Gru, inputs: &[Array1<f64>]) -> f64 {
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    let mut h = Array1::<f64>::zeros(cell.bz.len());
    for x in inputs {
        let joined = x + &h;
        let z = (cell.wz.dot(&joined) + &cell.bz).mapv(sigmoid);
        let candidate = cell.wh.dot(&joined).mapv(f64::tanh);
        h = &h * &(1.0 - &z) + &candidate * &z;
    }
    h.sum()
}

/// Layer normalisation with gain and shift.
#[differentiate]
fn layer_norm(x: &Array2<f64>, gain: &Array1<f64>, shift: &Array1<f64>) -> Array2<f64> {
    let mean = x.mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    let centred = x - &mean;
    let variance = (&centred * &centred).mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    let scaled = centred / variance.mapv(|v| (v + 1e-5).sqrt());
    scaled * gain + shift
}

#[differentiate]
fn normalised_loss(x: &Array2<f64>, gain: &Array1<f64>) -> f64 {
    let shift = Array1::<f64>::zeros(gain.len());
    layer_norm(x, gain, &shift).mapv(|v| v.powi(3)).sum()
}

/// A convolution over a signal, with a bias and pooling.
#[differentiate]
fn convolved(signal: &[f64], kernel: &[f64], bias: f64) -> f64 {
    let response: Vec<f64> = signal
        .windows(kernel.len())
        .map(|w| w.iter().zip(kernel).map(|(a, b)| a * b).sum::<f64>() + bias)
        .map(|v| v.max(0.0))
        .collect();
    response.chunks(2).map(|c| c.iter().copied().fold(f64::MIN, f64::max)).sum()
}

fn net(x: &[f64]) -> Mlp {
    let dense = |w: &[f64], b: &[f64]| Dense {
        weights: w.chunks(2).map(<[f64]>::to_vec).collect(),
        bias: b.to_vec(),
    };
    Mlp { layers: vec![dense(&x[..4], &x[4..6]), dense(&x[6..8], &x[8..])] }
}

#[test]
fn xor() {
    let at: Vec<f64> = (0..9).map(|i| (f64::from(i) * 1.3).sin()).collect();
    crate::check(
        |x| xor_loss(&net(x)),
        |x| {
            let bar = xor_loss::gradient(&net(x));
            bar.layers.iter().flat_map(|l| [l.weights.concat(), l.bias.clone()].concat()).collect()
        },
        &at,
    );
    let (layer, x) = (net(&at).layers[0].clone(), [0.3, -0.2]);
    chainrule_tests::assert_all_close(&layer.forward(&x, false), &forward(&layer, &x, false));
}

fn matrix(n: usize, m: usize, x: &[f64]) -> Array2<f64> {
    Array2::from_shape_vec((n, m), x.to_vec()).unwrap()
}

fn list(a: &Array2<f64>) -> Vec<f64> {
    a.iter().copied().collect()
}

const AT: [f64; 6] = [0.3, -0.7, 1.1, 0.2, 0.9, -0.4];

#[test]
fn heads() {
    let w = matrix(2, 2, &[0.5, -0.3, 0.8, 0.1]);
    crate::check(
        |x| attended(&matrix(3, 2, x), &w),
        |x| list(&attended::gradient(&matrix(3, 2, x), &w).0),
        &AT,
    );
}

#[test]
fn units() {
    let inputs = [Array1::from(vec![0.3, 0.1]), Array1::from(vec![-0.5, 0.8])];
    let of = |x: &[f64]| Gru {
        wz: matrix(2, 2, &x[..4]),
        wh: matrix(2, 2, &x[4..8]),
        bz: Array1::from(x[8..].to_vec()),
    };
    crate::check(
        |x| last_state(&of(x), &inputs),
        |x| {
            let (bar, _) = last_state::gradient(&of(x), &inputs);
            [list(&bar.wz), list(&bar.wh), bar.bz.to_vec()].concat()
        },
        &[0.1, 0.4, -0.3, 0.2, 0.9, -0.8, 0.3, 0.7, 0.05, -0.1],
    );
}

#[test]
fn norms() {
    let gain = Array1::from(vec![1.2, 0.7, 0.9]);
    crate::check(
        |x| normalised_loss(&matrix(2, 3, x), &gain),
        |x| list(&normalised_loss::gradient(&matrix(2, 3, x), &gain).0),
        &AT,
    );
}

#[test]
fn convolutions() {
    let kernel = [0.5, -0.2, 0.7];
    crate::check(|x| convolved(x, &kernel, 0.1), |x| convolved::gradient(x, &kernel, 0.1).0, &AT);
    crate::check(|k| convolved(&AT, k, 0.1), |k| convolved::gradient(&AT, k, 0.1).1, &kernel);
}
