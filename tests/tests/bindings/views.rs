//! Elements and rows of views of arrays.

use chainrule::differentiate;
use ndarray::{Array1, Array2, Array3, Axis, array, s};

#[differentiate(jvp)]
fn elements_of_a_parameter(m: &mut Array2<f64>, k: f64) {
    for e in m.row_mut(1) {
        *e *= k;
    }
    for e in m.view_mut() {
        *e += k;
    }
    for (i, e) in m.columns_mut().into_iter().flatten().enumerate() {
        *e *= 1.0 + i as f64;
    }
}

#[differentiate(jvp)]
fn rows_of_a_parameter(m: &mut Array2<f64>, k: &Array1<f64>) {
    for (i, mut r) in m.outer_iter_mut().enumerate() {
        r += i as f64 * k[0];
        r *= k;
    }
}

programs! {
    fn elements_of_lines(x, y) {
        let mut m = array![[x, y, 1.0], [y, 2.0, x]];
        for e in m.row_mut(1).iter_mut() { *e *= x; }
        for (i, e) in m.column_mut(2).iter_mut().enumerate() { *e += y * i as f64; }
        for e in m.index_axis_mut(Axis(1), 0) { *e *= *e; }
        for (e, k) in m.row_mut(0).iter_mut().zip([x, y, 3.0]) { *e *= k; }
        m.row_mut(1).iter_mut().for_each(|e| *e += x);
        m[[0, 0]] * m[[1, 2]] + m[[0, 2]] * m[[1, 0]] + m[[0, 1]]
    }
    fn elements_of_parts(x, y) {
        let mut m = array![[x, y, 1.0], [y, 2.0, x], [x, x, y]];
        for e in m.slice_mut(s![..2, 1..]) { *e *= x; }
        for e in m.slice_mut(s![..;2, 0]) { *e += y; }
        for e in m.diag_mut() { *e *= y; }
        for e in m.slice_axis_mut(Axis(0), (1..).into()).iter_mut() { *e *= *e; }
        m[[0, 0]] * m[[1, 1]] + m[[0, 2]] * m[[2, 0]] + m[[2, 2]]
    }
    fn elements_of_views(x, y) {
        let mut v = array![x, y, 1.0];
        let mut w = v.view_mut();
        for e in w.iter_mut() { *e *= x; }
        w[0] += y;
        for (i, e) in v.view_mut().into_iter().enumerate() { *e += y * i as f64; }
        for e in v.slice_mut(s![1..]).iter_mut().rev() { *e *= *e; }
        v[0] * v[1] + v[2]
    }
    fn lines_flattened(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for e in m.columns_mut().into_iter().flatten() { *e *= x; }
        for e in m.axis_iter_mut(Axis(1)).flatten() { *e += y; }
        for (i, e) in m.rows_mut().into_iter().flatten().enumerate() { *e *= 1.0 + x * i as f64; }
        m.outer_iter_mut().flatten().for_each(|e| *e *= *e);
        m[[0, 0]] * m[[1, 1]] + m[[0, 1]] * m[[1, 0]]
    }
    fn three_dimensions(x, y) {
        let mut q: Array3<f64> = Array3::zeros((2, 2, 2));
        q.index_axis_mut(Axis(0), 0).assign(&array![[x, y], [1.0, x]]);
        for e in q.index_axis_mut(Axis(0), 1) { *e += y; }
        for e in q.outer_iter_mut().flatten() { *e *= x; }
        for mut plane in q.axis_iter_mut(Axis(2)) { plane += x; for e in plane.row_mut(0) { *e *= *e; } }
        q[[0, 0, 0]] * q[[1, 0, 1]] + q[[0, 1, 1]] * q[[1, 1, 0]]
    }
    fn parameters(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        elements_of_a_parameter(&mut m, x);
        rows_of_a_parameter(&mut m, &array![y, x]);
        m[[0, 0]] * m[[1, 1]] + m[[0, 1]] * m[[1, 0]]
    }
    fn columns_counted(x, y) {
        let mut m = array![[x, y], [y, 1.0], [2.0, x]];
        for (j, mut c) in m.columns_mut().into_iter().enumerate() { c -= j as f64 * x; c[0] *= y; }
        for (j, mut c) in m.axis_iter_mut(Axis(1)).enumerate() { c *= y + j as f64; }
        for (i, mut r) in m.rows_mut().into_iter().enumerate() { r /= 2.0 + i as f64 * x * x; r[1] += x; }
        m[[0, 0]] * m[[1, 1]] + m[[0, 1]] * m[[2, 0]]
    }
    fn rows_with_factors(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for (mut r, k) in m.outer_iter_mut().zip([x, y]) { r += k * y; }
        for (i, (mut r, k)) in m.rows_mut().into_iter().zip(&[y, 2.0]).enumerate() { r *= *k + i as f64; }
        m.outer_iter_mut().enumerate().for_each(|(i, mut r)| r -= i as f64 * x);
        for mut r in m.outer_iter_mut().skip(1) { r.mapv_inplace(|e| e * e * x); }
        m[[0, 0]] * m[[1, 1]] + m[[0, 1]] * m[[1, 0]]
    }
    fn rows_with_arrays(x, y) {
        let (mut m, b) = (array![[x, y], [y, 1.0]], array![y, x]);
        for (i, mut r) in m.outer_iter_mut().enumerate() { r += &(&b * i as f64); r[0] += b[i]; }
        for (i, mut r) in m.outer_iter_mut().enumerate().rev() { r.scaled_add(i as f64 + x, &b); }
        for mut r in m.rows_mut() { if r[0] > 1.0 { r *= &b; } else { r.fill(x); } }
        m[[0, 0]] * m[[1, 1]] + m[[0, 1]] * m[[1, 0]]
    }
}
