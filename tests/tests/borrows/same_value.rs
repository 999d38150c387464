//! Calls that change several variables of one value, tangent or cotangent: they stay different variables.

// A branch of two equal arms is one of the ways to one value.
#![allow(clippy::if_same_then_else)]

use chainrule::{Differentiable, differentiate};
use chainrule_tests::assert_close;
use ndarray::Array1;

use super::compare::{self, point};

#[differentiate(hessian)]
fn turned(a: &mut f64, b: &mut f64) {
    let t = *a;
    *a = 0.5 * *b;
    *b = t.sin() - *a * t;
}

#[differentiate(hessian)]
fn yielded(a: &mut f64, b: &mut f64) -> f64 {
    let t = *a;
    *a = 0.5 * *b;
    *b = t.sin() - *a;
    t * *b
}

#[differentiate(hessian)]
fn in_turn(a: &mut f64, b: &mut f64, c: &mut f64) {
    let t = *a;
    *a = b.sin();
    *b = c.cos();
    *c = t * 2.0;
}

#[differentiate(hessian)]
fn scaled(a: &mut f64, k: &f64, b: &mut f64) {
    *a *= *k * *b;
    *b = *a + k.sin();
}

#[differentiate(hessian)]
fn first_only(a: &mut [f64], b: &mut [f64]) {
    b[0] = a[0].sin();
}

#[differentiate(hessian)]
fn element_by_element(a: &mut [f64], b: &mut [f64]) {
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        let t = *p;
        *p = q.sin();
        *q = t * 3.0;
    }
}

#[differentiate(hessian)]
fn crossed(a: &mut [f64; 2], b: &mut [f64; 2], c: &f64) {
    let t = *a;
    a[0] = t[1] * b[0] * c;
    a[1] = b[1].sin();
    b[0] = t[0];
    b[1] = t[1] * a[0];
}

#[differentiate(hessian)]
fn rotated(a: &mut Array1<f64>, b: &mut Array1<f64>) {
    let t = a.clone();
    a.assign(&b.mapv(|v| v * 0.5));
    *b = t.mapv(f64::sin) - &*a * &t;
}

#[derive(Clone, Differentiable)]
struct Pair {
    a: f64,
    list: Vec<f64>,
}

#[differentiate(hessian)]
impl Pair {
    fn swapped(&mut self, other: &mut Pair) {
        let t = self.a;
        self.a = other.list[0].sin();
        other.list[0] = t * self.list[0];
    }
}

#[differentiate(hessian)]
fn exchanged(a: &mut Pair, b: &mut Pair) {
    let t = a.a;
    a.a = b.list[0].sin() * b.a;
    b.list[0] = t * a.list[0];
    b.a = t;
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
            #[differentiate(hessian, checkpoint(loops))]
            fn by_pieces($x: &[f64]) -> f64 { $($body)* }
            let at = point(4);
            compare::gradient(&at, on, on::gradient);
            compare::tangent(&at, on, on::gradient, on::jvp);
            compare::curvature(&at, on::gradient, on::hvp);
            compare::gradient(&at, again, again::gradient);
            compare::tangent(&at, again, again::gradient, again::jvp);
            compare::curvature(&at, again::gradient, again::hvp);
            compare::gradient(&at, by_pieces, by_pieces::gradient);
            compare::curvature(&at, by_pieces::gradient, by_pieces::hvp);
        }
    )*};
}

programs! {
    one_cotangent(x) {
        let (mut a, mut b) = (x[0], x[1]);
        turned(&mut a, &mut b);
        a + b
    }
    one_cotangent_of_three(x) {
        let (mut a, mut b, mut c) = (x[0], x[1], x[2]);
        in_turn(&mut a, &mut b, &mut c);
        in_turn(&mut b, &mut a, &mut c);
        a + b + c
    }
    one_cotangent_of_a_sum_that_goes_on(x) {
        let (mut a, mut b) = (x[0] * x[1], x[2]);
        let before = a;
        let c = yielded(&mut a, &mut b);
        (a + b + c + before).sin() * x[3]
    }
    one_cotangent_in_a_branch(x) {
        let (mut a, mut b) = (x[0], x[1]);
        if x[2] > 0.0 { yielded(&mut a, &mut b); } else { turned(&mut b, &mut a); }
        a + b + x[3]
    }
    one_cotangent_in_a_loop(x) {
        let (mut a, mut b) = (x[0], x[1]);
        let mut sum = 0.0;
        for k in x {
            let t = a + b;
            turned(&mut a, &mut b);
            sum += a + b;
            a *= *k;
            b = t;
        }
        a + b + sum
    }
    one_cotangent_of_what_is_read(x) {
        let (mut a, mut b, k) = (x[0], x[1], x[2]);
        scaled(&mut a, &k, &mut b);
        a + b + k
    }
    one_scaled_cotangent(x) {
        let (mut a, mut b) = (x[0], x[1]);
        turned(&mut a, &mut b);
        let (c, d) = (a * 2.0, b * 2.0);
        (c + d) * x[2]
    }
    one_value(x) {
        let (mut a, mut b) = (x[0], x[0]);
        turned(&mut a, &mut b);
        a * x[1] + b * 2.0
    }
    one_product(x) {
        let mut a = x[0] * x[1];
        let mut b = x[0] * x[1];
        turned(&mut a, &mut b);
        a * x[1] + b
    }
    one_copied(x) {
        let mut a = x[0] * x[1];
        let mut b = a;
        let mut c = b;
        in_turn(&mut a, &mut b, &mut c);
        turned(&mut c, &mut a);
        a * b + b + c
    }
    one_vector(x) {
        let (mut a, mut b) = (x.to_vec(), x.to_vec());
        first_only(&mut a, &mut b);
        b[0] + a[0]
    }
    one_vector_each(x) {
        let (mut a, mut b) = (x.to_vec(), x.to_vec());
        element_by_element(&mut a, &mut b);
        let c: Vec<f64> = a.iter().zip(&b).map(|(p, q)| p + q).collect();
        c[0] * c[1] + a.iter().sum::<f64>() + b.iter().sum::<f64>()
    }
    one_array(x) {
        let mut a = [x[0], x[1]];
        let mut b = a;
        crossed(&mut a, &mut b, &x[2]);
        let mut sum = 0.0;
        for row in [a, b] { sum += row[0] * x[3] + row[1]; }
        sum
    }
    one_element(x) {
        let mut a = [x[0], x[1]];
        let mut b = a;
        turned(&mut a[0], &mut b[0]);
        turned(&mut a[1], &mut b[0]);
        a[0] + b[0] + a[1] + b[1]
    }
    arrays_added(x) {
        let mut a = Array1::from(x.to_vec());
        let mut b = a.clone();
        rotated(&mut a, &mut b);
        let c = &a + &b;
        c.dot(&c) + (a + b).sum()
    }
    arrays_unchanged_before(x) {
        let mut a = Array1::from(x.to_vec());
        let mut b = Array1::from(x.to_vec());
        let mut c = 0.0;
        for k in x { c += k * a[0] * b[1]; }
        rotated(&mut a, &mut b);
        (a + b).sum() * c
    }
    structs(x) {
        let mut a = Pair { a: x[0], list: vec![x[1], x[2]] };
        let mut b = a.clone();
        a.swapped(&mut b);
        exchanged(&mut b, &mut a);
        let c = [a, b];
        c.iter().map(|p| p.a + p.list[0] * p.list[1]).sum::<f64>()
    }
    closures(x) {
        let (mut a, mut b) = (x[0], x[0]);
        let step = |p: &mut f64, q: &mut f64| { let t = *p; *p = 0.5 * *q; *q = t.sin() - *p; };
        step(&mut a, &mut b);
        turned(&mut b, &mut a);
        a + b
    }
    after_loops_and_branches_that_change_nothing(x) {
        let (mut a, mut b) = (x[0], x[0]);
        for _ in 0..3 { b = if x[1] > 0.0 { x[0] } else { x[0] }; a = x[0]; }
        turned(&mut a, &mut b);
        a + b
    }
}

#[test]
fn all_at_once() {
    #[differentiate(hessian, jacobian, lanes)]
    fn moved(x: f64, y: f64) -> [f64; 2] {
        let (mut a, mut b) = (x, y);
        lanes_of(&mut a, &mut b);
        [a + b, a * b]
    }
    #[differentiate(hessian, lanes)]
    fn lanes_of(a: &mut f64, b: &mut f64) {
        let t = *a;
        *a = 0.5 * *b;
        *b = t.sin() - *a;
    }
    #[differentiate(hessian, jacobian, lanes)]
    fn sum(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x + y, x + y);
        lanes_of(&mut a, &mut b);
        a + b
    }
    let (x, y) = (0.7_f64, 1.3_f64);
    for rows in [moved::jacobian(x, y), moved::jacobian_reverse(x, y)] {
        assert_close(rows[(0, 0)], x.cos());
        assert_close(rows[(0, 1)], 0.0);
        assert_close(rows[(1, 0)], 0.5 * y * x.cos());
        assert_close(rows[(1, 1)], 0.5 * x.sin() - 0.5 * y);
    }
    let ((dx, dy), slope) = (sum::gradient(x, y), (x + y).cos());
    assert_close(dx, slope);
    assert_close(dy, slope);
    let (value, tangents) =
        sum::jvp_lanes(x, y, chainrule::Lanes([1.0, 2.0]), chainrule::Lanes([0.5, 1.0]));
    assert_close(value, (x + y).sin());
    assert_close(tangents[0], 1.5 * slope);
    assert_close(tangents[1], 3.0 * slope);
    for row in sum::hessian(x, y) {
        assert_close(row[0], -(x + y).sin());
        assert_close(row[1], -(x + y).sin());
    }
}
