//! Derivatives of programs that take derivatives, against closed forms.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};

/// d/dx [x · d/dy (x + y)] is 1: the two tangents must not be taken for one (Siskind and Pearlmutter,
/// 2005).
mod confusion {
    use super::*;

    #[differentiate(order = 3)]
    fn sum(x: f64, y: f64) -> f64 {
        x + y
    }

    #[differentiate(order = 2)]
    fn by_reverse(x: f64) -> f64 {
        let (_, slope) = sum::gradient(x, 1.0);
        x * slope
    }

    #[differentiate(order = 2)]
    fn by_forward(x: f64) -> f64 {
        x * sum::jvp(x, 1.0, 0.0, 1.0).1
    }

    #[test]
    fn tangents_are_kept_apart() {
        assert_eq!(by_reverse::gradient(1.0), 1.0);
        assert_eq!(by_reverse::jvp(1.0, 1.0), (1.0, 1.0));
        assert_eq!(by_forward::gradient(1.0), 1.0);
        assert_eq!(by_forward::jvp(1.0, 1.0), (1.0, 1.0));
        assert_eq!(by_reverse::hessian(1.0), [[0.0]]);
        assert_eq!(by_forward::hessian(1.0), [[0.0]]);
    }
}

/// x² sin x and its derivatives of any order, by nesting.
mod chain {
    use super::*;

    #[differentiate(order = 4)]
    fn f(x: f64) -> f64 {
        x.sin() * x * x
    }

    #[differentiate(order = 3)]
    fn first(x: f64) -> f64 {
        f::gradient(x)
    }

    #[differentiate(order = 2)]
    fn second(x: f64) -> f64 {
        first::gradient(x)
    }

    #[differentiate(jvp)]
    fn third(x: f64) -> f64 {
        second::gradient(x)
    }

    #[differentiate(order = 2)]
    fn first_forward(x: f64) -> f64 {
        f::jvp(x, 1.0).1
    }

    #[differentiate(jvp)]
    fn second_forward(x: f64) -> f64 {
        let (_, slope) = first_forward::jvp(x, 1.0);
        slope
    }

    #[differentiate(jvp)]
    fn second_by_hvp(x: f64) -> f64 {
        f::hvp(x, 1.0)
    }

    #[differentiate(jvp)]
    fn both(x: f64) -> f64 {
        let (value, slope) = f::value_and_gradient(x);
        value * slope
    }

    /// The derivatives 0 to 4.
    fn expected(x: f64) -> [f64; 5] {
        let (s, c) = x.sin_cos();
        [
            x * x * s,
            2.0 * x * s + x * x * c,
            (2.0 - x * x) * s + 4.0 * x * c,
            (6.0 - x * x) * c - 6.0 * x * s,
            (x * x - 12.0) * s - 8.0 * x * c,
        ]
    }

    #[test]
    fn each_order_is_the_derivative_of_the_last() {
        for x in [-1.3, 0.0, 0.7, 2.9] {
            let [value, d1, d2, d3, d4] = expected(x);
            assert_all_close(&[f(x), first(x), second(x), third(x)], &[value, d1, d2, d3]);
            assert_close(third::gradient(x), d4);
            assert_close(third::jvp(x, 1.0).1, d4);
            assert_all_close(&[first::hessian(x)[0][0], second::jvp(x, 2.0).1], &[d3, 2.0 * d3]);
            assert_close(second::hessian(x)[0][0], d4);
            assert_all_close(&[first_forward(x), first_forward::gradient(x)], &[d1, d2]);
            assert_close(first_forward::hessian(x)[0][0], d3);
            assert_all_close(&[second_forward(x), second_forward::gradient(x)], &[d2, d3]);
            assert_close(second_forward::jvp(x, 1.0).1, d3);
            assert_all_close(&[second_by_hvp(x), second_by_hvp::gradient(x)], &[d2, d3]);
            assert_close(second_by_hvp::jvp(x, 1.0).1, d3);
            assert_close(both::gradient(x), d1 * d1 + value * d2);
            assert_close(both::jvp(x, 1.0).1, d1 * d1 + value * d2);
        }
    }
}

/// The gradient of a function of slices in the loops of another, with captured active values.
mod slices {
    use super::*;
    use chainrule_tests::functions::valley;

    /// The squared slope after some steps downhill.
    #[differentiate(order = 2)]
    fn descended(x: &[f64], step: f64, n: usize) -> f64 {
        let mut at = x.to_vec();
        let mut total = 0.0;
        for _ in 0..n {
            let (slope, _) = valley::gradient(&at, 2.0);
            for i in 0..at.len() {
                at[i] -= step * slope[i];
            }
            total += slope[0] * slope[0];
        }
        if n > 2 { total + valley(&at, 2.0) } else { total }
    }

    /// gᵀ H g by one product with the Hessian.
    #[differentiate(jvp)]
    fn curvature(x: &[f64], stiffness: f64) -> f64 {
        let (g, along) = valley::gradient(x, stiffness);
        let (h, _) = valley::hvp(x, stiffness, &g, 0.0);
        let mut sum = along;
        for i in 0..g.len() {
            sum += g[i] * h[i];
        }
        sum
    }

    #[test]
    fn descent_is_differentiated_through_its_gradients() {
        let at = [0.3, 0.5, 0.9, 0.1];
        for n in [0, 1, 2, 3, 6] {
            let f = |at: &[f64]| descended(&at[..3], at[3], n);
            let (mut ours, step_bar) = descended::gradient(&at[..3], at[3], n);
            ours.push(step_bar);
            assert_all_close(&ours, &differences(f, &at));
            let direction = [0.4, -0.2, 0.7, 0.3];
            let (value, dot) = descended::jvp(&at[..3], at[3], n, &direction[..3], direction[3]);
            assert_eq!(value, f(&at));
            assert_close(dot, ours.iter().zip(direction).map(|(a, b)| a * b).sum());
            let (mut second, step_second) =
                descended::hvp(&at[..3], at[3], n, &direction[..3], direction[3]);
            second.push(step_second);
            let along = |at: &[f64]| {
                let (x_bar, step_bar) = descended::gradient(&at[..3], at[3], n);
                let sum: f64 = x_bar.iter().zip(direction).map(|(a, b)| a * b).sum();
                sum + step_bar * direction[3]
            };
            assert_all_close(&second, &differences(along, &at));
        }
    }

    #[test]
    fn products_with_the_hessian_are_differentiated() {
        let at = [0.3, 0.5, 0.9, 1.7];
        let f = |at: &[f64]| curvature(&at[..3], at[3]);
        let (mut ours, bar) = curvature::gradient(&at[..3], at[3]);
        ours.push(bar);
        assert_all_close(&ours, &differences(f, &at));
        let (_, dot) = curvature::jvp(&at[..3], at[3], &[0.4, -0.2, 0.7], 0.3);
        let direction = [0.4, -0.2, 0.7, 0.3];
        assert_close(dot, ours.iter().zip(direction).map(|(a, b)| a * b).sum());
    }
}
