//! Two parts of one sequence in one call or loop.

use chainrule::{Float, differentiate};
use ndarray::{Array1, Array2};

use super::compare::{self, curvature, gradient, point, tangent};

#[differentiate(jvp, hessian)]
fn scaled(a: &mut [f64], b: &[f64]) {
    for i in 0..a.len() {
        a[i] *= b[i];
    }
}

#[differentiate(jvp, hessian)]
fn mixed(a: &mut [f64], b: &mut [f64]) {
    for i in 0..a.len() {
        a[i] *= b[i];
        b[i] = a[i].sin() + b[i];
    }
}

#[differentiate(jvp, hessian)]
fn turned(a: &mut f64, b: &mut f64) {
    let old = *a;
    *a = *a * 0.5 - *b;
    *b = old * *b;
}

/// Depends on every element differently.
#[differentiate(jvp, hessian)]
fn weighed(v: &[f64]) -> f64 {
    let mut sum = 1.0;
    for i in 0..v.len() {
        sum += v[i] * v[i] * (i as f64 + 1.0) + sum * v[i].sin();
    }
    sum
}

#[differentiate(jvp, hessian)]
fn one_changed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(2);
    scaled(a, b);
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn both_changed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len() / 2;
    let (a, b) = v.split_at_mut(n);
    mixed(a, b);
    mixed(b, a);
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn zipped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(2);
    for (p, q) in a.iter_mut().zip(b.iter()) {
        *p *= q;
    }
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn zipped_calls(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(2);
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        turned(p, q);
    }
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn thirds(x: &[f64]) -> f64 {
    let mut v = [x[0], x[1], x[2], x[3]];
    let (a, rest) = v.split_at_mut(1);
    let (b, c) = rest.split_at_mut(1);
    mixed(a, b);
    scaled(&mut c[..1], a);
    turned(&mut b[0], &mut c[1]);
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn in_chunks(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_exact_mut(2) {
        let (a, b) = c.split_at_mut(1);
        turned(&mut a[0], &mut b[0]);
        scaled(b, a);
    }
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn of_rows(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[2], x[3]], vec![x[0] * x[3], 1.0]];
    for i in 0..2 {
        let (above, below) = m.split_at_mut(i + 1);
        mixed(&mut above[i], &mut below[0]);
        scaled(&mut below[0], &above[0]);
    }
    weighed(&m[0]) + weighed(&m[1]) * m[2][0] * m[2][1]
}

#[differentiate(jvp, hessian)]
fn rows_apart(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    let (above, below) = m.split_at_mut(1);
    mixed(&mut above[0], &mut below[0]);
    for (p, q) in above[0].iter_mut().zip(&below[0]) {
        *p += q * q;
    }
    weighed(&m[0]) * weighed(&m[1])
}

#[differentiate(jvp, hessian)]
fn halves_of(v: &mut [f64], k: f64) {
    let n = v.len() / 2;
    let (a, b) = v.split_at_mut(n);
    mixed(a, b);
    a[0] += k * b[0];
}

#[differentiate(jvp, hessian)]
fn handed_on(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    halves_of(&mut v, x[0]);
    halves_of(&mut v[1..3], x[1]);
    weighed(&v)
}

#[differentiate(jvp, hessian)]
fn arrays_apart(x: &[f64]) -> f64 {
    let y = Array1::from(x.to_vec());
    let mut v = vec![y.clone(), &y * &y, y.mapv(|e| e.sin())];
    let (l, r) = v.split_at_mut(1);
    l[0] += &r[0];
    l[0] *= &r[1];
    (&v[0] * &v[1]).sum() + v[2].sum()
}

#[differentiate(jvp, hessian)]
fn array_added(a: &mut Array1<f64>, b: &Array1<f64>) {
    *a += &(b * b);
}

#[differentiate(jvp, hessian)]
fn arrays_in_calls(x: &[f64]) -> f64 {
    let y = Array1::from(x.to_vec());
    let mut v = vec![y.clone(), &y * &y, y.mapv(|e| e.sin())];
    let (l, r) = v.split_at_mut(2);
    array_added(&mut l[0], &r[0]);
    array_added(&mut r[0], &l[1]);
    (&v[0] * &v[1] * &v[2]).sum()
}

#[differentiate(jvp, hessian)]
fn matrices_apart(x: &[f64]) -> f64 {
    let mut v = vec![Array2::from_elem((2, 2), x[0]), Array2::from_elem((2, 2), x[1] * x[2])];
    v[1][[0, 1]] = x[3];
    let (l, r) = v.split_at_mut(1);
    l[0] -= &r[0];
    r[0] += &l[0].dot(&l[0]);
    l[0].dot(&r[0]).sum() * x[0]
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
fn halves_in_calls() {
    of_slice!(one_changed both_changed zipped_calls thirds in_chunks of_rows handed_on);
}

#[test]
fn halves_in_loops() {
    of_slice!(zipped rows_apart);
}

#[test]
fn arrays_in_vectors() {
    of_slice!(arrays_apart arrays_in_calls matrices_apart);
}

/// Numbers of any type: what is added to an element of a vector is computed before that is borrowed.
#[differentiate(hessian)]
fn of_any_numbers<T: Float>(x: &[T]) -> T {
    let mut w = vec![x[0]; 3];
    let mut v = x.to_vec();
    let (l, r) = w.split_at_mut(1);
    for (a, b) in l.iter_mut().zip(r.iter_mut()) {
        *a += *b * x[1];
        *b = *a;
    }
    for i in 1..v.len() {
        let before = v[i - 1];
        v[i] += before * x[0];
        v[i] *= before;
    }
    let mut sum = T::from_f64(0.5);
    for (a, b) in w.iter().zip(&v) {
        sum += *a * *b * *a;
    }
    sum
}

#[test]
fn elements_of_vectors_of_any_numbers() {
    let at = point(3);
    gradient(&at, of_any_numbers::<f64>, of_any_numbers::gradient::<f64>);
    tangent(
        &at,
        of_any_numbers::<f64>,
        of_any_numbers::gradient::<f64>,
        of_any_numbers::jvp::<f64>,
    );
    curvature(&at, of_any_numbers::gradient::<f64>, of_any_numbers::hvp::<f64>);
}
