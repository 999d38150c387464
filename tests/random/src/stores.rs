//! Structures with fields of every kind, and arrays.

use chainrule::{Differentiable, differentiate};

use ndarray::prelude::*;

/// Two numbers.
#[derive(Clone, Copy, Debug, Differentiable)]
pub(crate) struct Point {
    pub(crate) a: f64,
    pub(crate) b: f64,
}

#[differentiate(hessian)]
impl Point {
    pub(crate) fn made(a: f64, b: f64) -> Point {
        Point { b: a - b, a: b * 0.7_f64 }
    }

    pub(crate) fn mix(&self, k: f64) -> f64 {
        self.a * k + self.b.sin()
    }

    pub(crate) fn bump(&mut self, by: f64) {
        let old = self.a;
        self.a = self.b * 0.5_f64 + by;
        self.b = old.cos();
    }

    pub(crate) fn twice(self) -> Point {
        Point { a: self.a * 2.0_f64, ..self }
    }
}

/// Numbers of every kind.
#[derive(Clone, Debug, Differentiable)]
pub(crate) struct Store {
    pub(crate) p: Point,
    pub(crate) v: Vec<f64>,
    pub(crate) z: [f64; 3],
    #[constant]
    pub(crate) n: usize,
    pub(crate) t: (f64, f64),
}

#[differentiate(hessian)]
impl Store {
    pub(crate) fn starting(a: f64) -> Self {
        Self { p: Point { a, b: 0.4_f64 }, v: vec![a; 3], z: [0.5_f64; 3], n: 4, t: (0.2_f64, a) }
    }

    pub(crate) fn tick(&mut self, i: usize, by: f64) -> f64 {
        let k = i % self.v.len();
        let old = self.v[k];
        self.v[k] = old * 0.5_f64 + by.sin();
        self.z[i % 3] *= 0.7_f64;
        self.p.bump(old * 0.3_f64);
        if k == 1 {
            return self.z[0];
        }
        old * self.p.a
    }

    pub(crate) fn grow(&mut self, by: f64) {
        if self.v.len() < 5 {
            self.v.push(by.tanh());
        } else {
            self.v[0] += by * 0.1_f64;
        }
    }

    pub(crate) fn total(&self) -> f64 {
        let sum = self.v.iter().sum::<f64>() * 0.2_f64;
        sum + self.t.0 * self.t.1 + self.z[self.n % 3]
    }
}

/// Changes a store.
#[differentiate(hessian)]
pub(crate) fn stocked(q: &mut Store, by: f64) {
    q.grow(by);
    for i in 0..2 {
        let more = q.tick(i, by * q.t.0);
        q.t.1 = (q.t.1 + more).sin();
    }
    q.n += 1;
}

/// Exchanges three numbers.
#[differentiate(hessian)]
pub(crate) fn cycled(z: [f64; 3]) -> [f64; 3] {
    let [a, b, c] = z;
    [b.sin(), c * a * 0.3_f64, a]
}

/// A point of many.
#[differentiate(hessian)]
pub(crate) fn joined(points: &[Point]) -> Point {
    let mut all = Point { a: 0.1_f64, b: 0.2_f64 };
    for p in points {
        all.a += p.b * 0.2_f64;
        all.b = (all.b * p.a).sin();
    }
    all
}

/// Changes an array by another.
#[differentiate(hessian)]
pub(crate) fn pushed(v: &mut Array1<f64>, w: &Array1<f64>, k: f64) {
    let first = v[0];
    *v *= 0.5_f64;
    v.scaled_add(k, w);
    v[1] += first.sin();
}

/// A number of a matrix and a line.
#[differentiate(hessian)]
pub(crate) fn contracted(m: &Array2<f64>, v: ArrayView1<'_, f64>) -> f64 {
    let mut sum = 0.1_f64;
    for (r, e) in m.rows().into_iter().zip(v) {
        sum += r.sum() * e;
    }
    sum.sin()
}

/// Two arrays.
#[differentiate(hessian)]
pub(crate) fn both_of(v: &Array1<f64>) -> (Array1<f64>, Array1<f64>) {
    (v * 0.5_f64, v.mapv(|e| e.sin()))
}
