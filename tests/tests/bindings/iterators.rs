//! Iterators over places, and what adaptors make of them.

use super::patterns::Particle;
use ndarray::{Array2, Axis, array, s};

programs! {
    fn flattened_vectors(x, y) {
        let mut m = vec![vec![x; 2], vec![y; 3]];
        for v in m.iter_mut().flatten() { *v *= x; }
        m[0][0] * m[1][2]
    }
    fn flattened_arrays(x, y) {
        let mut m = [[x, y], [y, 1.0]];
        for v in m.iter_mut().flatten() { *v *= *v * y; }
        m.iter_mut().flatten().for_each(|v| *v += x);
        m[0][0] * m[1][1] + m[0][1]
    }
    fn flattened_chunks(x, y) {
        let mut v = [x, y, x, y, 1.0, 2.0, 3.0];
        for (i, e) in v.chunks_mut(3).flatten().enumerate() { *e *= x + i as f64; }
        v[0] * v[4] + v[6]
    }
    fn fields_flattened(x, y) {
        let mut ps = vec![Particle { x, v: y }; 2];
        for r in ps.iter_mut().flat_map(|p| [&mut p.x, &mut p.v]) { *r *= x; *r += 1.0; }
        ps[0].x * ps[1].v
    }
    fn fields_mapped(x, y) {
        let mut ps = vec![Particle { x, v: y }; 2];
        for x in ps.iter_mut().map(|p| &mut p.x) { *x *= y; }
        for (v, k) in ps.iter_mut().map(|p| &mut p.v).zip([x, 2.0]) { *v += k; }
        ps[0].x * ps[1].v + ps[0].v
    }
    fn rows_of_vectors(x, y) {
        let mut m = vec![vec![x; 2], vec![y; 2]];
        for row in m.iter_mut() { for e in row { *e *= x; } }
        for row in &mut m { for e in row.iter_mut() { *e += y; } }
        m[0][0] * m[1][1]
    }
    fn a_slice_of_a_vector(x, y) {
        let mut v = vec![x, y, 2.0];
        for e in v.as_mut_slice() { *e *= x; }
        for e in v.as_mut_slice().iter_mut().skip(1) { *e += y; }
        let w = v.as_mut_slice();
        w[0] *= w[1];
        v[0] * v[2]
    }
    fn filtered(x, y) {
        let mut v = [x, y, 1.0, -x];
        for e in v.iter_mut().filter(|e| **e > 0.0) { *e *= x; }
        v.iter_mut().filter(|e| **e < 0.0).for_each(|e| *e = y * *e);
        v[0] * v[2] + v[3]
    }
    fn mapped_with_effect(x, y) {
        let mut v = [x, y, 1.0];
        let s: f64 = v.iter_mut().map(|e| { *e *= x; *e * *e }).sum();
        s * v[1]
    }
    fn stepped(x, y) {
        let mut v = [x, y, 1.0, 2.0, 3.0];
        for e in v.iter_mut().step_by(2) { *e *= y; }
        for e in v.iter_mut().skip(1).take(3) { *e += x; }
        for (i, e) in v.iter_mut().enumerate().rev() { *e *= 1.0 + i as f64 * x; }
        v[0] * v[2] + v[1] * v[4]
    }
    fn pairs_enumerated(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        for (i, (a, b)) in t.iter_mut().enumerate() { *a += *b * i as f64; *b *= x; }
        for ((a, b), k) in t.iter_mut().zip([x, y]) { *a *= k; *b += *a; }
        for (a, _) in t.iter_mut().rev().skip(1) { *a *= *a; }
        t.iter_mut().for_each(|(a, b)| *a *= *b);
        t[0].0 * t[1].0 + t[0].1
    }
    fn folded(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        let s = t.iter_mut().fold(0.0, |s, (a, b)| { *a *= *b; s + *a });
        s * t[0].0
    }
    fn an_iterator_kept(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        let it = t.iter_mut();
        for (a, b) in it { *a *= *b; }
        let mut v = vec![x, y];
        let items = v.iter_mut().enumerate();
        for (i, e) in items { *e += i as f64 * x; }
        t[0].0 * v[1]
    }
    fn a_row(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for e in m.row_mut(0) { *e *= x; }
        for e in m.column_mut(1) { *e += y; }
        for e in m.slice_mut(s![1.., ..]).iter_mut() { *e *= *e; }
        m[[0, 0]] * m[[0, 1]] + m[[1, 0]] * m[[1, 1]]
    }
    fn a_view(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for e in m.view_mut() { *e *= x; }
        for e in m.slice_mut(s![.., 0]) { *e += y; }
        for e in &mut m { *e *= 2.0; }
        m[[0, 0]] * m[[0, 1]] + m[[1, 0]] * m[[1, 1]]
    }
    fn rows_flattened(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for e in m.rows_mut().into_iter().flatten() { *e *= x; }
        for e in m.outer_iter_mut().flatten() { *e += y; }
        m[[0, 0]] * m[[0, 1]] + m[[1, 0]] * m[[1, 1]]
    }
    fn rows_one_by_one(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        for (i, mut r) in m.outer_iter_mut().enumerate() { r += i as f64 * x; r *= y; }
        for (i, mut r) in m.axis_iter_mut(Axis(1)).enumerate() { r[0] *= x; r[1] += i as f64; }
        m[[0, 0]] * m[[0, 1]] + m[[1, 0]] * m[[1, 1]]
    }
    fn rows_zipped(x, y) {
        let mut m = array![[x, y], [y, 1.0]];
        let k = [x, 2.0];
        for (mut r, k) in m.rows_mut().into_iter().zip(k) { r *= k; }
        for ((i, j), e) in m.indexed_iter_mut() { *e += y * (i + 2 * j) as f64; }
        m[[0, 0]] * m[[0, 1]] + m[[1, 0]] * m[[1, 1]]
    }
    fn matrices_in_a_vector(x, y) {
        let mut ms: Vec<Array2<f64>> = vec![array![[x, y]], array![[y, x]]];
        for m in ms.iter_mut() { *m *= x; m[[0, 0]] += y; }
        for m in &mut ms { m.row_mut(0)[1] *= y; }
        ms[0][[0, 0]] * ms[1][[0, 1]]
    }
}
