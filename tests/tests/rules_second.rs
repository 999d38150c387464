//! Second and higher derivatives of functions whose partial derivatives the user has written: they go
//! through those, which are differentiated in forward mode.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// The root of x⁵ + a x + b, found by Newton's method.
#[differentiate(derivative = root_partials, hessian)]
fn root(a: f64, b: f64) -> f64 {
    let mut x = 0.0_f64;
    loop {
        let step = (x.powi(5) + a * x + b) / (5.0 * x.powi(4) + a);
        x -= step;
        if step.abs() < 1e-15 * x.abs().max(1.0) {
            return x;
        }
    }
}

/// By the implicit function theorem: dx/da = −x / (5x⁴ + a), dx/db = −1 / (5x⁴ + a).
#[differentiate(jvp)]
fn root_partials(a: f64, b: f64) -> (f64, f64) {
    let x = root(a, b);
    let slope = 5.0 * x.powi(4) + a;
    (-x / slope, -1.0 / slope)
}

#[test]
fn the_hessian_of_a_root() {
    let (a, b) = (1.3, 0.7);
    let hessian = root::hessian(a, b);
    let by_a = differences(|at| root::gradient(at[0], at[1]).0, &[a, b]);
    let by_b = differences(|at| root::gradient(at[0], at[1]).1, &[a, b]);
    assert_all_close(&hessian[0], &by_a);
    assert_all_close(&hessian[1], &by_b);
    assert_close(hessian[0][1], hessian[1][0]);
}

/// The fixed point x = cos(a x), found by iteration.
#[differentiate(derivative = fixed_partial, hessian)]
fn fixed(a: f64) -> f64 {
    let mut x = 0.5;
    for _ in 0..500 {
        x = f64::cos(a * x);
    }
    x
}

/// x' = −sin(a x) (x + a x')
#[differentiate(jvp)]
fn fixed_partial(a: f64) -> f64 {
    let x = fixed(a);
    let sine = (a * x).sin();
    -sine * x / (1.0 + a * sine)
}

#[test]
fn the_second_derivative_of_a_fixed_point() {
    let second = difference(fixed::gradient, 0.9);
    assert_close(fixed::hessian(0.9)[0][0], second);
    assert_close(fixed::hvp(0.9, -2.0), -2.0 * second);
    assert_eq!(fixed::jvp(0.9, 2.0), (fixed(0.9), 2.0 * fixed::gradient(0.9)));
}

/// Partial derivatives that are derivatives of another function.
mod of_a_gradient {
    use super::*;

    #[differentiate(order = 2)]
    fn round(load: f64, demand: f64) -> f64 {
        demand / (1.0 + load * load)
    }

    #[differentiate(derivative = balance_slope, hessian, checkpoint)]
    fn balance(demand: f64) -> f64 {
        let mut load = 0.0;
        for _ in 0..200 {
            load = round(load, demand);
        }
        load
    }

    #[differentiate(jvp)]
    fn balance_slope(demand: f64) -> f64 {
        let (by_load, by_demand) = round::gradient(balance(demand), demand);
        by_demand / (1.0 - by_load)
    }

    #[test]
    fn the_fixed_point_of_a_differentiated_function() {
        assert_close(balance::gradient(0.9), difference(balance, 0.9));
        assert_close(balance::hessian(0.9)[0][0], difference(balance::gradient, 0.9));
    }
}

/// Functions without a derivative of their own, called wherever a call may stand.
#[differentiate(hessian)]
fn of_roots(a: f64, b: f64, n: usize) -> f64 {
    let mut total = a;
    for i in 0..n {
        total += root(a + total * total, b * i as f64) * a;
        if total > 1.2 {
            total = fixed(0.3 * total) + root(total, total);
        }
    }
    let scaled: Vec<f64> = [a, b, total].iter().map(|x| fixed(0.2 * x * x)).collect();
    total * scaled[0] + scaled[1] * scaled[2]
}

#[test]
fn in_loops_branches_and_closures() {
    for n in [0, 1, 4] {
        let at = [0.8, 0.5];
        let gradient = |at: &[f64]| of_roots::gradient(at[0], at[1], n);
        let (a_bar, b_bar) = gradient(&at);
        assert_all_close(&[a_bar, b_bar], &differences(|at| of_roots(at[0], at[1], n), &at));
        let hessian = of_roots::hessian(at[0], at[1], n);
        assert_all_close(&hessian[0], &differences(|at| gradient(at).0, &at));
        assert_all_close(&hessian[1], &differences(|at| gradient(at).1, &at));
        assert_close(hessian[0][1], hessian[1][0]);
    }
}

/// Derivatives of any order, against closed forms.
mod orders {
    use super::*;

    /// x³ + a² x
    #[differentiate(derivative = cubic_slopes, order = 4)]
    fn cubic(x: f64, a: f64) -> f64 {
        x * (x * x + a * a)
    }

    #[differentiate(order = 3)]
    fn cubic_slopes(x: f64, a: f64) -> (f64, f64) {
        (3.0 * x * x + a * a, 2.0 * a * x)
    }

    /// The gradient along (1, 0), and so on.
    #[differentiate(order = 3)]
    fn first(x: f64, a: f64) -> f64 {
        cubic::gradient(x, a).0
    }

    #[differentiate(order = 2)]
    fn second(x: f64, a: f64) -> f64 {
        let (_, by_a) = first::gradient(x, a);
        by_a
    }

    #[differentiate(jvp)]
    fn third(x: f64, a: f64) -> f64 {
        second::gradient(x, a).1 + second::jvp(x, a, 1.0, 1.0).1 - 2.0
    }

    #[test]
    fn of_a_polynomial() {
        let (x, a) = (0.7, 1.3);
        assert_close(cubic::jvp2(x, a, 1.0, 2.0, 0.5, 1.0, 0.0, 0.0).3, second_along(x, a));
        assert_eq!(cubic::hessian(x, a), [[6.0 * x, 2.0 * a], [2.0 * a, 2.0 * x]]);
        assert_close(first(x, a), 3.0 * x * x + a * a);
        assert_eq!(first::hessian(x, a), [[6.0, 0.0], [0.0, 2.0]]);
        assert_close(second(x, a), 2.0 * a);
        assert_eq!(second::gradient(x, a), (0.0, 2.0));
        assert_eq!(third(x, a), 2.0);
        assert_eq!(third::jvp(x, a, 1.0, 1.0), (2.0, 0.0));
    }

    /// u · H v for u = (1, 2) and v = (0.5, 1).
    fn second_along(x: f64, a: f64) -> f64 {
        6.0 * x * 0.5 + 2.0 * a * (1.0 + 2.0 * 0.5) + 2.0 * x * 2.0
    }

    /// eˣ, which is its own derivative.
    #[differentiate(derivative = growth, order = 4)]
    fn growth(x: f64) -> f64 {
        x.exp()
    }

    /// e to the power of 2x, by a rule that goes back to the function.
    #[differentiate(derivative = squared_slope, order = 3)]
    fn squared(x: f64) -> f64 {
        (x + x).exp()
    }

    #[differentiate(order = 2)]
    fn squared_slope(x: f64) -> f64 {
        2.0 * squared(x)
    }

    /// Each derivative by the next rule.
    #[differentiate(derivative = cube_slope, order = 3, name = cube_derivatives)]
    fn cube(x: f64) -> f64 {
        x * x * x
    }

    #[differentiate(derivative = cube_second, order = 2)]
    fn cube_slope(x: f64) -> f64 {
        3.0 * x * x
    }

    #[differentiate(jvp)]
    fn cube_second(x: f64) -> f64 {
        6.0 * x
    }

    #[test]
    fn rules_of_rules() {
        let all = cube_derivatives::jvp3(2.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0);
        assert_eq!((all.0, all.1, all.3, all.7), (8.0, 12.0, 12.0, 6.0));
        assert_eq!(cube_derivatives::hessian(2.0), [[12.0]]);
    }

    #[differentiate(order = 3)]
    fn growth_first(x: f64) -> f64 {
        growth::gradient(x)
    }

    #[differentiate(order = 2)]
    fn growth_second(x: f64) -> f64 {
        let (value, slope) = growth_first::value_and_gradient(x);
        0.25 * value + 0.75 * slope
    }

    #[differentiate(order = 1, jvp)]
    fn growth_third(x: f64) -> f64 {
        growth_second::jvp(x, 1.0).1
    }

    #[test]
    fn of_exponentials() {
        let e = 0.6_f64.exp();
        let (first, second, third) = (e, e, e);
        let (y, y1, y2, y12) = growth::jvp2(0.6, 1.0, 1.0, 0.0);
        assert_all_close(&[y, y1, y2, y12], &[e, first, first, second]);
        let all = growth::jvp3(0.6, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0);
        assert_all_close(&[all.0, all.3, all.7], &[e, second, third]);
        assert_close(growth::hessian(0.6)[0][0], second);
        assert_close(growth_third(0.6), third);
        assert_close(growth_third::gradient(0.6), e);
        assert_close(squared::hessian(0.3)[0][0], 4.0 * e);
        let all = squared::jvp3(0.3, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0);
        assert_all_close(&[all.0, all.1, all.3, all.7], &[e, 2.0 * e, 4.0 * e, 8.0 * e]);
    }
}

/// Slices, arrays of both kinds, and what has no derivative.
mod compounds {
    use ndarray::{Array1, Array2, ArrayView1, array};

    use super::*;

    /// scale · Σ xᵢ² w_k² vᵢ, by hand.
    #[differentiate(derivative = form_partials, hessian)]
    fn form(x: &[f64], _n: usize, w: &Array1<f64>, scale: f64, v: [f64; 2]) -> f64 {
        let squares = |x: &f64| x * x;
        let x: f64 = x.iter().zip(v).map(|(x, v)| x * x * v).sum();
        scale * x * w.iter().map(squares).sum::<f64>()
    }

    #[differentiate(jvp)]
    fn form_partials(
        x: &[f64],
        n: usize,
        w: &Array1<f64>,
        scale: f64,
        v: [f64; 2],
    ) -> (Vec<f64>, Array1<f64>, f64, [f64; 2]) {
        assert_eq!(n, 7);
        let of_w = w.dot(w);
        let mut of_x = 0.0;
        for i in 0..2 {
            of_x += x[i] * x[i] * v[i];
        }
        let factor = scale * of_w;
        let x_bar: Vec<f64> = (0..x.len()).map(|i| 2.0 * factor * x[i] * v[i]).collect();
        let v_bar = [factor * x[0] * x[0], factor * x[1] * x[1]];
        (x_bar, w * (2.0 * scale * of_x), of_w * of_x, v_bar)
    }

    fn flat(bars: (Vec<f64>, Array1<f64>, f64, [f64; 2])) -> Vec<f64> {
        let (x, w, scale, v) = bars;
        x.into_iter().chain(w).chain([scale]).chain(v).collect()
    }

    fn gradient(at: &[f64]) -> Vec<f64> {
        let w = Array1::from(at[2..4].to_vec());
        flat(form::gradient(&at[..2], 7, &w, at[4], [at[5], at[6]]))
    }

    #[test]
    fn products_with_the_hessian() {
        let at = [0.3, -0.8, 0.5, 1.1, 1.7, 0.4, -0.9];
        let (x, w, v) = ([0.3, -0.8], array![0.5, 1.1], [0.4, -0.9]);
        for i in 0..7 {
            let mut unit = [0.0; 7];
            unit[i] = 1.0;
            let w_dot = Array1::from(unit[2..4].to_vec());
            let v_dot = [unit[5], unit[6]];
            let row = form::hvp(&x, 7, &w, 1.7, v, &unit[..2], &w_dot, unit[4], &v_dot);
            let row = flat(row);
            assert_all_close(&row, &differences(|at| gradient(at)[i], &at));
        }
    }

    /// With parameters that are left out, marked or not among `wrt`.
    #[differentiate(derivative = left_partials, wrt(x, scale), hessian)]
    fn left(x: Vec<f64>, other: &[f64], scale: f64, k: f64) -> f64 {
        x.iter().zip(other).map(|(x, o)| x * x * o).sum::<f64>() * scale * scale * k
    }

    #[differentiate(jvp, wrt(x, scale, k))]
    fn left_partials(x: Vec<f64>, other: &[f64], scale: f64, k: f64) -> (Vec<f64>, f64) {
        let mut total = 0.0;
        for i in 0..x.len() {
            total += x[i] * x[i] * other[i];
        }
        let factor = 2.0 * scale * scale * k;
        let x_bar: Vec<f64> = x.iter().zip(other).map(|(x, o)| x * o * factor).collect();
        (x_bar, 2.0 * scale * k * total)
    }

    #[test]
    fn some_parameters_are_left_out() {
        let at = [0.3, -0.8, 1.7];
        let other = [0.5, 1.5];
        let gradient = |at: &[f64]| {
            let (mut bar, scale) = left::gradient(at[..2].to_vec(), &other, at[2], 2.0);
            bar.push(scale);
            bar
        };
        for i in 0..3 {
            let mut unit = [0.0; 3];
            unit[i] = 1.0;
            let x = at[..2].to_vec();
            let (mut row, last) = left::hvp(x, &other, 1.7, 2.0, &unit[..2], unit[2]);
            row.push(last);
            assert_all_close(&row, &differences(|at| gradient(at)[i], &at));
        }
    }

    /// A matrix and a view.
    #[differentiate(derivative = bilinear_partials, hessian)]
    fn bilinear(a: &Array2<f64>, x: &ArrayView1<'_, f64>) -> f64 {
        x.dot(&a.dot(x))
    }

    #[differentiate(jvp)]
    fn bilinear_partials(a: &Array2<f64>, x: &ArrayView1<'_, f64>) -> (Array2<f64>, Array1<f64>) {
        let column = x.insert_axis(ndarray::Axis(1));
        let row = x.insert_axis(ndarray::Axis(0));
        (column.dot(&row), a.dot(x) + a.t().dot(x))
    }

    #[test]
    fn matrices_and_views() {
        let (a, x) = (array![[1.0, 2.0], [-0.5, 0.3]], array![0.7, -0.4]);
        let (a_dot, x_dot) = (array![[0.2, 0.1], [0.6, -1.0]], array![1.0, 0.5]);
        let (a_bar, x_bar) = bilinear::hvp(&a, &x.view(), &a_dot, &x_dot);
        let moved = |h: f64| {
            let x = &x + h * &x_dot;
            let (a_bar, x_bar) = bilinear::gradient(&(&a + h * &a_dot), &x.view());
            a_bar.into_iter().chain(x_bar).collect::<Vec<_>>()
        };
        for (i, ours) in a_bar.iter().chain(&x_bar).enumerate() {
            assert_close(*ours, difference(|h| moved(h)[i], 0.0));
        }
    }

    /// One slice, whose Hessian is a matrix.
    #[differentiate(derivative = product_partials, order = 3, jacobian)]
    fn product(x: &[f64]) -> f64 {
        x.iter().product()
    }

    #[differentiate(order = 2)]
    fn product_partials(x: &[f64]) -> Vec<f64> {
        let mut partials = vec![1.0; x.len()];
        for i in 0..x.len() {
            for j in 0..x.len() {
                if i != j {
                    partials[i] *= x[j];
                }
            }
        }
        partials
    }

    /// x₁ x₂ + x₀ x₂ + x₀ x₁, and its Hessian: third derivatives of the product.
    #[differentiate(hessian)]
    fn sum_of_products(x: &[f64]) -> f64 {
        product::gradient(x).iter().sum()
    }

    #[test]
    fn the_hessian_of_a_slice() {
        let [a, b, c] = [0.3, -0.8, 1.7];
        let at = [a, b, c];
        let expected = array![[0.0, c, b], [c, 0.0, a], [b, a, 0.0]];
        assert_all_close(
            &product::hessian(&at).into_raw_vec_and_offset().0,
            expected.as_slice().unwrap(),
        );
        assert_eq!(product::jacobian(&at), array![[b * c, a * c, a * b]]);
        assert_all_close(&sum_of_products::gradient(&at), &[b + c, a + c, a + b]);
        assert_eq!(sum_of_products::hessian(&at), 1.0 - Array2::<f64>::eye(3));
    }

    /// A matrix that the user may take too short.
    #[differentiate(derivative = shortened, hessian)]
    fn whole(x: &[f64]) -> f64 {
        x.iter().map(|x| x * x).sum()
    }

    #[differentiate(jvp)]
    fn shortened(x: &[f64]) -> Vec<f64> {
        x[..1].to_vec()
    }

    #[test]
    #[should_panic(expected = "the partial derivatives with respect to `x`")]
    fn too_few_partial_derivatives() {
        whole::hvp(&[1.0, 2.0], &[1.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "the partial derivatives with respect to `x`")]
    fn too_few_for_a_tangent() {
        whole::jvp(&[1.0, 2.0], &[1.0, 0.0]);
    }
}

/// Both precisions.
mod precisions {
    use chainrule::Float;

    use super::*;

    #[differentiate(derivative = mixed_partials, hessian, lanes)]
    fn mixed<T: Float, const N: usize>(x: [T; N], a: T) -> T {
        let mut total = T::from_f64(0.0);
        for x in x {
            total += x * x * x;
        }
        total * a * a
    }

    #[differentiate(jvp)]
    fn mixed_partials<T: Float, const N: usize>(x: [T; N], a: T) -> ([T; N], T) {
        let (mut total, mut slopes) = (T::from_f64(0.0), x);
        for i in 0..N {
            total += x[i] * x[i] * x[i];
            slopes[i] *= T::from_f64(3.0) * x[i] * a * a;
        }
        (slopes, T::from_f64(2.0) * a * total)
    }

    #[test]
    fn generic_functions() {
        let (x_bar, a_bar) = mixed::hvp([1.0, 2.0], 3.0, &[1.0, 0.0], 1.0);
        assert_eq!((x_bar, a_bar), ([54.0 + 18.0, 72.0], 18.0 + 18.0));
        let single = mixed::hvp([1.0_f32, 2.0], 3.0, &[1.0, 0.0], 1.0);
        assert_eq!(single, ([72.0, 72.0], 36.0));
        let (_, dots) = mixed::jvp_lanes(
            [1.0, 2.0],
            3.0,
            &[chainrule::Lanes([1.0, 0.0]), chainrule::Lanes([0.0, 0.0])],
            chainrule::Lanes([0.0, 1.0]),
        );
        assert_eq!(dots.0, [27.0, 54.0]);
    }

    #[differentiate(derivative = half_slope, hessian)]
    fn half(x: f32) -> f32 {
        0.5 * x * x
    }

    #[differentiate(jvp)]
    fn half_slope(x: f32) -> f32 {
        x
    }

    #[test]
    fn single_precision() {
        assert_eq!(half::hessian(3.0), [[1.0_f32]]);
    }
}
