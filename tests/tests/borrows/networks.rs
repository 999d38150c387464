//! Networks as structs: a call takes several fields of one layer.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::assert_all_close;
use ndarray::{Array1, Array2};

use super::compare::{self, point};

#[derive(Differentiable, Clone)]
pub struct Layer {
    w: Vec<f64>,
    b: Vec<f64>,
}

#[derive(Differentiable, Clone)]
pub struct Net {
    layers: Vec<Layer>,
}

type LayerBar = <Layer as Differentiable>::Cotangent;
type NetBar = <Net as Differentiable>::Cotangent;

/// Six numbers a layer: weights of two outputs and two inputs, and biases.
const SIZE: usize = 6;

fn layer(at: &[f64]) -> Layer {
    Layer { w: at[..4].to_vec(), b: at[4..SIZE].to_vec() }
}

fn layer_bar(at: &[f64]) -> LayerBar {
    LayerBar { w: at[..4].to_vec(), b: at[4..SIZE].to_vec() }
}

fn layers(at: &[f64]) -> Vec<Layer> {
    at.chunks(SIZE).map(layer).collect()
}

fn layers_bar(at: &[f64]) -> Vec<LayerBar> {
    at.chunks(SIZE).map(layer_bar).collect()
}

fn net(at: &[f64]) -> Net {
    Net { layers: layers(at) }
}

fn net_bar(at: &[f64]) -> NetBar {
    NetBar { layers: layers_bar(at) }
}

fn flat<'a>(bars: impl IntoIterator<Item = &'a LayerBar>) -> Vec<f64> {
    bars.into_iter().flat_map(|bar| [&bar.w[..], &bar.b].concat()).collect()
}

/// The cotangents of an input of two numbers and of layers, in a row.
fn joined<'a>(x_bar: &[f64], bars: impl IntoIterator<Item = &'a LayerBar>) -> Vec<f64> {
    [x_bar, &flat(bars)].concat()
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

#[differentiate(jvp, hessian)]
fn first(x: &[f64], m: &Net) -> f64 {
    score(x, &m.layers[0].w, &m.layers[0].b)
}

#[differentiate(jvp, hessian)]
fn through(x: &[f64], m: &Net) -> f64 {
    let mut h = x.to_vec();
    for l in &m.layers {
        h = linear(&h, &l.w, &l.b);
    }
    h[0] * h[1]
}

#[differentiate(jvp)]
fn folded(x: &[f64], m: &Net) -> f64 {
    let h = m.layers.iter().fold(x.to_vec(), |h, l| linear(&h, &l.w, &l.b));
    h[0] * h[1] + h[0]
}

#[differentiate(checkpoint)]
fn again(x: &[f64], m: &Net) -> f64 {
    let mut h = x.to_vec();
    for l in m.layers.iter() {
        h = linear(&h, &l.w, &l.b);
    }
    h[0] * h[1]
}

#[differentiate(jvp, hessian)]
fn neighbours(x: &[f64], m: &Net) -> f64 {
    let mut sum = 0.0;
    for i in 0..m.layers.len() - 1 {
        sum += score(x, &m.layers[i + 1].w, &m.layers[i + 1].b);
        sum += score(&m.layers[i].b, &m.layers[i + 1].w, &m.layers[i].b);
        sum *= score(&m.layers[i].b, &m.layers[i].w, &m.layers[i].w);
    }
    sum
}

#[differentiate(jvp, hessian)]
fn crossed(x: &[f64], m: &Net) -> f64 {
    let mut sum = 0.0;
    for i in 1..m.layers.len() {
        sum += score(&m.layers[i].b, &m.layers[i - 1].w, &m.layers[i].w);
        sum += score(&m.layers[i - 1].b, &m.layers[i].w, &m.layers[i - 1].w) * x[0];
    }
    sum + score(&m.layers[0].b, &m.layers[1].w, &m.layers[0].w) * x[1]
}

#[differentiate(jvp)]
impl Net {
    fn at(&self, x: &[f64], i: usize) -> f64 {
        let l = &self.layers[i];
        score(x, &l.w, &l.b)
    }
}

macro_rules! of_net {
    ($f:ident, $at:expr, $($second:tt)?) => {{
        let at = $at;
        let value = |at: &[f64]| $f(&at[..2], &net(&at[2..]));
        let gradient = |at: &[f64]| {
            let (x_bar, m_bar) = $f::gradient(&at[..2], &net(&at[2..]));
            joined(&x_bar, &m_bar.layers)
        };
        compare::gradient(&at, value, gradient);
        compare::tangent(&at, value, gradient, |at, dot| {
            $f::jvp(&at[..2], &net(&at[2..]), &dot[..2], &net_bar(&dot[2..]))
        });
        $(
            let $second = ();
            compare::curvature(&at, gradient, |at, dot| {
                let (x_bar, m_bar) =
                    $f::hvp(&at[..2], &net(&at[2..]), &dot[..2], &net_bar(&dot[2..]));
                joined(&x_bar, &m_bar.layers)
            });
        )?
    }};
}

#[test]
fn fields_of_one_layer() {
    of_net!(first, point(2 + SIZE), _);
    of_net!(through, point(2 + 3 * SIZE), _);
    of_net!(folded, point(2 + 2 * SIZE),);
    of_net!(neighbours, point(2 + 3 * SIZE), _);
    of_net!(crossed, point(2 + 3 * SIZE), _);
}

#[test]
fn layers_computed_again() {
    let at = point(2 + 3 * SIZE);
    let value = |at: &[f64]| again(&at[..2], &net(&at[2..]));
    compare::gradient(&at, value, |at| {
        let (x_bar, m_bar) = again::gradient(&at[..2], &net(&at[2..]));
        joined(&x_bar, &m_bar.layers)
    });
}

#[test]
fn a_layer_of_self() {
    let at = point(2 + 2 * SIZE);
    for i in 0..2 {
        let value = |at: &[f64]| net(&at[2..]).at(&at[..2], i);
        let gradient = |at: &[f64]| {
            let (m_bar, x_bar) = net(&at[2..]).at_gradient(&at[..2], i);
            joined(&x_bar, &m_bar.layers)
        };
        compare::gradient(&at, value, gradient);
        compare::tangent(&at, value, gradient, |at, dot| {
            net(&at[2..]).at_jvp(&at[..2], i, &net_bar(&dot[2..]), &dot[..2])
        });
    }
}

#[differentiate(jvp, hessian)]
fn table(x: &[f64], rows: &[Vec<Layer>]) -> f64 {
    let mut sum = 0.0;
    for i in 0..rows.len() {
        for j in 0..rows[i].len() {
            sum += score(x, &rows[i][j].w, &rows[i][j].b);
        }
    }
    sum * sum
}

#[test]
fn layers_in_rows() {
    let at = point(2 + 4 * SIZE);
    let rows = |at: &[f64]| vec![layers(&at[2..2 + SIZE]), layers(&at[2 + SIZE..])];
    let dots = |at: &[f64]| vec![layers_bar(&at[2..2 + SIZE]), layers_bar(&at[2 + SIZE..])];
    let value = |at: &[f64]| table(&at[..2], &rows(at));
    let gradient = |at: &[f64]| {
        let (x_bar, bars) = table::gradient(&at[..2], &rows(at));
        joined(&x_bar, bars.iter().flatten())
    };
    compare::gradient(&at, value, gradient);
    compare::tangent(&at, value, gradient, |at, dot| {
        table::jvp(&at[..2], &rows(at), &dot[..2], &dots(dot))
    });
    compare::curvature(&at, gradient, |at, dot| {
        let (x_bar, bars) = table::hvp(&at[..2], &rows(at), &dot[..2], &dots(dot));
        joined(&x_bar, bars.iter().flatten())
    });
}

#[derive(Differentiable, Clone)]
pub struct Block {
    net: Net,
    pair: (Layer, Layer),
    both: [Layer; 2],
}

#[derive(Differentiable, Clone)]
pub struct Tower {
    blocks: Vec<Block>,
    last: Layer,
}

type BlockBar = <Block as Differentiable>::Cotangent;
type TowerBar = <Tower as Differentiable>::Cotangent;

#[differentiate(jvp, hessian)]
fn climb(x: &[f64], t: &Tower) -> f64 {
    let mut h = x.to_vec();
    for i in 0..t.blocks.len() {
        let block = &t.blocks[i];
        for l in block.net.layers.iter() {
            h = linear(&h, &l.w, &l.b);
        }
        h = linear(&h, &block.pair.0.w, &block.pair.1.b);
        h = linear(&h, &t.blocks[i].both[1].w, &t.blocks[i].both[0].b);
        h = linear(&t.last.b, &block.net.layers[0].w, &h);
        h[0] += score(&block.net.layers[1].b, &block.net.layers[0].w, &block.both[0].b);
    }
    h[0] * h[1] + score(&h, &t.last.w, &t.last.b)
}

const BLOCK: usize = 6 * SIZE;

fn tower(at: &[f64]) -> Tower {
    let block = |at: &[f64]| Block {
        net: net(&at[..2 * SIZE]),
        pair: (layer(&at[2 * SIZE..]), layer(&at[3 * SIZE..])),
        both: [layer(&at[4 * SIZE..]), layer(&at[5 * SIZE..])],
    };
    Tower { blocks: at[SIZE..].chunks(BLOCK).map(block).collect(), last: layer(at) }
}

fn tower_bar(at: &[f64]) -> TowerBar {
    let block = |at: &[f64]| BlockBar {
        net: net_bar(&at[..2 * SIZE]),
        pair: (layer_bar(&at[2 * SIZE..]), layer_bar(&at[3 * SIZE..])),
        both: [layer_bar(&at[4 * SIZE..]), layer_bar(&at[5 * SIZE..])],
    };
    TowerBar { blocks: at[SIZE..].chunks(BLOCK).map(block).collect(), last: layer_bar(at) }
}

fn flat_tower(bar: &TowerBar) -> Vec<f64> {
    let mut all = flat([&bar.last]);
    for block in &bar.blocks {
        all.extend(flat(&block.net.layers));
        all.extend(flat([&block.pair.0, &block.pair.1]));
        all.extend(flat(&block.both));
    }
    all
}

#[test]
fn structs_in_structs() {
    let at = point(2 + SIZE + 2 * BLOCK);
    let value = |at: &[f64]| climb(&at[..2], &tower(&at[2..]));
    let joined = |(x_bar, bar): (Vec<f64>, TowerBar)| [x_bar, flat_tower(&bar)].concat();
    let gradient = |at: &[f64]| joined(climb::gradient(&at[..2], &tower(&at[2..])));
    compare::gradient(&at, value, gradient);
    compare::tangent(&at, value, gradient, |at, dot| {
        climb::jvp(&at[..2], &tower(&at[2..]), &dot[..2], &tower_bar(&dot[2..]))
    });
    compare::curvature(&at, gradient, |at, dot| {
        joined(climb::hvp(&at[..2], &tower(&at[2..]), &dot[..2], &tower_bar(&dot[2..])))
    });
}

#[differentiate(jvp, hessian)]
fn pairs(x: &[f64], ps: &Vec<(Vec<f64>, Vec<f64>)>) -> f64 {
    let mut h = x.to_vec();
    for (w, b) in ps {
        h = linear(&h, w, b);
    }
    h[0] * score(&h, &ps[0].0, &ps[0].1)
}

#[test]
fn tuples_of_weights_and_biases() {
    let at = point(2 + 2 * SIZE);
    let pair = |at: &[f64]| (at[..4].to_vec(), at[4..SIZE].to_vec());
    let build = |at: &[f64]| at[2..].chunks(SIZE).map(pair).collect::<Vec<_>>();
    let joined = |(x_bar, bars): (Vec<f64>, Vec<(Vec<f64>, Vec<f64>)>)| {
        let parts = bars.into_iter().flat_map(|(w, b)| [w, b].concat());
        [x_bar, parts.collect()].concat()
    };
    let value = |at: &[f64]| pairs(&at[..2], &build(at));
    let gradient = |at: &[f64]| joined(pairs::gradient(&at[..2], &build(at)));
    compare::gradient(&at, value, gradient);
    compare::tangent(&at, value, gradient, |at, dot| {
        pairs::jvp(&at[..2], &build(at), &dot[..2], &build(dot))
    });
    compare::curvature(&at, gradient, |at, dot| {
        joined(pairs::hvp(&at[..2], &build(at), &dot[..2], &build(dot)))
    });
}

#[derive(Differentiable, Clone)]
pub struct Dense {
    w: Array2<f64>,
    b: Array1<f64>,
}

#[derive(Differentiable, Clone)]
pub struct Deep {
    layers: Vec<Dense>,
}

type DenseBar = <Dense as Differentiable>::Cotangent;
type DeepBar = <Deep as Differentiable>::Cotangent;

#[differentiate(jvp, hessian)]
fn dense(x: &Array1<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    (w.dot(x) + b).mapv(|e| e.tanh())
}

#[differentiate(jvp, hessian)]
fn dense_net(x: &Array1<f64>, m: &Deep) -> f64 {
    let mut h = x.clone();
    for l in &m.layers {
        h = dense(&h, &l.w, &l.b);
    }
    h.sum() * dense(&h, &m.layers[0].w, &m.layers[0].b).sum()
}

#[test]
fn layers_of_arrays() {
    let at = point(2 + 2 * SIZE);
    let w = |at: &[f64]| Array2::from_shape_vec((2, 2), at[..4].to_vec()).expect("four");
    let b = |at: &[f64]| Array1::from(at[4..SIZE].to_vec());
    let x = |at: &[f64]| Array1::from(at[..2].to_vec());
    let build = |at: &[f64]| Deep {
        layers: at[2..].chunks(SIZE).map(|at| Dense { w: w(at), b: b(at) }).collect(),
    };
    let tangents = |at: &[f64]| DeepBar {
        layers: at[2..].chunks(SIZE).map(|at| DenseBar { w: w(at), b: b(at) }).collect(),
    };
    let joined = |(x_bar, bar): (Array1<f64>, DeepBar)| {
        let mut all = x_bar.to_vec();
        for layer in &bar.layers {
            all.extend(layer.w.iter().chain(&layer.b));
        }
        all
    };
    let value = |at: &[f64]| dense_net(&x(at), &build(at));
    let gradient = |at: &[f64]| joined(dense_net::gradient(&x(at), &build(at)));
    compare::gradient(&at, value, gradient);
    compare::tangent(&at, value, gradient, |at, dot| {
        dense_net::jvp(&x(at), &build(at), &x(dot), &tangents(dot))
    });
    compare::curvature(&at, gradient, |at, dot| {
        joined(dense_net::hvp(&x(at), &build(at), &x(dot), &tangents(dot)))
    });
}

#[test]
fn shadows_are_added_to() {
    let at = point(2 + SIZE);
    let m = net(&at[2..]);
    let (_, residuals) = first::forward(&at[..2], &m);
    let (mut x_bar, mut m_bar) = (vec![1.0; 2], net_bar(&[1.0; SIZE]));
    first::backward(&at[..2], &m, &residuals, 1.0, &mut x_bar, &mut m_bar);
    let expected: Vec<f64> = {
        let (x_bar, m_bar) = first::gradient(&at[..2], &m);
        joined(&x_bar, &m_bar.layers).iter().map(|bar| bar + 1.0).collect()
    };
    assert_all_close(&joined(&x_bar, &m_bar.layers), &expected);
}
