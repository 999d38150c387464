//! Two elements of one sequence that are handed over by reference, and may be one: what is added to both is
//! added to it twice.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array2, ArrayView1, array};

use super::compare::{self, point};

#[differentiate(jvp, hessian)]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for k in 0..a.len() {
        sum += a[k] * b[k];
    }
    sum
}

#[differentiate(jvp, hessian)]
fn every_pair(rows: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for i in 0..rows.len() {
        for j in 0..rows.len() {
            sum += dot(&rows[i], &rows[j]);
        }
    }
    sum
}

#[differentiate(jvp, hessian)]
fn listed_pairs(rows: &[Vec<f64>], #[constant] pairs: &[(usize, usize)]) -> f64 {
    let mut sum = 0.0;
    for k in 0..pairs.len() {
        let (i, j) = pairs[k];
        sum += dot(&rows[i], &rows[j]);
    }
    sum
}

#[test]
fn rows() {
    let rows = vec![vec![1.0, 2.0], vec![3.0, 5.0], vec![-1.0, 0.5]];
    // The square of the sum of the rows.
    let bar = vec![6.0, 15.0];
    assert_eq!(every_pair::gradient(&rows), vec![bar; 3]);
    // 2 r0 r0 + r0 r2
    let bars = listed_pairs::gradient(&rows, &[(0, 0), (0, 2), (0, 0)]);
    assert_eq!(bars, vec![vec![3.0, 8.5], vec![0.0, 0.0], vec![1.0, 2.0]]);
}

#[differentiate(jvp, hessian)]
fn product(a: &f64, b: &f64) -> f64 {
    *a * *a * *b
}

#[differentiate(jvp, hessian)]
fn numbers(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..v.len() {
        for j in i..v.len() {
            sum += product(&v[j], &v[i]) + product(&v[i], &v[(j * j) % v.len()]);
        }
    }
    sum
}

#[test]
fn elements() {
    compare::gradient(&point(4), numbers, |at| numbers::gradient(at));
    compare::tangent(
        &point(4),
        numbers,
        |at| numbers::gradient(at),
        |at, dot| numbers::jvp(at, dot),
    );
    compare::curvature(&point(4), |at| numbers::gradient(at), |at, dot| numbers::hvp(at, dot));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct State {
    place: f64,
    speed: f64,
}

#[differentiate(jvp, hessian)]
fn energy(a: &State, b: &State) -> f64 {
    a.place * b.speed + a.speed * b.place * b.place
}

#[differentiate(jvp, hessian)]
fn of_states(states: &[State]) -> f64 {
    let mut sum = 0.0;
    for i in 0..states.len() {
        for j in 0..states.len() {
            sum += energy(&states[i], &states[j]);
        }
    }
    sum
}

fn states(at: &[f64]) -> Vec<State> {
    at.chunks(2).map(|part| State { place: part[0], speed: part[1] }).collect()
}

#[differentiate(jvp, hessian)]
fn of_numbers(at: &[f64]) -> f64 {
    let first = State { place: at[0], speed: at[1] };
    let states = [first, State { place: at[2], speed: at[3] }];
    of_states(&states)
}

#[test]
fn structs() {
    let gradient = |at: &[f64]| {
        let bars = of_states::gradient(&states(at));
        bars.iter().flat_map(|bar| [bar.place, bar.speed]).collect::<Vec<f64>>()
    };
    compare::gradient(&point(6), |at| of_states(&states(at)), gradient);
    compare::gradient(&point(4), of_numbers, |at| of_numbers::gradient(at));
    compare::curvature(
        &point(4),
        |at| of_numbers::gradient(at),
        |at, dot| of_numbers::hvp(at, dot),
    );
}

#[differentiate(jvp)]
fn of_views(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.dot(&b)
}

#[differentiate(jvp)]
fn every_row(rows: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..rows.nrows() {
        for j in 0..rows.nrows() {
            sum += of_views(rows.row(i), rows.row(j));
        }
    }
    sum
}

#[test]
fn array_rows() {
    let rows = array![[1.0, 2.0], [3.0, 5.0]];
    assert_eq!(every_row::gradient(&rows), array![[8.0, 14.0], [8.0, 14.0]]);
}
