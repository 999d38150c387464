//! Layers in rows, in arrays, in tuples and behind `self`, however one goes through them.

use chainrule::{Differentiable, differentiate};

use super::compare::{self, point};

#[derive(Differentiable, Clone)]
struct Layer {
    w: Vec<f64>,
    b: Vec<f64>,
}

#[derive(Differentiable, Clone)]
struct Net {
    layers: Vec<Layer>,
    ends: [Layer; 2],
    pair: (Layer, f64),
}

#[differentiate(jvp, hessian)]
fn score(x: &[f64], w: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] * w[i] + b[i]).tanh() * w[i + 2];
    }
    sum
}

#[differentiate(jvp, hessian)]
fn linear(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
    let mut h = b.to_vec();
    for i in 0..b.len() {
        for j in 0..x.len() {
            h[i] += w[i * x.len() + j] * x[j];
        }
        h[i] = h[i].tanh();
    }
    h
}

fn layer(at: &[f64]) -> Layer {
    Layer { w: at[..4].to_vec(), b: at[4..6].to_vec() }
}

fn net(at: &[f64]) -> Net {
    Net {
        layers: vec![layer(&at[..6]), layer(&at[6..12]), layer(&at[12..18])],
        ends: [layer(&at[18..24]), layer(&at[24..30])],
        pair: (layer(&at[30..36]), at[36]),
    }
}

/// Functions of a network of 37 numbers that is put together inside, and of two more.
macro_rules! of_net {
    ($($name:ident($x:ident, $m:ident) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(jvp, hessian)]
            fn on($x: &[f64], $m: &Net) -> f64 { $($body)* }
            #[differentiate(checkpoint)]
            fn again($x: &[f64], $m: &Net) -> f64 { $($body)* }
            check(on, on::gradient, Some((on::jvp, on::hvp)));
            check(again, again::gradient, None);
        }
    )*};
}

type NetBar = <Net as Differentiable>::Cotangent;
type LayerBar = <Layer as Differentiable>::Cotangent;
type Gradient = fn(&[f64], &Net) -> (Vec<f64>, NetBar);
type Pushed = fn(&[f64], &Net, &[f64], &NetBar) -> (f64, f64);
type Second = fn(&[f64], &Net, &[f64], &NetBar) -> (Vec<f64>, NetBar);

fn layer_bar(at: &[f64]) -> LayerBar {
    LayerBar { w: at[..4].to_vec(), b: at[4..6].to_vec() }
}

fn net_bar(at: &[f64]) -> NetBar {
    NetBar {
        layers: vec![layer_bar(&at[..6]), layer_bar(&at[6..12]), layer_bar(&at[12..18])],
        ends: [layer_bar(&at[18..24]), layer_bar(&at[24..30])],
        pair: (layer_bar(&at[30..36]), at[36]),
    }
}

fn joined((x_bar, m_bar): (Vec<f64>, NetBar)) -> Vec<f64> {
    let mut all = x_bar;
    for l in m_bar.layers.iter().chain(&m_bar.ends).chain([&m_bar.pair.0]) {
        all.extend(l.w.iter().chain(&l.b));
    }
    all.push(m_bar.pair.1);
    all
}

#[track_caller]
fn check(f: fn(&[f64], &Net) -> f64, gradient: Gradient, more: Option<(Pushed, Second)>) {
    let at = point(39);
    let value = |at: &[f64]| f(&at[..2], &net(&at[2..]));
    let gradient = |at: &[f64]| joined(gradient(&at[..2], &net(&at[2..])));
    compare::gradient(&at, value, gradient);
    if let Some((jvp, hvp)) = more {
        compare::tangent(&at, value, gradient, |at, dot| {
            jvp(&at[..2], &net(&at[2..]), &dot[..2], &net_bar(&dot[2..]))
        });
        compare::curvature(&at, gradient, |at, dot| {
            joined(hvp(&at[..2], &net(&at[2..]), &dot[..2], &net_bar(&dot[2..])))
        });
    }
}

of_net! {
    folds(x, m) {
        let h = m.layers.iter().fold(x.to_vec(), |h, l| linear(&h, &l.w, &l.b));
        let h = m.ends.iter().rev().fold(h, |h, l| linear(&h, &l.w, &l.b));
        let s = m.layers.iter().enumerate().fold(0.0, |s, (i, l)| s + score(&h, &l.w, &l.b) * i as f64);
        s * m.pair.1
    }
    an_array_of_layers(x, m) {
        let mut h = x.to_vec();
        for l in &m.ends { h = linear(&h, &l.w, &l.b); }
        h[0] * score(&h, &m.ends[0].w, &m.ends[1].b) + score(x, &m.ends[1].w, &m.ends[1].b)
    }
    a_pair(x, m) {
        let (l, k) = (&m.pair.0, m.pair.1);
        let h = linear(x, &l.w, &l.b);
        k * score(&h, &m.pair.0.w, &m.pair.0.b) + score(&m.pair.0.b, &m.pair.0.w, &h)
    }
    zipped(x, m) {
        let mut s = 0.0;
        for (l, e) in m.layers.iter().zip(&m.ends) { s += score(x, &l.w, &e.b) * score(&l.b, &e.w, &l.b); }
        for (a, b) in m.layers.iter().zip(m.layers.iter().skip(1)) { s += score(&a.b, &b.w, &a.b); }
        s
    }
    taken_apart(x, m) {
        let mut h = x.to_vec();
        for Layer { w, b } in &m.layers { h = linear(&h, w, b); }
        let Net { ends: [first, last], pair: (Layer { w, b }, k), .. } = m;
        score(&h, &first.w, &last.b) + k * score(&last.b, w, b)
    }
    windows(x, m) {
        let mut s = 0.0;
        for w in m.layers.windows(2) { s += score(x, &w[0].w, &w[1].b) * score(&w[0].b, &w[1].w, &w[0].b); }
        let all: f64 = m.layers.iter().map(|l| score(x, &l.w, &l.b)).sum();
        s * all
    }
    chosen(x, m) {
        let mut h = x.to_vec();
        for i in 0..m.layers.len() {
            let l = if i == 1 { &m.layers[i] } else { &m.ends[0] };
            h = linear(&h, &l.w, &l.b);
        }
        h[0] * h[1]
    }
    copies_that_change(x, m) {
        let mut layers = m.layers.clone();
        for l in layers.iter_mut() { damp(&mut l.w, &mut l.b, m.pair.1); }
        let first = &mut layers[0];
        damp(&mut first.b, &mut first.w, x[0]);
        for i in 1..3 {
            let l = &mut layers[i];
            mix(&mut l.w, &l.b);
        }
        layers.iter().map(|l| score(x, &l.w, &l.b)).product()
    }
    changed_from_the_outside(x, m) {
        let mut n = m.clone();
        for _ in 0..2 {
            let l = &mut n.ends[1];
            mix(&mut l.w, &l.b);
            damp(&mut n.pair.0.w, &mut n.ends[0].w, n.pair.1);
            let k = n.pair.0.b[0];
            mix(&mut n.pair.0.b, &n.ends[1].w[..2]);
            n.pair.1 *= k;
        }
        score(x, &n.ends[1].w, &n.pair.0.b) + score(x, &n.ends[0].w, &n.ends[0].b) * score(x, &n.pair.0.w, &n.pair.0.b)
    }
}

#[differentiate(jvp, hessian)]
fn damp(w: &mut [f64], b: &mut [f64], k: f64) {
    for i in 0..2 {
        w[i] *= k;
        b[i] += w[i] * k;
    }
}

#[differentiate(jvp, hessian)]
fn mix(w: &mut [f64], b: &[f64]) {
    for i in 0..b.len() {
        w[i] = (w[i] * b[i]).sin() + w[i];
    }
}

#[differentiate(jvp)]
impl Net {
    fn layer_of_self(&self, x: &[f64], i: usize) -> f64 {
        score(x, &self.layers[i].w, &self.layers[i].b) + self.pair.1
    }

    fn all_of_self(&self, x: &[f64], i: usize) -> f64 {
        let mut h = x.to_vec();
        for l in &self.layers {
            h = linear(&h, &l.w, &l.b);
        }
        let last = &self.layers[self.layers.len() - 1];
        let end = &self.ends[i];
        score(&h, &last.w, &end.b) * score(&h, &end.w, &last.b)
    }

    fn folded_of_self(&self, x: &[f64], i: usize) -> f64 {
        let h = self.layers[i..].iter().fold(x.to_vec(), |h, l| linear(&h, &l.w, &l.b));
        let Self { ends, pair, .. } = self;
        score(&h, &ends[i].w, &pair.0.b)
    }
}

#[test]
fn layers_of_self() {
    macro_rules! of_self {
        ($($f:ident $gradient:ident $jvp:ident)*) => {$(
            for i in 0..2 {
                let at = point(39);
                let value = |at: &[f64]| net(&at[2..]).$f(&at[..2], i);
                let gradient = |at: &[f64]| {
                    let (m_bar, x_bar) = net(&at[2..]).$gradient(&at[..2], i);
                    joined((x_bar, m_bar))
                };
                compare::gradient(&at, value, gradient);
                compare::tangent(&at, value, gradient, |at, dot| {
                    net(&at[2..]).$jvp(&at[..2], i, &net_bar(&dot[2..]), &dot[..2])
                });
            }
        )*};
    }
    of_self! {
        layer_of_self layer_of_self_gradient layer_of_self_jvp
        all_of_self all_of_self_gradient all_of_self_jvp
        folded_of_self folded_of_self_gradient folded_of_self_jvp
    }
}

/// Functions of rows of layers, in several containers.
macro_rules! of_rows {
    ($($name:ident($x:ident, $rows:ident: $type:ty, $bars:ty) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(jvp, hessian)]
            fn on($x: &[f64], $rows: &$type) -> f64 { $($body)* }
            let at = point(20);
            let rows = |at: &[f64]| -> $type { [vec![layer(&at[2..8])], vec![layer(&at[8..14]), layer(&at[14..20])]].into() };
            let dots = |at: &[f64]| -> $bars { [vec![layer_bar(&at[2..8])], vec![layer_bar(&at[8..14]), layer_bar(&at[14..20])]].into() };
            macro_rules! joined {
                ($pair:expr) => {{
                    let (mut all, bars) = $pair;
                    for l in bars.iter().flatten() { all.extend(l.w.iter().chain(&l.b)); }
                    all
                }};
            }
            let value = |at: &[f64]| on(&at[..2], &rows(at));
            let gradient = |at: &[f64]| -> Vec<f64> { joined!(on::gradient(&at[..2], &rows(at))) };
            compare::gradient(&at, value, gradient);
            compare::tangent(&at, value, gradient, |at, dot| {
                on::jvp(&at[..2], &rows(at).into(), &dot[..2], &dots(dot))
            });
            compare::curvature(&at, gradient, |at, dot| -> Vec<f64> {
                joined!(on::hvp(&at[..2], &rows(at).into(), &dot[..2], &dots(dot)))
            });
        }
    )*};
}

of_rows! {
    rows_by_items(x, rows: Vec<Vec<Layer>>, Vec<Vec<LayerBar>>) {
        let mut h = x.to_vec();
        for row in rows { for l in row { h = linear(&h, &l.w, &l.b); } }
        h[0] * h[1]
    }
    rows_in_an_array(x, rows: [Vec<Layer>; 2], [Vec<LayerBar>; 2]) {
        let mut s = 1.0;
        for (i, row) in rows.iter().enumerate() { for l in row.iter().rev() { s += score(x, &l.w, &l.b) * s * i as f64; } }
        s + score(x, &rows[1][0].w, &rows[0][0].b)
    }
    rows_flattened(x, rows: Vec<Vec<Layer>>, Vec<Vec<LayerBar>>) {
        let mut s = 0.0;
        for l in rows.iter().flatten() { s += score(x, &l.w, &l.b); }
        s * rows.iter().flat_map(|row| row.iter()).map(|l| score(&l.b, &l.w, &l.b)).sum::<f64>()
    }
    rows_folded(x, rows: Vec<Vec<Layer>>, Vec<Vec<LayerBar>>) {
        let last = &rows[rows.len() - 1];
        let h = last.iter().fold(x.to_vec(), |h, l| linear(&h, &l.w, &l.b));
        score(&h, &last[0].w, &rows[0][0].b)
    }
}
