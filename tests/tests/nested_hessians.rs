//! Programs that call `g::hessian` of another function, against closed forms and finite differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};

mod numbers {
    use super::*;

    #[differentiate(order = 4)]
    fn g(x: f64, n: usize, y: f64) -> f64 {
        x.powi(n as i32) * y * y + (x * y).sin()
    }

    /// The determinant of the Hessian.
    #[differentiate(hessian)]
    fn curvature(at: &[f64]) -> f64 {
        let h = g::hessian(at[0], 3, at[1]);
        h[0][0] * h[1][1] - h[0][1] * h[1][0]
    }

    #[differentiate(order = 4)]
    fn cube(x: f64) -> f64 {
        x * x * x
    }

    #[differentiate(hessian)]
    fn second(x: f64) -> f64 {
        cube::hessian(x)[0][0] * x
    }

    #[test]
    fn determinants() {
        let at = [0.7, -0.4];
        let ([x, y], xy): ([f64; 2], f64) = (at, at[0] * at[1]);
        let (s, c) = xy.sin_cos();
        let (a, d) = (6.0 * x * y * y - y * y * s, 2.0 * x * x * x - x * x * s);
        let b = 6.0 * x * x * y + c - xy * s;
        assert_close(curvature(&at), a * d - b * b);
        let gradient = curvature::gradient(&at);
        assert_all_close(&gradient, &differences(curvature, &at));
        assert_close(curvature::jvp(&at, &[2.0, -1.0]).1, 2.0 * gradient[0] - gradient[1]);
        let along = |at: &[f64]| {
            let g = curvature::gradient(at);
            2.0 * g[0] - g[1]
        };
        assert_all_close(&curvature::hvp(&at, &[2.0, -1.0]), &differences(along, &at));
    }

    #[test]
    fn of_one_number() {
        // 6x · x
        assert_eq!((second(2.0), second::gradient(2.0)), (24.0, 24.0));
        assert_eq!(second::hessian(2.0), [[12.0]]);
    }
}

mod sequences {
    use super::*;
    use chainrule_tests::functions::valley;

    /// A function of one sequence: the stiffness is fixed.
    #[differentiate(order = 3)]
    fn soft(x: &[f64]) -> f64 {
        valley(x, 3.0)
    }

    /// Newton's decrement without the inverse: gᵀ H g, and the trace, after a step.
    #[differentiate]
    fn decrement(x: &[f64], scale: f64) -> f64 {
        let h = soft::hessian(x);
        let g = soft::gradient(x);
        let mut sum = 0.0;
        for i in 0..g.len() {
            sum += h[[i, i]] * scale;
            for j in 0..g.len() {
                sum += g[i] * h[[i, j]] * g[j];
            }
        }
        sum
    }

    #[differentiate(order = 3)]
    fn fixed<const N: usize>(x: [f64; N]) -> f64 {
        let mut sum = 0.0;
        for i in 0..N {
            sum += x[i] * x[i] * x[N - 1];
        }
        sum
    }

    #[differentiate]
    fn of_fixed(x: [f64; 3]) -> f64 {
        let h = fixed::hessian(x);
        let mut sum = 0.0;
        for i in 0..3 {
            sum += h[i][2] * h[0][i] * x[1];
        }
        sum
    }

    #[test]
    fn matrices() {
        let at = [0.3, 0.5, 0.9];
        let (mut ours, scale_bar) = decrement::gradient(&at, 0.2);
        ours.push(scale_bar);
        let f = |at: &[f64]| decrement(&at[..3], at[3]);
        assert_all_close(&ours, &differences(f, &[0.3, 0.5, 0.9, 0.2]));
        let f = |at: &[f64]| of_fixed(at.try_into().unwrap());
        assert_all_close(&of_fixed::gradient(at), &differences(f, &at));
    }
}
