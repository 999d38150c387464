//! Several tangents of arrays at once: Jacobians forward against reverse and against differences,
//! and each lane against one tangent at a time. The programs of `ndarray_*` are tried with lanes, too.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

use chainrule::{Float, Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_within, differences};
use ndarray::{Array, Array1, Array2, ArrayD, ArrayView1, ArrayView2, Axis, Ix1, Ix2, arr1, s};

fn vector(n: usize, shift: f64) -> Array1<f64> {
    (0..n).map(|i| (i as f64 * 1.3 + shift).sin() * 0.6 + 1.1).collect()
}

fn matrix(m: usize, n: usize, shift: f64) -> Array2<f64> {
    vector(m * n, shift).into_shape_with_order((m, n)).unwrap()
}

fn shaped(at: &[f64], m: usize, n: usize) -> Array2<f64> {
    Array::from_shape_vec((m, n), at.to_vec()).unwrap()
}

/// The Jacobian by lanes, by reverse mode, and by differences.
macro_rules! jacobians_agree {
    ($f:ident($($arg:expr),*), $moved:expr, $at:expr) => {{
        let (forward, reverse) = ($f::jacobian_forward($($arg),*), $f::jacobian_reverse($($arg),*));
        assert_eq!(forward.dim(), reverse.dim());
        let at: Vec<f64> = $at;
        for (i, (row, other)) in forward.rows().into_iter().zip(reverse.rows()).enumerate() {
            for (x, y) in row.iter().zip(other) {
                assert_within(*x, *y, 1e-12);
            }
            let moved = |at: &[f64]| -> f64 { $moved(at).iter().copied().nth(i).unwrap() };
            assert_all_close(&row.to_vec(), &differences(moved, &at));
        }
    }};
}

/// One step of a layer, for shapes below and above what a plain loop multiplies.
#[differentiate(lanes, jacobian)]
fn layer<T: Float>(w: &Array2<T>, x: &Array2<T>, b: &Array1<T>) -> Array2<T> {
    (w.dot(x) + b).mapv(|z| z.tanh() * T::from_f64(0.5) + z) * T::from_f64(2.0)
}

#[test]
fn products_of_matrices_of_any_size() {
    for (m, k, n) in [(1, 1, 1), (2, 3, 2), (1, 5, 4), (4, 1, 3), (4, 5, 1), (7, 9, 8)] {
        let (w, x, b) = (matrix(m, k, 0.0), matrix(k, n, 1.0), vector(n, 2.0));
        let at: Vec<f64> = w.iter().chain(&x).chain(&b).copied().collect();
        let moved = |at: &[f64]| {
            let (w, rest) = at.split_at(m * k);
            let (x, b) = rest.split_at(k * n);
            layer(&shaped(w, m, k), &shaped(x, k, n), &arr1(b))
        };
        jacobians_agree!(layer(&w, &x, &b), moved, at.clone());
    }
}

#[test]
fn products_in_single_precision() {
    let (w, x, b) = (matrix(5, 6, 0.0), matrix(6, 7, 1.0), vector(7, 2.0));
    let wide = layer::jacobian(&w, &x, &b);
    let single = |a: &Array2<f64>| a.mapv(|v| v as f32);
    let narrow = layer::jacobian_forward(&single(&w), &single(&x), &b.mapv(|v| v as f32));
    for (narrow, wide) in narrow.iter().zip(&wide) {
        assert_within(f64::from(*narrow), *wide, 1e-4);
    }
}

/// An array that is changed in branches within loops, and what a branch does not change.
#[differentiate(lanes, jacobian)]
fn branches_in_loops(a: &Array2<f64>, b: &Array1<f64>, k: f64, n: usize) -> Array1<f64> {
    let mut h = a.clone();
    let mut g = Array1::zeros(b.len());
    let frozen = Array1::from_elem(b.len(), 0.25);
    for i in 0..n {
        if i % 2 == 0 {
            h.row_mut(i % 2).scaled_add(k, b);
            h[[1, i % 3]] *= b[i % 3];
        } else {
            for mut row in h.rows_mut() {
                row *= b;
                row += k;
                if row[0] > 1.5 {
                    let first = row[1];
                    row.fill(k * first);
                    continue;
                }
                row.mapv_inplace(|v| v * v * k);
            }
        }
        if i > 2 {
            g += &h.row(1);
            g *= &frozen;
            continue;
        }
        g = &g + &h.sum_axis(Axis(0)) / (i + 1) as f64;
        h.slice_mut(s![.., 1..]).assign(&a.slice(s![.., ..2]));
    }
    let total = g.sum() - &g;
    total * k + h.dot(b).sum()
}

#[test]
fn arrays_changed_in_branches_in_loops() {
    let (a, b, k) = (matrix(2, 3, 0.3), vector(3, 1.0), 0.7);
    let at: Vec<f64> = a.iter().chain(&b).copied().chain([k]).collect();
    for n in 0..6 {
        let moved =
            |at: &[f64]| branches_in_loops(&shaped(&at[..6], 2, 3), &arr1(&at[6..9]), at[9], n);
        jacobians_agree!(branches_in_loops(&a, &b, k, n), moved, at.clone());
    }
}

/// What a number is to arrays, on either side of the operators.
#[differentiate(lanes, jacobian)]
fn numbers_and_arrays(a: &Array2<f64>, k: f64) -> Array2<f64> {
    let shifted = a * k + k;
    let inverse = shifted.mapv(|v| 1.0 / v);
    let mut scaled = &inverse * (k * k) - a / k;
    scaled += &(a * a.sum());
    scaled -= &(a - a.mean().unwrap());
    scaled.scaled_add(k, &inverse);
    scaled += k;
    scaled = &scaled + &scaled * a.product();
    scaled.mean_axis(Axis(0)).unwrap() + scaled.t().sum_axis(Axis(1)) * a
}

#[test]
fn numbers_beside_arrays() {
    let (a, k) = (matrix(3, 4, 0.1), 1.3);
    let at: Vec<f64> = a.iter().copied().chain([k]).collect();
    let moved = |at: &[f64]| numbers_and_arrays(&shaped(&at[..12], 3, 4), at[12]);
    jacobians_agree!(numbers_and_arrays(&a, k), moved, at.clone());
}

#[differentiate(lanes, jacobian)]
fn views(a: ArrayView2<'_, f64>, b: &ArrayView1<'_, f64>, layers: &[Array2<f64>]) -> Vec<f64> {
    let mut x = a.dot(b);
    let mut states: Vec<Array1<f64>> = vec![Array1::zeros(2); layers.len()];
    for (i, layer) in layers.iter().enumerate() {
        x = layer.dot(&x).mapv(f64::sin);
        states[i] += &x;
    }
    let last = &states[layers.len() - 1] * &states[0];
    let both = ndarray::concatenate(Axis(0), &[last.view(), b.view()]).unwrap();
    both.to_vec()
}

#[test]
fn views_and_sequences_of_arrays() {
    let (a, b, layers) =
        (matrix(2, 3, 0.3), vector(3, 1.0), [matrix(2, 2, 3.0), matrix(2, 2, 4.0)]);
    let at: Vec<f64> = a.iter().chain(&b).chain(layers.iter().flatten()).copied().collect();
    let moved = |at: &[f64]| {
        let layers = [shaped(&at[9..13], 2, 2), shaped(&at[13..], 2, 2)];
        views(shaped(&at[..6], 2, 3).view(), &arr1(&at[6..9]).view(), &layers)
    };
    jacobians_agree!(views(a.view(), &b.view(), &layers), moved, at.clone());
}

#[differentiate(lanes, jacobian)]
fn any_rank(a: &ArrayD<f64>, k: f64) -> ArrayD<f64> {
    let c = (a * k + k).mapv(|v| v * v);
    let m = c.mean_axis(Axis(0)).unwrap();
    let square = a.clone().into_dimensionality::<Ix2>().unwrap();
    let p = square.dot(&square.t()).sum();
    (&c - &m) * p
}

#[test]
fn a_rank_known_at_run_time() {
    let (a, k) = (matrix(2, 3, 0.3), 0.8);
    let at: Vec<f64> = a.iter().copied().chain([k]).collect();
    let moved = |at: &[f64]| any_rank(&shaped(&at[..6], 2, 3).into_dyn(), at[6]);
    jacobians_agree!(any_rank(&a.clone().into_dyn(), k), moved, at.clone());
}

#[differentiate(lanes)]
fn gather(
    a: &Array2<f64>,
    weights: (Array1<f64>, f64),
    out: &mut Array1<f64>,
) -> (f64, Array1<f64>) {
    let (w, bias) = weights;
    let before = out.sum();
    *out = a.dot(&w) + bias;
    out[0] *= before;
    (out.dot(out), &*out * bias)
}

#[differentiate(lanes)]
fn shifted(c: &mut Array2<f64>, b: &Array1<f64>) {
    *c *= 2.0;
    *c += b;
}

#[differentiate(lanes)]
fn calls(a: &Array2<f64>, b: &Array1<f64>, k: f64) -> f64 {
    let mut out = Array1::ones(2);
    let (x, y) = gather(a, (b.clone(), k), &mut out);
    let mut c = a * k;
    shifted(&mut c, b);
    let (z, _) = gather(&c, (Array1::ones(3), 0.5), &mut out);
    let rows: Vec<f64> = a.rows().into_iter().map(|row| row.dot(b)).collect();
    let parts: [Array1<f64>; 2] = [y, out];
    x * z
        + parts[0].dot(&parts[1])
        + Array1::from_vec(rows).into_shape_with_order(Ix1(2)).unwrap().sum()
}

#[test]
fn called_functions_and_tuples() {
    let (a, b, k) = (matrix(2, 3, 0.3), vector(3, 1.0), 0.7);
    let at: Vec<f64> = a.iter().chain(&b).copied().chain([k]).collect();
    let unit = |i: usize| Lanes::<f64, 10>::unit(i);
    let a_dot = Array::from_shape_fn((2, 3), |(i, j)| unit(3 * i + j));
    let b_dot: Array1<_> = (0..3).map(|i| unit(6 + i)).collect();
    let (value, slopes) = calls::jvp_lanes(&a, &b, k, &a_dot, &b_dot, unit(9));
    assert_eq!(value.to_bits(), calls(&a, &b, k).to_bits());
    let moved = |at: &[f64]| calls(&shaped(&at[..6], 2, 3), &arr1(&at[6..9]), at[9]);
    assert_all_close(&slopes.0, &differences(moved, &at));
    for i in 0..10 {
        let one = |lanes: &Lanes<f64, 10>| lanes[i];
        let (_, slope) = calls::jvp(&a, &b, k, &a_dot.map(one), &b_dot.map(one), unit(9)[i]);
        assert_within(slopes[i], slope, 1e-13);
    }
}

/// What does not vary stays a number: the product with it is one of numbers.
#[differentiate(lanes)]
fn constants(#[constant] a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let gram = a.dot(&a.t());
    let y = gram.dot(&x.slice(s![..2]));
    y.dot(&a.column(1)) + x.sum() * gram[[0, 1]]
}

#[test]
fn arrays_that_do_not_vary() {
    let (a, x) = (matrix(2, 3, 0.3), vector(3, 1.0));
    let dots: Array1<_> = (0..3).map(Lanes::<f64, 3>::unit).collect();
    let (_, slopes) = constants::jvp_lanes(&a, &x, &dots);
    assert_all_close(&slopes.0, &differences(|at| constants(&a, &arr1(at)), &x.to_vec()));
}
