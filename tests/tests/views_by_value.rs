//! Views of arrays as arguments of differentiated functions.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, ArrayView1, array};

#[differentiate(hessian)]
fn energy(x: ArrayView1<'_, f64>, k: f64) -> f64 {
    x.dot(&x) * k
}

#[differentiate(hessian)]
fn moment(x: &ArrayView1<'_, f64>) -> f64 {
    x.dot(x) * x[0]
}

/// By value and by reference, of a parameter and of parts of an array.
#[differentiate(hessian)]
fn of_views(x: ArrayView1<'_, f64>, m: &Array2<f64>, k: f64) -> f64 {
    let of_rows = energy(m.row(0), k * k) + moment(&m.row(1));
    energy(x, k) * 2.0 + of_rows + energy(x, energy(m.column(1), 1.0))
}

/// The same by a rule.
#[differentiate(derivative = form_partials, hessian)]
fn form(a: ArrayView1<'_, f64>, b: Array1<f64>) -> f64 {
    a.dot(&b) * a.dot(&b)
}

#[differentiate(jvp)]
fn form_partials(a: ArrayView1<'_, f64>, b: Array1<f64>) -> (Array1<f64>, Array1<f64>) {
    let slope = 2.0 * a.dot(&b);
    (&b * slope, &a * slope)
}

type Point = (Array1<f64>, Array2<f64>, f64);

fn gradient((x, m, k): &Point) -> Vec<f64> {
    let (x, m, k) = of_views::gradient(x.view(), m, *k);
    x.into_iter().chain(m).chain([k]).collect()
}

#[test]
fn gradients_and_products_with_the_hessian() {
    let value = |at: &[f64]| {
        let m = Array2::from_shape_vec((2, 2), at[2..6].to_vec()).expect("four numbers");
        of_views(ArrayView1::from(&at[..2]), &m, at[6])
    };
    let at = (array![0.4, -0.7], array![[0.3, 0.9], [1.2, -0.4]], 1.3);
    assert_all_close(&gradient(&at), &differences(value, &[0.4, -0.7, 0.3, 0.9, 1.2, -0.4, 1.3]));
    let (x_dot, m_dot, k_dot) = (array![1.0, 0.5], array![[0.2, -0.3], [0.7, 1.0]], -0.8);
    let (x, m, k) = of_views::hvp(at.0.view(), &at.1, at.2, &x_dot, &m_dot, k_dot);
    let moved = |t: f64| (&at.0 + t * &x_dot, &at.1 + t * &m_dot, at.2 + t * k_dot);
    for (i, ours) in x.into_iter().chain(m).chain([k]).enumerate() {
        assert_close(ours, difference(|t| gradient(&moved(t))[i], 0.0));
    }
}

#[test]
fn of_a_rule() {
    let (a, b) = (array![0.4, -0.7], array![0.2, 1.1]);
    let (a_dot, b_dot) = (array![1.0, 0.5], array![-0.5, 0.6]);
    let gradient = |t: f64| {
        let (a, b) = form::gradient((&a + t * &a_dot).view(), &b + t * &b_dot);
        a.into_iter().chain(b).collect::<Vec<f64>>()
    };
    let (by_a, by_b) = form::hvp(a.view(), b.clone(), &a_dot, &b_dot);
    for (i, ours) in by_a.into_iter().chain(by_b).enumerate() {
        assert_close(ours, difference(|t| gradient(t)[i], 0.0));
    }
}
