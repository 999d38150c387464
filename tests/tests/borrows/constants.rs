//! Values without derivatives that are borrowed, and copies of different types.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_close, difference};

use super::compare::{self, point};

/// A struct without derivatives.
pub struct Table {
    weights: Vec<f64>,
    rows: Vec<Vec<f64>>,
    fixed: [f64; 3],
    count: usize,
}

fn table() -> Table {
    Table {
        weights: vec![0.5, -1.5, 2.0],
        rows: vec![vec![1.0, 2.0], vec![-0.5, 0.25]],
        fixed: [1.0, 3.0, -2.0],
        count: 3,
    }
}

#[differentiate(jvp, hessian)]
fn by_name(x: f64, #[constant] t: &Table) -> f64 {
    let w = &t.weights;
    let mut sum = 0.0;
    for i in 0..3 {
        sum += (x * w[i]).sin() * x;
    }
    sum
}

#[differentiate(jvp, hessian)]
fn as_slice(x: f64, #[constant] t: &Table) -> f64 {
    let w: &[f64] = &t.weights;
    let mut sum = 0.0;
    for i in 0..w.len() {
        sum += (x * w[i]).sin();
    }
    for v in w {
        sum += x * v;
    }
    sum * sum
}

#[differentiate(jvp, hessian)]
fn of_rows(x: f64, #[constant] t: &Table) -> f64 {
    let mut sum = x;
    for i in 0..2 {
        let row: &Vec<f64> = &t.rows[i];
        sum += x * row[0] * x.sin() + row[1];
    }
    let fixed = &t.fixed;
    let count = &t.count;
    for i in 0..*count {
        sum *= x + fixed[i] * 0.1;
    }
    sum
}

#[test]
fn parts_of_constant_structs() {
    macro_rules! of_table {
        ($($f:ident)*) => {
            $({
                let (x, t) = (0.7, table());
                let value = |x| $f(x, &t);
                assert_close($f::gradient(x, &t), difference(value, x));
                assert_close($f::jvp(x, &t, 1.0).1, difference(value, x));
                assert_close($f::hvp(x, &t, 1.0), difference(|x| $f::gradient(x, &t), x));
            })*
        };
    }
    of_table!(by_name as_slice of_rows);
}

#[differentiate(jvp, hessian)]
fn array_into_vector(x: &[f64]) -> f64 {
    let w = [x[0], x[1] * x[0]];
    let mut m = vec![0.0; 2];
    m.copy_from_slice(&w);
    m[0] * m[1] + w[0]
}

#[differentiate(jvp, hessian)]
fn array_into_part(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let w = [x[0] * x[1], x[2]];
    v[1..3].copy_from_slice(&w);
    v[..2].copy_from_slice(&[w[1], w[0] * w[0]]);
    v[0] * v[1] * v[2] + v[3]
}

#[differentiate(jvp, hessian)]
fn array_into_slice(x: &[f64]) -> f64 {
    let mut m = [[x[0]; 2]; 2];
    m[1].copy_from_slice(&x[1..3]);
    let row = [x[3] * x[0], x[3]];
    m[0].copy_from_slice(&row);
    for k in 0..2 {
        let pair = [m[k][0], m[0][1]];
        m[1 - k].clone_from_slice(&pair);
    }
    m[0][0] * m[1][1] + m[1][0] * row[1]
}

#[derive(Differentiable, Clone, Copy)]
struct V {
    x: f64,
    y: f64,
}

#[differentiate(jvp, hessian)]
fn struct_thrice(x: &[f64]) -> f64 {
    let v = [V { x: x[0], y: 1.0 }; 3];
    v[0].x * v[1].y * v[2].x
}

#[differentiate(jvp, hessian)]
fn struct_changed(x: &[f64]) -> f64 {
    let start = V { x: x[0], y: x[1] };
    let mut v = [start; 3];
    for i in 0..3 {
        v[i].x *= x[i] * start.y;
        v[i].y += v[i].x;
    }
    v[0].x * v[1].y + v[2].x * v[2].y
}

#[differentiate(jvp, hessian)]
fn structs_in_pairs(x: &[f64]) -> f64 {
    let mut v = [[V { x: x[0] * x[1], y: x[2] }; 2]; 2];
    v[1][0].x = x[3];
    let w = [(v[0][1], x[0]); 2];
    v[0][0].x * v[1][1].y + v[1][0].x * w[1].0.x * w[0].1
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
fn arrays_copied_into_sequences() {
    of_slice!(array_into_vector array_into_part array_into_slice);
}

#[test]
fn structs_several_times() {
    of_slice!(struct_thrice struct_changed structs_in_pairs);
}
