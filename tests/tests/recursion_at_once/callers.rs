//! Those that call a function that calls itself, and functions that call each other.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

use super::{allocations, point};

#[differentiate]
fn horner(c: &[f64], x: f64, i: usize) -> f64 {
    if i + 1 == c.len() { c[i] } else { c[i] + x * horner(c, x, i + 1) }
}

/// Both halves are one call in a loop too, where the factor is known.
#[differentiate]
fn weighted(c: &[f64], w: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..w.len() {
        total += w[i] * horner(c, 0.5 + i as f64, 0);
    }
    total
}

/// The factor is the error, which is known after the value.
#[differentiate]
fn squares(c: &[f64], w: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..w.len() {
        let error = horner(c, 0.5 + 0.1 * i as f64, 0) - w[i];
        total += error * error;
    }
    total
}

#[test]
fn in_loops() {
    let x = point(7);
    for f in [(weighted as fn(&[f64], &[f64]) -> f64, true), (squares, false)] {
        let right = differences(|x| f.0(&x[..4], &x[4..]), &x);
        let gradient = || match f.1 {
            true => weighted::gradient(&x[..4], &x[4..]),
            false => squares::gradient(&x[..4], &x[4..]),
        };
        let (c_bar, w_bar) = gradient();
        assert_all_close(&[c_bar, w_bar].concat(), &right);
    }
    assert_eq!(allocations(|| weighted::gradient(&x[..4], &x[4..])), 2);
}

/// Two that call each other, and a third that is not one of them.
#[differentiate]
mod ring {
    pub fn even(x: &[f64], n: usize) -> f64 {
        if n == 0 { x[0] * x[0] } else { x[1] * odd(x, n - 1) + leaf(x[2]) }
    }

    pub fn odd(x: &[f64], n: usize) -> f64 {
        let mut sum = x[3];
        for i in 0..n.min(2) {
            sum += x[i] * even(x, n - 1);
        }
        sum
    }

    pub fn leaf(x: f64) -> f64 {
        x.sin() * x
    }
}

#[test]
fn functions_of_one_module() {
    let x = point(4);
    for n in 0..6 {
        assert_all_close(&ring::even::gradient(&x, n), &differences(|x| ring::even(x, n), &x));
        assert_all_close(&ring::odd::gradient(&x, n), &differences(|x| ring::odd(x, n), &x));
        assert_eq!(allocations(|| ring::even::gradient(&x, n)), 1);
        assert_eq!(allocations(|| ring::odd::gradient(&x, n)), 1);
    }
}

/// Outside a module nobody knows of the other's calls when it tells of its own.
#[differentiate]
fn here(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] * x[0] } else { x[1] * there(x, n - 1) + x[2] }
}

#[differentiate]
fn there(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[2] } else { x[0] * here(x, n - 1) + x[1] }
}

#[test]
fn two_that_call_each_other() {
    let x = point(3);
    for n in 0..6 {
        assert_all_close(&here::gradient(&x, n), &differences(|x| here(x, n), &x));
        assert_all_close(&there::gradient(&x, n), &differences(|x| there(x, n), &x));
    }
}

#[derive(Differentiable)]
struct Series {
    terms: Vec<f64>,
    at: f64,
}

#[differentiate]
impl Series {
    fn from(&self, i: usize) -> f64 {
        if i == self.terms.len() { 0.0 } else { self.terms[i] + self.at * self.from(i + 1) }
    }

    fn up(&self, i: usize, x: f64) -> f64 {
        if i == 0 { x } else { self.terms[0] * self.down(i - 1, x * self.at) }
    }

    fn down(&self, i: usize, x: f64) -> f64 {
        self.at * self.up(i, x + 1.0) - x
    }
}

#[test]
fn methods() {
    let x = point(5);
    let series = |x: &[f64]| Series { terms: x[..4].to_vec(), at: x[4] };
    let flat = |bar: <Series as Differentiable>::Cotangent| [bar.terms, vec![bar.at]].concat();
    let right = differences(|x| series(x).from(0), &x);
    assert_all_close(&flat(Series::from_gradient(&series(&x), 0)), &right);
    for i in 0..4 {
        let right = differences(|x| series(x).up(i, x[1]), &x);
        let (bar, by_value) = Series::up_gradient(&series(&x), i, x[1]);
        let mut bars = flat(bar);
        bars[1] += by_value;
        assert_all_close(&bars, &right);
    }
    let at = series(&x);
    assert_eq!(allocations(|| Series::from_gradient(&at, 0)), 1);
    assert_eq!(allocations(|| Series::up_gradient(&at, 3, 0.5)), 1);
}

/// With second derivatives.
#[differentiate(hessian)]
fn curved(c: &[f64], x: f64, i: usize) -> f64 {
    if i + 1 == c.len() { c[i] * x } else { c[i].sin() + x * curved(c, x, i + 1) * c[0] }
}

/// A caller without.
#[differentiate]
fn calls_it(c: &[f64], x: f64) -> f64 {
    x * curved(c, x, 0) + c[0]
}

#[test]
fn second_derivatives() {
    let c = point(4);
    let along = [0.3, -0.7, 0.2, 0.9];
    let slope = |at: &[f64]| {
        let (c_bar, x_bar) = curved::gradient(&at[..4], at[4], 0);
        c_bar.iter().zip(&along).map(|(a, b)| a * b).sum::<f64>() - 0.4 * x_bar
    };
    let (c_dot, x_dot) = curved::hvp(&c, 1.3, 0, &along, -0.4);
    let at = [c.as_slice(), &[1.3]].concat();
    assert_all_close(&[c_dot, vec![x_dot]].concat(), &differences(slope, &at));
    let (c_bar, x_bar) = calls_it::gradient(&c, 1.3);
    let right = differences(|at| calls_it(&at[..4], at[4]), &at);
    assert_all_close(&[c_bar, vec![x_bar]].concat(), &right);
}

#[differentiate(checkpoint)]
fn computed_again(x: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] } else { x[n].sin() * computed_again(x, n - 1) }
}

#[differentiate(wrt(x))]
fn in_one_of_them(x: &[f64], w: &[f64], n: usize) -> f64 {
    if n == 0 { x[0] * w[0] } else { w[n] * in_one_of_them(x, w, n - 1) + x[n] }
}

/// Called by the name of the handle.
#[differentiate(name = of_renamed)]
fn renamed(x: f64, n: usize) -> f64 {
    if n == 0 { x * x } else { x * renamed(x, n - 1) }
}

#[test]
fn options() {
    let x = point(4);
    assert_all_close(&computed_again::gradient(&x, 3), &differences(|x| computed_again(x, 3), &x));
    let w = point(6);
    let right = differences(|x| in_one_of_them(x, &w, 3), &x);
    assert_all_close(&in_one_of_them::gradient(&x, &w, 3), &right);
    assert_eq!(allocations(|| in_one_of_them::gradient(&x, &w, 3)), 1);
    assert_close(of_renamed::gradient(1.2, 3), 5.0 * 1.2_f64.powi(4));
    assert_eq!(allocations(|| of_renamed::gradient(1.2, 3)), 0);
}
