//! Arrays of several tangents: products against sums written out, for every layout.

use chainrule::array::{accumulate, lanes, unbroadcast};
use chainrule::{Differentiable, Laned, Lanes};
use ndarray::{Array, Array1, Array2, Axis, Ix1, array, s};

type Three = Lanes<f64, 3>;

/// Small whole numbers, so that sums in any order are exact.
fn numbers(m: usize, n: usize) -> Array2<f64> {
    Array2::from_shape_fn((m, n), |(i, j)| ((i * 7 + j * 3) % 11) as f64 - 5.0)
}

fn tangents(m: usize, n: usize) -> Array2<Three> {
    Array2::from_shape_fn((m, n), |(i, j)| {
        Lanes([0, 1, 2].map(|lane| ((i * 5 + j * 2 + lane * 3) % 7) as f64 - 3.0))
    })
}

const SHAPES: [(usize, usize, usize); 9] = [
    (1, 1, 1),
    (2, 3, 4),
    (1, 30, 20),
    (20, 30, 1),
    (20, 1, 30),
    (9, 10, 11),
    (0, 3, 4),
    (3, 0, 4),
    (3, 4, 0),
];

#[test]
fn products_are_sums_of_products() {
    for (m, k, n) in SHAPES {
        let (a, b, a_dot, b_dot) = (numbers(m, k), numbers(k, n), tangents(m, k), tangents(k, n));
        let right = Array::from_shape_fn((m, n), |(i, j)| {
            (0..k).map(|l| b_dot[[l, j]] * a[[i, l]]).sum::<Three>()
        });
        let left = Array::from_shape_fn((m, n), |(i, j)| {
            (0..k).map(|l| a_dot[[i, l]] * b[[l, j]]).sum::<Three>()
        });
        assert_eq!(lanes::matmul(&a, &b_dot), right);
        assert_eq!(lanes::matmul(&a_dot, &b), left);

        // Any layout: column-major operands, and every second row and column of the result.
        let columns = |x: &Array2<f64>| x.t().as_standard_layout().into_owned();
        let columns_dot = |x: &Array2<Three>| x.t().as_standard_layout().into_owned();
        let mut wide = Array2::from_elem((2 * m, 2 * n), Lanes([1.0; 3]));
        let mut out = wide.slice_mut(s![..;2, ..;-2]);
        lanes::add_matmul(&columns(&a).t(), &columns_dot(&b_dot).t(), &mut out);
        lanes::add_matmul(&columns_dot(&a_dot).t(), &columns(&b).t(), &mut out);
        assert_eq!(out, &(&left + &right) + Lanes([1.0; 3]));

        if n == 1 {
            let (x, x_dot) = (b.column(0), b_dot.column(0));
            assert_eq!(lanes::matvec(&a, &x_dot), right.column(0));
            assert_eq!(lanes::matvec(&a_dot, &x), left.column(0));
        }
        if m == 1 {
            assert_eq!(lanes::vecmat(&a.row(0), &b_dot), right.row(0));
            assert_eq!(lanes::vecmat(&a_dot.row(0), &b), left.row(0));
        }
        if k == 1 {
            assert_eq!(lanes::outer(&a.column(0), &b_dot.row(0)), right);
            assert_eq!(lanes::outer(&a_dot.column(0), &b.row(0)), left);
        }
    }
}

#[test]
fn products_of_vectors() {
    let (x, x_dot) = (array![2.0, 3.0], array![Lanes([1.0, 0.0]), Lanes([0.5, -1.0])]);
    assert_eq!(lanes::dot(&x, &x_dot), Lanes([3.5, -3.0]));
    assert_eq!(lanes::dot(&x_dot.slice(s![..;-1]), &x), Lanes([4.0, -2.0]));
    // x y z: the products of two, and their tangents along x and z.
    let (x, dot) =
        (array![2.0, 3.0, 5.0], array![Lanes([1.0, 0.0]), Lanes([0.0, 0.0]), Lanes([0.0, 1.0])]);
    let others = lanes::products_of_others_dot(&x, &dot);
    assert_eq!(others, array![Lanes([0.0, 3.0]), Lanes([5.0, 2.0]), Lanes([3.0, 0.0])]);
}

#[test]
fn means_and_sums_over_repeated_axes() {
    let x_dot = tangents(4, 2);
    let sum: Three = x_dot.iter().sum();
    assert_eq!(lanes::mean(&x_dot), sum / 8.0);
    let rows = Array1::from_shape_fn(2, |j| x_dot.column(j).iter().sum::<Three>() / 4.0);
    assert_eq!(lanes::mean_axis(&x_dot, Axis(0)), rows);
    let mut total = Array1::from_elem(2, Lanes([1.0; 3]));
    accumulate(&mut total, &x_dot);
    assert_eq!(total, &rows * 4.0 + Lanes([1.0; 3]));
    assert_eq!(unbroadcast(x_dot, Ix1(1)), Array1::from_elem(1, sum));
}

#[test]
fn zero_tangents_have_the_shape_of_the_value() {
    let value = (numbers(2, 3), vec![array![1.0_f32, 2.0]], 4_usize);
    let zeros = Laned::<2>::zero_tangents(&value);
    assert_eq!(zeros.0, Array2::from_elem((2, 3), Lanes([0.0, 0.0])));
    assert_eq!(zeros.1, [Array1::from_elem(2, Lanes([0.0_f32, 0.0]))]);
    let mut total = tangents(2, 2);
    let twice = &total + &total;
    <Array2<Three>>::scale(&mut total, 0.5);
    <Array2<Three>>::add(&mut total, &twice);
    assert_eq!(total, tangents(2, 2) * 2.5);
}

#[test]
#[should_panic(expected = "a matrix of shape (2, 3) cannot be multiplied by one of (2, 3)")]
fn shapes_that_do_not_fit() {
    lanes::matmul(&numbers(2, 3), &tangents(2, 3));
}

#[test]
#[should_panic(expected = "a vector of length 3 has no inner product with one of length 2")]
fn lengths_that_differ() {
    lanes::dot(&numbers(1, 3).row(0), &tangents(1, 2).row(0));
}

#[test]
#[should_panic(expected = "the mean of an empty array")]
fn the_mean_of_nothing() {
    lanes::mean(&tangents(0, 2));
}
