//! Recursions as they are written: other paths, other kinds of arguments, closures and iterators.
// Paths are what is tested.
#![allow(unused_qualifications)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, ArrayView1, array, s};

use super::{allocations, point};

#[differentiate]
fn by_self(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] } else { x[1] * self::by_self(x, n - 1) + x[2] }
}

#[differentiate]
pub fn by_crate(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] } else { x[1] * crate::forms::by_crate(x, n - 1) + x[2] }
}

#[differentiate]
fn by_turbofish<T: Float>(x: &[T], n: usize) -> T {
    if n == 0 { x[0] } else { x[1] * by_turbofish::<T>(x, n - 1) + x[2] }
}

#[differentiate]
fn by_closure(x: &[f64], n: usize) -> f64 {
    let inner = |k: usize| x[k % 3] * by_closure(x, k);
    if n < 2 { x[n] } else { inner(n - 1) + inner(n - 2) }
}

#[differentiate]
fn by_iterators(x: &[f64], n: usize) -> f64 {
    let rest: f64 = (0..n).map(|k| x[k] * by_iterators(x, k)).sum();
    rest + x[n] * x[0]
}

#[differentiate]
fn by_match(x: &[f64], n: usize) -> f64 {
    match n {
        0 => x[0],
        1 | 2 => x[1] - by_match(x, 0) * x[2],
        n if n % 2 == 0 => x[1] * by_match(x, n / 2),
        _ => by_match(x, n - 1) / x[0] + x[1],
    }
}

#[test]
fn other_paths() {
    let x = point(6);
    for n in 0..6 {
        let right = differences(|x| by_self(x, n), &x);
        assert_all_close(&by_self::gradient(&x, n), &right);
        assert_all_close(&by_crate::gradient(&x, n), &right);
        assert_all_close(&by_turbofish::gradient(&x, n), &right);
        assert_all_close(&by_closure::gradient(&x, n), &differences(|x| by_closure(x, n), &x));
        assert_all_close(&by_iterators::gradient(&x, n), &differences(|x| by_iterators(x, n), &x));
        assert_all_close(&by_match::gradient(&x, n), &differences(|x| by_match(x, n), &x));
        for gradient in [
            by_self::gradient,
            by_crate::gradient,
            by_turbofish::gradient,
            by_closure::gradient,
            by_iterators::gradient,
            by_match::gradient,
        ] {
            assert_eq!(allocations(|| gradient(&x, n)), 1);
        }
    }
}

/// A sum over all orders of the columns.
#[differentiate]
fn of_a_matrix(a: &Array2<f64>, rows: usize, columns: &mut Vec<usize>) -> f64 {
    if rows == 0 {
        return 1.0;
    }
    let last = rows - 1;
    let mut sum = 0.0;
    for i in 0..rows {
        columns.swap(i, last);
        sum += a[[last, columns[last]]] * of_a_matrix(a, last, columns);
        columns.swap(i, last);
    }
    sum
}

#[differentiate]
fn of_a_view(x: ArrayView1<'_, f64>, w: &Array1<f64>) -> f64 {
    if x.len() == 1 { x[0] * w[0] } else { w[1] * of_a_view(x.slice(s![1..]), w) + x[0] * x[0] }
}

#[differentiate]
fn of_rows(x: &[Vec<f64>], n: usize) -> f64 {
    if n == 0 { x[0][0] } else { x[n][0] * of_rows(x, n - 1) + x[n][1] * x[0][1] }
}

#[test]
fn arrays_and_rows() {
    let a = array![[2.0, 1.0, 0.5], [-1.0, 3.0, 0.25], [0.75, -2.0, 1.5]];
    let flat: Vec<f64> = a.iter().copied().collect();
    let value = |a: &[f64]| {
        of_a_matrix(&Array2::from_shape_vec((3, 3), a.to_vec()).unwrap(), 3, &mut vec![0, 1, 2])
    };
    let bar = of_a_matrix::gradient(&a, 3, &mut vec![0, 1, 2]);
    assert_all_close(&bar.iter().copied().collect::<Vec<_>>(), &differences(value, &flat));
    let x = point(6);
    let value = |x: &[f64]| of_a_view(ArrayView1::from(&x[2..]), &Array1::from(x[..2].to_vec()));
    let (x_bar, w_bar) =
        of_a_view::gradient(ArrayView1::from(&x[2..]), &Array1::from(x[..2].to_vec()));
    assert_all_close(&[w_bar.to_vec(), x_bar.to_vec()].concat(), &differences(value, &x));
    let rows = |x: &[f64]| x.chunks(2).map(<[f64]>::to_vec).collect::<Vec<_>>();
    let bars = of_rows::gradient(&rows(&x), 2).concat();
    assert_all_close(&bars, &differences(|x| of_rows(&rows(x), 2), &x));
}

#[derive(Differentiable)]
struct Node {
    weight: f64,
    #[constant]
    children: Vec<usize>,
}

/// A tree whose nodes lie in a slice.
#[differentiate]
fn of_nodes(nodes: &[Node], at: usize) -> f64 {
    let mut sum = nodes[at].weight.sin();
    for &child in &nodes[at].children {
        sum += nodes[at].weight * of_nodes(nodes, child);
    }
    sum
}

#[derive(Differentiable)]
struct Step<T: Float> {
    rate: T,
}

#[differentiate]
impl<T: Float> Step<T> {
    fn back(&self, x: T, n: usize) -> T {
        if n == 0 { x } else { self.rate * Self::back(self, x * self.rate, n - 1) }
    }
}

#[test]
fn structs() {
    let nodes = |x: &[f64]| {
        let children = [vec![1, 2, 3], vec![3], vec![], vec![4, 4], vec![]];
        let one = |(weight, children): (&f64, Vec<usize>)| Node { weight: *weight, children };
        x.iter().zip(children).map(one).collect::<Vec<_>>()
    };
    let x = point(5);
    let bars: Vec<f64> = of_nodes::gradient(&nodes(&x), 0).iter().map(|bar| bar.weight).collect();
    assert_all_close(&bars, &differences(|x| of_nodes(&nodes(x), 0), &x));
    let all = nodes(&x);
    assert_eq!(allocations(|| of_nodes::gradient(&all, 0)), 1);
    let (bar, x_bar) = Step::back_gradient(&Step { rate: 0.8 }, 1.5, 3);
    assert_close(bar.rate, difference(|rate| Step { rate }.back(1.5, 3), 0.8));
    assert_close(x_bar, 0.8_f64.powi(6));
}

/// A log that is excluded by its mark.
#[differentiate]
fn logged(x: &[f64], n: usize, #[constant] log: &mut [f64]) -> f64 {
    log[n] += 1.0;
    if n == 0 { x[0] } else { x[n] * logged(x, n - 1, log) }
}

#[test]
fn constants() {
    let x = point(4);
    let (mut log, mut again) = (vec![0.5; 4], vec![0.5; 4]);
    let right = differences(|x| logged(x, 3, &mut [0.0; 4]), &x);
    assert_all_close(&logged::gradient(&x, 3, &mut log), &right);
    logged(&x, 3, &mut again);
    assert_eq!(log, again);
}

mod elsewhere {
    /// Of the same name as its caller.
    #[chainrule::differentiate]
    pub fn of_that_name(x: f64) -> f64 {
        x * x
    }
}

#[differentiate]
fn of_that_name(x: f64) -> f64 {
    3.0 * elsewhere::of_that_name(x)
}

#[test]
fn names() {
    assert_eq!(of_that_name::gradient(2.0), 12.0);
    assert_eq!(elsewhere::of_that_name::gradient(2.0), 4.0);
}
