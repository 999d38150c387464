//! References to values that have no name, and parts that are read again when another has been taken out.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, array};

use super::compare::{curvature, gradient, point, tangent};

#[derive(Clone, Differentiable)]
struct Particle {
    x: f64,
    v: f64,
}

#[differentiate(hessian)]
fn step(x: &mut f64, v: &mut f64, k: f64) {
    *v -= *x * k;
    *x += *v * 0.5;
}

#[differentiate(hessian)]
fn scaled(x: f64) -> f64 {
    x * x * 0.5
}

/// In a list beside places.
#[differentiate(hessian)]
fn listed(x: &[f64]) -> f64 {
    let (mut s, mut y) = (x[0], x.to_vec());
    let [p, q, r] = [&mut s, &mut y[0], &mut 0.4];
    *p += *q * x[2];
    *q *= *r;
    *r = *p;
    s * y[0] + y[1]
}

/// In each round of a loop, and as an argument.
#[differentiate(hessian)]
fn in_loops(x: &[f64]) -> f64 {
    let mut s = x[0];
    let t = x[1];
    for i in 0..3 {
        let r = &mut (x[i] * s);
        *r *= t;
        s += r.sin();
        step(&mut s, &mut (x[i] * 0.5), *r);
    }
    s
}

/// Sequences, tuples, structs and what a function yields.
#[differentiate(hessian)]
fn of_every_kind(x: &[f64]) -> f64 {
    let v = &mut [x[0], 2.0 * x[1]];
    v[0] *= v[1];
    let w = &mut vec![x[2]; 2];
    for e in w.iter_mut() {
        *e *= v[0];
    }
    let (a, b) = &mut (x[0], x[1]);
    *a *= *b;
    let p = &mut Particle { x: x[0], v: x[2] };
    p.x *= p.v;
    let s = &mut scaled(x[1]);
    *s *= p.x;
    v[0] + w[0] * w[1] + *a + p.x * *s
}

/// A part is carried on, and read again.
#[differentiate(hessian)]
fn part_of_a_pair(x: &[f64]) -> f64 {
    let mut d = ([Particle { x: 1.26, v: x[1] }, Particle { x: x[2].sin(), v: x[3] }], x[0]);
    for p in d.0.iter_mut() {
        match p {
            Particle { v: a, .. } => {
                *a += x[1];
            }
        }
    }
    d.0[1].x * d.0[1].v + d.1 * d.0[0].v
}

/// The same of a vector, with the index of the round.
#[differentiate(hessian)]
fn part_with_an_index(x: &[f64]) -> f64 {
    let mut d = (vec![Particle { x: x[0], v: x[1] }, Particle { x: x[2], v: x[3] }], x[0]);
    for (i, p) in d.0.iter_mut().enumerate() {
        let Particle { x: a, v: b } = p;
        *a *= x[i] + *b;
        *b += x[i + 1];
    }
    d.0[0].x * d.0[1].v + d.0[1].x * d.1
}

/// A list whose cotangent is that of a broadcast array, made once for all elements.
#[differentiate(hessian)]
fn array_of_numbers(x: &[f64]) -> f64 {
    let mut a = Array1::zeros(3);
    a[1] = x[3] + x[0];
    let b = array![x[0], x[3], x[1]] - &a;
    if x[0] < 9.0 {
        a = &a * x[0] + &b;
    }
    a.sum() * b[1] + b[2]
}

/// The same in a loop, of an array that is replaced.
#[differentiate(hessian)]
fn replaced_array(x: &[f64]) -> f64 {
    let mut a = Array1::zeros(3);
    a[1] = x[1] * x[0];
    let b = array![0.98, x[3], x[0]] - &a;
    for i in 0..2 {
        a = &a * &b + x[i];
    }
    a.sum().sin() + (&a * &b).sum()
}

/// Two axes.
#[differentiate(hessian)]
fn square(x: &[f64]) -> f64 {
    let v = &array![[x[0], x[1]], [x[2], x[0] * x[1]]] * &array![[x[1], x[2]], [x[0], x[3]]];
    let w = &v * 0.5 - array![x[0], x[2]];
    w.sum() * v[[1, 1]]
}

macro_rules! check {
    ($($name:ident)*) => {$({
        let at = point(4);
        gradient(&at, $name, $name::gradient);
        tangent(&at, $name, $name::gradient, $name::jvp);
        curvature(&at, $name::gradient, $name::hvp);
    })*};
}

/// Elements counted from the end of a part: its length is asked for before the whole is borrowed.
#[differentiate(hessian, checkpoint)]
fn ends_of_a_part(x: &[f64]) -> f64 {
    let mut z = [0.3; 4];
    let t = x[0] * 0.5;
    let [a, .., b] = &mut z[..] else { return x[1] };
    *b = *a * x[..3].iter().map(|v| v * t).sum::<f64>();
    *a += x[2];
    z[3] * z[0]
}

#[differentiate(hessian, checkpoint)]
fn ends_of_a_row(x: &[f64]) -> f64 {
    let mut z = vec![x.to_vec(), x.to_vec()];
    for k in 0..2 {
        if let [first, .., last] = &mut z[k][1..] {
            *last += *first * x[k];
            *first *= *last;
        }
    }
    z[0][2] * z[1][1]
}

#[differentiate(hessian)]
fn last_of_a_half(x: &[f64]) -> f64 {
    let mut z = x.to_vec();
    let (l, r) = z.split_at_mut(1);
    let n = r.len();
    r[n - 1] = l[0] * r[0];
    let end = r.len() - 1;
    r[end] *= x[1];
    z.iter().map(|v| v * v).sum()
}

#[test]
fn references_to_values_without_a_name() {
    check!(listed in_loops of_every_kind);
}

#[test]
fn parts_are_read_again() {
    check!(part_of_a_pair part_with_an_index);
}

#[test]
fn elements_from_the_end() {
    check!(ends_of_a_part ends_of_a_row last_of_a_half);
}

#[test]
fn lists_of_an_array_without_a_name() {
    check!(array_of_numbers replaced_array square);
}
