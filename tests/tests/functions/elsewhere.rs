//! Across modules and crates.

use chainrule::differentiate;
use chainrule_tests::solvers::{self, Motion, bisection, gauss, newton};
use chainrule_tests::{assert_all_close, assert_close, assert_within, differences};

/// Of these names there are others, with other values, where the functions are called.
mod rules {
    use chainrule::differentiate;

    pub(super) const STRIDE: f64 = 0.5;
    const _UNUSED: f64 = 1.0;

    #[differentiate(hessian)]
    pub(super) fn weight(i: usize, x: f64) -> f64 {
        STRIDE * x + i as f64
    }

    pub(super) mod sums {
        use chainrule::differentiate;

        pub(in super::super) const COUNT: usize = 3;

        #[differentiate]
        pub(in super::super) fn weighted(f: impl Fn(f64) -> f64, x: f64) -> f64 {
            use std::f64::consts::PI;

            let mut sum = 0.0;
            for i in 0..COUNT {
                sum += super::weight(i, x) * f(super::STRIDE * i as f64 + x) / PI;
            }
            sum + crate::elsewhere::STRIDE
        }
    }
}

pub(crate) const STRIDE: f64 = 2.0;

#[expect(dead_code, reason = "nothing that is handed over may mean it")]
const COUNT: usize = 100;

#[expect(dead_code, reason = "nothing that is handed over may mean it")]
fn weight(_: usize, x: f64) -> f64 {
    -x
}

use rules::sums::weighted as by_another_name;

#[differentiate(hessian)]
fn imported(x: f64, k: f64) -> f64 {
    by_another_name(|v| (k * v).sin() * STRIDE, x)
}

#[differentiate(hessian)]
fn by_path(x: f64, k: f64) -> f64 {
    rules::sums::weighted(|v| (k * v).sin() * STRIDE, x)
}

#[test]
fn names_are_those_of_the_module() {
    let at = [0.4, 1.2];
    let expected = differences(|at| imported(at[0], at[1]), &at);
    let (x, k) = imported::gradient(at[0], at[1]);
    assert_all_close(&[x, k], &expected);
    assert_eq!(by_path::gradient(at[0], at[1]), (x, k));
    assert_eq!(imported::value_and_gradient(at[0], at[1]).0, imported(at[0], at[1]));
    let hessian = imported::hessian(at[0], at[1]);
    let gradients = differences(|at| imported::gradient(at[0], at[1]).1, &at);
    assert_all_close(&hessian[1], &gradients);
}

#[differentiate(hessian)]
fn energy(k: f64, end: f64) -> f64 {
    gauss(|x| k * x * x.cos(), 0.0, end, 6) + solvers::simpson(|x| (k * x).sin(), 0.0, end)
}

#[differentiate]
fn square_root(a: f64) -> f64 {
    bisection(|x| x * x - a, 0.0, a + 1.0, 60) + newton(|x| x * x - a, |x| 2.0 * x, 1.0, 1e-3)
}

#[differentiate(hessian)]
fn orbit(k: f64, v: f64) -> f64 {
    let mut at = Motion { x: 1.0, v };
    let force = |x: f64| -k / (x * x);
    for _ in 0..5 {
        at = solvers::leapfrog(&force, at, 0.1);
    }
    at.x * at.v
}

#[test]
fn functions_of_another_crate() {
    let at = [0.8, 1.3];
    let (k, end) = energy::gradient(at[0], at[1]);
    assert_all_close(&[k, end], &differences(|at| energy(at[0], at[1]), &at));
    let hessian = energy::hessian(at[0], at[1]);
    assert_all_close(&hessian[0], &differences(|at| energy::gradient(at[0], at[1]).0, &at));
    let (k, v) = orbit::gradient(at[0], at[1]);
    assert_all_close(&[k, v], &differences(|at| orbit(at[0], at[1]), &at));
    let (_, dot) = orbit::jvp(at[0], at[1], 1.0, 2.0);
    assert_close(dot, k + 2.0 * v);
    // What halving finds is an end of the first interval, halved: its slope is a part of 1.
    let slope = square_root::gradient(2.0);
    assert_within(square_root(2.0), 2.0 * 2.0_f64.sqrt(), 1e-6);
    assert!(slope > 0.3, "{slope}");
}

mod without_imports {
    use chainrule_tests::solvers;

    #[chainrule::differentiate]
    pub(super) fn rows(m: &ndarray::Array2<f64>, k: f64) -> f64 {
        solvers::over_rows(|row| row.mapv(|x| k * x * x), m)
    }
}

#[test]
fn arrays_in_another_crate() {
    let at = [0.4, 0.7, 0.3, -0.2, 0.8];
    let matrix = |at: &[f64]| ndarray::Array2::from_shape_fn((2, 2), |(i, j)| at[2 * i + j]);
    let (m, k) = without_imports::rows::gradient(&matrix(&at), at[4]);
    let ours: Vec<f64> = m.iter().copied().chain([k]).collect();
    let expected = differences(|at| without_imports::rows(&matrix(at), at[4]), &at);
    assert_all_close(&ours, &expected);
}
