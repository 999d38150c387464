//! What is assigned through `&mut` parameters as a whole, and elements whose fields are read and changed in one
//! call, with and without snapshots.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2};

use super::compare::{self, point};

#[differentiate(hessian)]
fn copied(v: &mut Vec<f64>, x: &[f64]) {
    *v = x.to_vec();
}

#[differentiate(hessian)]
fn cloned(v: &mut Vec<f64>, x: &Vec<f64>) {
    *v = x.clone();
}

#[differentiate(hessian)]
fn part(v: &mut Vec<f64>, x: &[f64]) {
    *v = x[1..3].to_vec();
    v[0] *= 2.0;
}

#[differentiate(hessian)]
fn made(v: &mut Vec<f64>, k: f64) {
    *v = vec![k, k * k, v[0]];
}

#[differentiate(hessian)]
fn collected(v: &mut Vec<f64>, x: &[f64]) {
    *v = x.iter().zip(v.iter()).map(|(a, b)| a * b).collect();
}

#[differentiate(hessian)]
fn array_cloned(v: &mut Array1<f64>, x: &Array1<f64>) {
    *v = x.clone();
}

#[differentiate(hessian)]
fn array_owned(v: &mut Array1<f64>, m: &Array2<f64>, i: usize) {
    *v = m.row(i).to_owned();
}

#[differentiate(hessian)]
fn array_multiplied(v: &mut Array1<f64>, m: &Array2<f64>) {
    *v = m.dot(&*v);
}

#[differentiate(hessian)]
fn fixed(v: &mut [f64; 2], k: f64) {
    *v = [v[1] * k, v[0]];
}

#[differentiate(hessian)]
fn paired(t: &mut (f64, Vec<f64>), x: &[f64]) {
    t.1 = x.to_vec();
    *t = (t.1[0] * t.0, t.1.clone());
}

#[derive(Differentiable, Clone)]
struct Element {
    s: f64,
    v: f64,
    w: [f64; 2],
    list: Vec<f64>,
}

#[differentiate(hessian)]
fn replaced(e: &mut Element, x: &[f64]) {
    e.list = x.to_vec();
    *e = Element { s: e.v, v: e.s * e.list[1], ..e.clone() };
}

#[differentiate(hessian)]
fn relax(v: &mut f64, s: f64) {
    *v = (*v * s + 1.0).sin();
}

#[differentiate(hessian)]
fn spread(w: &mut [f64], s: &f64, k: f64) {
    for e in w.iter_mut() {
        *e = *e * *s + k;
    }
}

#[differentiate(hessian)]
fn elements(x: &[f64]) -> Vec<Element> {
    vec![
        Element { s: x[0], v: x[1], w: [x[2], x[3]], list: vec![x[0], x[2]] },
        Element { s: x[2], v: x[3], w: [x[0], x[1]], list: vec![x[3], x[1]] },
    ]
}

/// Programs of four numbers, as they are and computed again.
macro_rules! programs {
    ($($name:ident($x:ident) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn on($x: &[f64]) -> f64 { $($body)* }
            #[differentiate(hessian, checkpoint)]
            fn again($x: &[f64]) -> f64 { $($body)* }
            let at = point(4);
            compare::gradient(&at, on, on::gradient);
            compare::tangent(&at, on, on::gradient, on::jvp);
            compare::curvature(&at, on::gradient, on::hvp);
            compare::gradient(&at, again, again::gradient);
            compare::curvature(&at, again::gradient, again::hvp);
        }
    )*};
}

programs! {
    vectors(x) {
        let mut v = vec![x[0] * x[1]; 2];
        let before = v[1];
        copied(&mut v, x);
        v[1] *= before;
        let w = v.clone();
        cloned(&mut v, &w);
        part(&mut v, &w);
        v[0] * v[1] + w[1] * w[3]
    }
    vectors_in_loops(x) {
        let mut v = vec![x[0]];
        let mut s = 0.0;
        for k in x { made(&mut v, *k); s += v[1] * v[2]; }
        collected(&mut v, x);
        s + v[0] * v[1] * v[2]
    }
    vectors_in_vectors(x) {
        let mut m = vec![vec![x[0]], vec![x[1], x[2]]];
        copied(&mut m[0], x);
        let first = m[0].clone();
        part(&mut m[1], &first);
        let (a, b) = m.split_at_mut(1);
        cloned(&mut a[0], &b[0]);
        m[0][0] * m[1][1] + m[0][1]
    }
    arrays(x) {
        let mut v = Array1::from(vec![x[0], x[1]]);
        let m = Array2::from_shape_vec((2, 2), x.to_vec()).unwrap();
        let before = v[0] * v[1];
        array_multiplied(&mut v, &m);
        let w = v.clone() * 2.0;
        array_cloned(&mut v, &w);
        let s = v.sum();
        array_owned(&mut v, &m, 1);
        s * v[0] + v[1] * before
    }
    fixed_arrays_and_tuples(x) {
        let (mut v, mut t) = ([x[0], x[1]], (x[2], vec![x[3]]));
        for k in x { fixed(&mut v, *k); paired(&mut t, x); }
        v[0] * v[1] + t.0 * t.1[2]
    }
    structs(x) {
        let mut es = elements(x);
        for e in es.iter_mut() { replaced(e, x); }
        replaced(&mut es[0], &x[1..]);
        es[0].v * es[1].s + es[0].list[0] * es[1].v
    }
    one_field_by_another(x) {
        let mut es = elements(x);
        for e in es.iter_mut() { relax(&mut e.v, e.s); }
        es[0].v * es[1].v + es[0].s
    }
    one_field_by_another_counted(x) {
        let mut es = elements(x);
        for (i, e) in es.iter_mut().enumerate() { relax(&mut e.w[i], e.list[1 - i]); relax(&mut e.s, e.w[i] * e.v); }
        for e in &mut es { spread(&mut e.list, &e.s, e.v); }
        es[0].s * es[1].w[1] + es[1].s * es[0].list[0]
    }
    one_field_by_another_in_two_loops(x) {
        let mut es = elements(x);
        for k in 0..2 {
            for Element { s, v, w, .. } in es.iter_mut() { relax(v, *s); spread(w, v, *s); }
            es.iter_mut().for_each(|e| relax(&mut e.s, e.w[k]));
        }
        es[0].v * es[1].w[0] + es[0].s
    }
    one_part_of_a_pair_by_the_other(x) {
        let mut ps = [(x[0], x[1]), (x[2], x[3])];
        for p in ps.iter_mut() { relax(&mut p.0, p.1); }
        for (a, b) in &mut ps { relax(b, *a); }
        let mut rows = vec![vec![x[0], x[1]], vec![x[2], x[3]]];
        for row in rows.iter_mut() { let k = row[1]; relax(&mut row[0], k); }
        ps[0].0 * ps[1].1 + rows[0][0] * rows[1][0] * ps[0].1
    }
}
