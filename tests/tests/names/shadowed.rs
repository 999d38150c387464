//! Names of the standard library that the user has given to something else.

/// All of these are in scope where the code is generated.
mod scope {
    #![allow(dead_code, unused_macros)]

    use chainrule::{Differentiable, differentiate};
    use ndarray::{Array1, Array2};

    pub struct Vec;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Box;
    pub struct String;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct Iterator;
    pub struct Default;
    pub struct Clone;
    pub struct Debug;
    pub struct PartialEq;
    pub struct Copy;
    pub struct Send;
    pub struct Drop;
    pub struct Into;
    pub struct From;
    pub struct ToString;
    pub struct ToOwned;
    pub struct IntoIterator;
    pub struct Extend;

    mod std {}
    mod core {}
    mod alloc {}
    mod ndarray_ {}
    mod chainrule_ {}

    macro_rules! vec {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! matches {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! assert {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! assert_eq {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! debug_assert {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! panic {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }
    macro_rules! unreachable {
        ($($t:tt)*) => {
            compile_error!("not this one")
        };
    }

    #[derive(Differentiable)]
    pub struct Model {
        pub weights: [f64; 2],
        pub bias: f64,
    }

    /// A loop that keeps numbers and flags, with an early exit.
    #[differentiate(hessian)]
    pub fn kept(x: f64, n: usize) -> f64 {
        let mut y = x;
        for i in 0..n {
            if i == 7 {
                break;
            }
            y = if y > 1.5 { y.sin() * y } else { y * y + 0.3 };
        }
        y
    }

    /// Slices, and vectors made and refilled.
    #[differentiate(hessian, lanes)]
    pub fn slices(x: &[f64], n: usize) -> f64 {
        let mut sum = 0.0;
        for _ in 0..n {
            let mut y = x.to_vec();
            for i in 1..y.len() {
                y[i] = y[i - 1] * y[i];
            }
            sum += y.iter().map(|e| e * e).sum::<f64>();
        }
        sum
    }

    /// Values of a branch that are kept.
    #[differentiate(hessian)]
    pub fn branch(x: f64, y: &f64) -> f64 {
        let z = if x > 0.0 { slices(&[x, *y], 2).exp() } else { *y };
        z * x
    }

    /// Patterns.
    #[differentiate]
    pub fn pattern(x: f64, k: u32) -> f64 {
        match k {
            0 => x,
            1 | 2 => x * x,
            n if n > 10 => x.cos(),
            _ => 1.0 / x,
        }
    }

    /// A recursion, whose residuals are boxed.
    #[differentiate(hessian)]
    pub fn power(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }

    /// Arrays, and a Jacobian.
    #[differentiate(jacobian)]
    pub fn arrays(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        let mut y = a.dot(x);
        for i in 0..y.len() {
            y[i] = y[i].tanh() * x[0];
        }
        y
    }

    /// A struct.
    #[differentiate]
    pub fn model(m: &Model, x: f64) -> f64 {
        let terms = [m.weights[0] * x, m.weights[1] * x * x];
        terms[0] * terms[1] + m.bias
    }

    fn slope(x: &[f64], k: f64) -> (::std::vec::Vec<f64>, f64) {
        (x.iter().map(|x| k * x).collect(), x.iter().map(|x| x * x / 2.0).sum())
    }

    /// A rule.
    #[differentiate(derivative = slope)]
    pub fn ruled(x: &[f64], k: f64) -> f64 {
        x.iter().map(|x| x * x).sum::<f64>() * k / 2.0
    }

    #[differentiate]
    pub fn by_rule(x: &[f64], k: f64) -> f64 {
        ruled(x, k) * k
    }
}

use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::array;
use scope::*;

#[test]
fn derivatives_are_right_all_the_same() {
    assert_close(kept::gradient(0.8, 9), difference(|x| kept(x, 9), 0.8));
    assert_close(kept::hessian(0.8, 9)[0][0], difference(|x| kept::gradient(x, 9), 0.8));
    let x = [0.3, -0.7, 1.1];
    assert_all_close(&slices::gradient(&x, 2), &differences(|x| slices(x, 2), &x));
    let (x_bar, y_bar) = branch::gradient(0.4, &0.6);
    assert_close(x_bar, difference(|x| branch(x, &0.6), 0.4));
    assert_close(y_bar, difference(|y| branch(0.4, &y), 0.6));
    for k in [0, 2, 5, 11] {
        assert_close(pattern::gradient(0.6, k), difference(|x| pattern(x, k), 0.6));
    }
    assert_close(power::gradient(0.9, 3), 3.0 * 0.81);
    assert_close(power::hessian(0.9, 3)[0][0], 6.0 * 0.9);
}

#[test]
fn of_compounds_too() {
    let (a, x) = (array![[0.2, -0.4], [0.5, 0.1]], array![0.3, 0.9]);
    let jacobian = arrays::jacobian(&a, &x);
    let last = |x1: f64| arrays(&a, &array![0.3, x1])[1];
    assert_close(jacobian[[1, 5]], difference(last, 0.9));
    let m = Model { weights: [0.5, 2.0], bias: 1.0 };
    let (m_bar, x_bar) = model::gradient(&m, 0.5);
    // w₀ w₁ x³ + b
    assert_close(x_bar, 0.75);
    assert_all_close(&m_bar.weights, &[0.25, 0.0625]);
    let (x_bar, k_bar) = by_rule::gradient(&[1.0, 2.0], 3.0);
    assert_all_close(&x_bar, &[9.0, 18.0]);
    assert_close(k_bar, 15.0);
}
