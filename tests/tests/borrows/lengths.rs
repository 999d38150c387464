//! Sequences that are replaced by others, of another length: in a field, in a vector, behind `&mut`.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::Array1;

use super::compare::{self, point};

#[derive(Differentiable, Clone)]
pub struct Cached {
    w: f64,
    cache: Vec<f64>,
    rows: Vec<Vec<f64>>,
    array: Array1<f64>,
}

type CachedBar = <Cached as Differentiable>::Cotangent;

fn cached(at: &[f64]) -> Cached {
    Cached {
        w: at[0],
        cache: at[1..4].to_vec(),
        rows: vec![at[4..6].to_vec(), at[6..7].to_vec()],
        array: Array1::from(at[7..9].to_vec()),
    }
}

fn cached_bar(at: &[f64]) -> CachedBar {
    CachedBar {
        w: at[0],
        cache: at[1..4].to_vec(),
        rows: vec![at[4..6].to_vec(), at[6..7].to_vec()],
        array: Array1::from(at[7..9].to_vec()),
    }
}

fn flat(bar: &CachedBar) -> Vec<f64> {
    let CachedBar { w, cache, rows, array } = bar;
    let mut all = vec![*w];
    all.extend(cache);
    all.extend(rows.iter().flatten());
    all.extend(array);
    all
}

#[derive(Differentiable, Clone)]
pub struct Unit {
    w: f64,
    cache: Vec<f64>,
}

#[differentiate(jvp, hessian)]
fn stored(x: &[f64], l: &Unit) -> f64 {
    let mut l = l.clone();
    l.cache = x.to_vec();
    l.w * l.cache[1] * l.cache[1]
}

#[test]
fn a_layer_that_stores_its_input() {
    let l = Unit { w: 3.0, cache: Vec::new() };
    let (x_bar, l_bar) = stored::gradient(&[1.0, 2.0], &l);
    assert_eq!(x_bar, [0.0, 12.0]);
    assert_eq!((l_bar.w, l_bar.cache.len()), (4.0, 0));
    let x_dot = [0.0, 1.0];
    let l_dot = <Unit as Differentiable>::zeros(&l);
    let (x_bar_dot, l_bar_dot) = stored::hvp(&[1.0, 2.0], &l, &x_dot, &l_dot);
    assert_eq!(x_bar_dot, [0.0, 6.0]);
    assert_eq!((l_bar_dot.w, l_bar_dot.cache.len()), (4.0, 0));
}

/// What was stored before is read, too.
#[differentiate(jvp, hessian)]
fn stored_later(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    let before = l.cache[2] * l.cache[0];
    l.cache = x.to_vec();
    let mut sum = before * l.w;
    for i in 0..l.cache.len() {
        sum += l.cache[i] * l.cache[i] * l.w;
    }
    sum
}

#[differentiate(jvp, hessian)]
fn stored_twice(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    for k in 0..3 {
        let mut next = vec![l.w; k + 1];
        for i in 0..k + 1 {
            next[i] = x[i] * l.cache[0] + l.cache[l.cache.len() - 1];
        }
        l.cache = next;
    }
    l.cache[0] * l.cache[2] + l.cache[1]
}

#[differentiate(jvp, hessian)]
fn stored_perhaps(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    if x[0] > 0.0 {
        l.cache = x.to_vec();
        l.w *= 2.0;
    }
    if x[0] < 0.0 {
        l.rows[0] = x.to_vec();
    }
    l.cache[1] * l.w + l.rows[0][0] * l.cache[0]
}

#[differentiate(jvp, hessian)]
fn row_stored(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    let first = l.rows[0][1] * l.rows[1][0];
    l.rows[0] = vec![x[0] * l.w; 3];
    l.rows[1] = l.rows[0].clone();
    l.rows[1][2] *= first;
    l.rows[0][2] * l.rows[1][2] + l.rows[1][0] + first
}

#[differentiate(jvp, hessian)]
fn array_stored(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    let before = l.array.sum() * l.array[0];
    l.array = Array1::from(x.to_vec()) * l.w;
    (&l.array * &l.array).sum() * before
}

/// A method that does it.
#[differentiate(jvp, hessian)]
fn store(l: &mut Cached, x: &[f64]) {
    let scale = l.cache[0];
    l.cache = x.to_vec();
    l.cache[1] *= scale * l.w;
}

#[differentiate(jvp, hessian)]
fn stored_by_a_call(x: &[f64], l: &Cached) -> f64 {
    let mut l = l.clone();
    store(&mut l, x);
    store(&mut l, &x[1..]);
    l.cache[0] * l.cache[1] + l.w
}

macro_rules! of_cached {
    ($($f:ident)*) => {
        $({
            let at = point(4 + 9);
            let value = |at: &[f64]| $f(&at[..4], &cached(&at[4..]));
            let joined = |(x_bar, bar): (Vec<f64>, CachedBar)| [x_bar, flat(&bar)].concat();
            let gradient = |at: &[f64]| joined($f::gradient(&at[..4], &cached(&at[4..])));
            compare::gradient(&at, value, gradient);
            compare::tangent(&at, value, gradient, |at, dot| {
                $f::jvp(&at[..4], &cached(&at[4..]), &dot[..4], &cached_bar(&dot[4..]))
            });
            compare::curvature(&at, gradient, |at, dot| {
                let (x, l) = (&at[..4], cached(&at[4..]));
                joined($f::hvp(x, &l, &dot[..4], &cached_bar(&dot[4..])))
            });
        })*
    };
}

#[test]
fn fields_that_are_replaced() {
    of_cached!(stored_later stored_twice stored_perhaps row_stored array_stored stored_by_a_call);
}

#[differentiate(jvp, hessian)]
fn products(v: &mut Vec<f64>) {
    let mut w = vec![0.0; v.len() - 1];
    for i in 0..w.len() {
        w[i] = v[i + 1] * v[i];
    }
    *v = w;
}

#[differentiate(jvp, hessian)]
fn squares(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    products(&mut v);
    let mut sum = 0.0;
    for i in 0..v.len() {
        sum += v[i] * v[i];
    }
    sum
}

#[test]
fn a_vector_that_shrinks() {
    let at = [0.5, 2.0, -1.0, 3.0];
    assert_all_close(&squares::gradient(&at), &[4.0, 5.0, -26.0, 6.0]);
    assert_all_close(&squares::gradient(&at), &differences(squares, &at));
}

#[differentiate(jvp, hessian)]
fn shrunk_thrice(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for _ in 0..3 {
        products(&mut v);
        v[0] += x[0];
    }
    v[0]
}

#[differentiate(jvp, hessian)]
fn replaced(v: &mut Vec<f64>, x: &[f64]) {
    *v = x.to_vec();
}

#[differentiate(jvp, hessian)]
fn replaced_in_a_call(x: &[f64]) -> f64 {
    let mut v = vec![x[0] * x[1]; 2];
    let before = v[1];
    replaced(&mut v, x);
    v[3] *= v[0];
    let end = v[2..].to_vec();
    replaced(&mut v, &end);
    v[0] * v[1] * before + v.len() as f64
}

#[differentiate(jvp, hessian)]
fn doubled(v: &mut Vec<f64>, k: f64) {
    let n = v.len();
    let mut w = vec![k; 2 * n];
    for i in 0..n {
        w[i] = v[i] * k;
        w[n + i] = v[i] + w[i].sin();
    }
    *v = w;
}

#[differentiate(jvp, hessian)]
fn grown(x: &[f64]) -> f64 {
    let mut rows = vec![vec![x[0]], vec![x[1], x[2]]];
    doubled(&mut rows[0], x[3]);
    let k = rows[0][1];
    doubled(&mut rows[1], k);
    rows[1][3] * rows[1][0] * rows[0][0] + rows[0][1]
}

#[differentiate(jvp, hessian)]
fn shrunk_perhaps(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if x[0] > 0.2 {
        products(&mut v);
    }
    if x[0] > 100.0 {
        products(&mut v);
    }
    v[0] * v[1] * v[v.len() - 1]
}

#[differentiate(jvp, hessian)]
fn array_replaced(v: &mut Array1<f64>, x: &Array1<f64>) {
    *v = x * 2.0;
}

#[differentiate(jvp, hessian)]
fn array_replaced_in_a_call(x: &[f64]) -> f64 {
    let mut v = Array1::from_elem(2, x[0]);
    let before = v[1] * v[0];
    array_replaced(&mut v, &Array1::from(x.to_vec()));
    (&v * &v).sum() * before
}

macro_rules! of_slice {
    ($($f:ident)*) => {
        $({
            let at = point(4);
            compare::gradient(&at, $f, $f::gradient);
            compare::tangent(&at, $f, $f::gradient, $f::jvp);
            compare::curvature(&at, $f::gradient, $f::hvp);
        })*
    };
}

#[test]
fn vectors_that_are_replaced() {
    of_slice!(squares shrunk_thrice replaced_in_a_call grown shrunk_perhaps);
}

#[test]
fn arrays_that_are_replaced() {
    of_slice!(array_replaced_in_a_call);
}
