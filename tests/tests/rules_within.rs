//! Derivatives that the user has written, wherever they may stand: in `impl` blocks and modules, beside
//! names that generated code uses, called in loops and branches with arguments of one shadow.
// Programs are written as one finds them.
#![allow(clippy::too_many_arguments)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, ArrayD, array};

/// A method's rule is a function of `self`, too.
struct Power {
    n: i32,
}

#[differentiate]
impl Power {
    #[differentiate(derivative = Self::slope, order = 3)]
    fn value(#[constant] &self, x: f64) -> f64 {
        x.powi(self.n)
    }

    #[differentiate(order = 2)]
    fn slope(#[constant] &self, x: f64) -> f64 {
        let n = self.n;
        n as f64 * x.powi(n - 1)
    }

    #[differentiate(hessian)]
    fn of_square(#[constant] &self, x: f64) -> f64 {
        self.value(x * x) + Self::area(x, x)
    }

    /// What yields the partial derivatives may be any function, as long as first ones are enough.
    #[differentiate(derivative = Self::any, jvp)]
    fn plain(#[constant] &self, x: f64) -> f64 {
        x.powi(self.n)
    }

    #[differentiate(skip)]
    fn any(&self, x: f64) -> f64 {
        self.slope(x)
    }

    #[differentiate(derivative = Power::sides, hessian)]
    fn area(a: f64, b: f64) -> f64 {
        a * b * b
    }

    #[differentiate(jvp)]
    fn sides(a: f64, b: f64) -> (f64, f64) {
        (b * b, 2.0 * a * b)
    }

    /// A parameter of the function's own name.
    #[differentiate(derivative = Self::not_asked)]
    fn b(a: f64, b: f64) -> f64 {
        a * b * b
    }

    #[differentiate(skip)]
    fn not_asked(a: f64, b: f64) -> (f64, f64) {
        (b * b, 2.0 * a * b)
    }
}

#[test]
fn methods() {
    let cube = Power { n: 3 };
    assert_eq!(Power::value_hessian(&cube, 2.0), [[12.0]]);
    assert_eq!(Power::of_square_gradient(&cube, 1.0), 6.0 + 3.0);
    assert_eq!(Power::of_square_hessian(&cube, 1.0), [[30.0 + 6.0]]);
    assert_eq!(Power::plain_gradient(&cube, 2.0), 12.0);
    assert_eq!(Power::plain_jvp(&cube, 2.0, 0.5), (8.0, 6.0));
    assert_eq!(Power::area_hessian(2.0, 3.0), [[0.0, 6.0], [6.0, 4.0]]);
    assert_eq!(Power::b_gradient(2.0, 3.0), (9.0, 12.0));
}

#[differentiate(hessian)]
mod outer {
    #[differentiate(derivative = slopes)]
    pub fn scaled(x: f64, by: f64) -> f64 {
        x * x * by
    }

    pub fn slopes(x: f64, by: f64) -> (f64, f64) {
        (2.0 * x * by, x * x)
    }

    pub mod inner {
        #[differentiate(derivative = super::slopes)]
        pub fn again(x: f64, by: f64) -> f64 {
            x * x * by
        }
    }
}

#[differentiate(hessian)]
fn of_modules(x: f64) -> f64 {
    outer::scaled(x, x) + outer::inner::again(x, 1.0)
}

#[test]
fn modules() {
    assert_eq!(outer::scaled::hessian(2.0, 3.0), [[6.0, 4.0], [4.0, 0.0]]);
    assert_eq!(of_modules::hessian(2.0), [[14.0]]);
}

/// A function inside another.
#[test]
fn in_a_body() {
    #[differentiate(derivative = third_slope, hessian)]
    fn third(x: f64) -> f64 {
        x.cbrt()
    }

    #[differentiate(jvp)]
    fn third_slope(x: f64) -> f64 {
        let root = third(x);
        1.0 / (3.0 * root * root)
    }

    assert_all_close(&third::hessian(8.0)[0], &[-2.0 / (9.0 * 32.0)]);
}

/// Parameters that are called as generated code calls its own variables.
#[differentiate(derivative = named_partials, order = 3)]
fn named(
    partials: &[f64],
    i: usize,
    value: f64,
    partials_dot: f64,
    named_bar: f64,
    value_dot: f64,
    partial: &[f64],
    x: [f64; 2],
) -> f64 {
    let squares: f64 = partials.iter().chain(partial).map(|p| p * p).sum();
    squares * squares * value * partials_dot * named_bar * value_dot * x[0] * x[1] * i as f64
}

#[differentiate(order = 2)]
fn named_partials(
    partials: &[f64],
    i: usize,
    value: f64,
    partials_dot: f64,
    named_bar: f64,
    value_dot: f64,
    partial: &[f64],
    x: [f64; 2],
) -> (Vec<f64>, f64, f64, f64, f64, Vec<f64>, [f64; 2]) {
    let rest = value * partials_dot * named_bar * value_dot * x[0] * x[1] * i as f64;
    let squares: f64 = partials.iter().chain(partial).map(|p| p * p).sum();
    let all = rest * squares * squares;
    let by_first: Vec<f64> = partials.iter().map(|p| 4.0 * squares * p * rest).collect();
    let by_last: Vec<f64> = partial.iter().map(|p| 4.0 * squares * p * rest).collect();
    let by_x = [all / x[0], all / x[1]];
    let by_numbers = (all / value, all / partials_dot, all / named_bar, all / value_dot);
    let (value, dot, bar, second) = by_numbers;
    (by_first, value, dot, bar, second, by_last, by_x)
}

fn call(at: &[f64]) -> f64 {
    let [.., a, b, c, d, e, f, g, h] = *at else { unreachable!("ten numbers") };
    named(&at[..2], 2, a, b, c, d, &[e, f], [g, h])
}

fn flat(bars: (Vec<f64>, f64, f64, f64, f64, Vec<f64>, [f64; 2])) -> Vec<f64> {
    let (first, a, b, c, d, last, x) = bars;
    first.into_iter().chain([a, b, c, d]).chain(last).chain(x).collect()
}

fn gradient(at: &[f64]) -> Vec<f64> {
    let [.., a, b, c, d, e, f, g, h] = *at else { unreachable!("ten numbers") };
    flat(named::gradient(&at[..2], 2, a, b, c, d, &[e, f], [g, h]))
}

#[test]
fn names_of_generated_code() {
    let at: Vec<f64> = (0..10).map(|i| 0.8 + 0.05 * i as f64).collect();
    assert_all_close(&gradient(&at), &differences(call, &at));
    let [.., a, b, c, d, e, f, g, h] = at[..] else { unreachable!("ten numbers") };
    for i in 0..10 {
        let mut unit = [0.0; 10];
        unit[i] = 1.0;
        let [p, q, r, s, t, u, v, w, y, z] = unit;
        let (x, dots) = ([g, h], (&[p, q], &[v, w], &[y, z]));
        let row =
            named::hvp(&at[..2], 2, a, b, c, d, &[e, f], x, dots.0, r, s, t, u, dots.1, dots.2);
        assert_all_close(&flat(row), &differences(|at| gradient(at)[i], &at));
    }
}

/// In loops and branches, with arguments that are one value or parts of one.
#[differentiate(hessian)]
fn many_calls(x: &[f64], y: [f64; 2]) -> f64 {
    let (mut t, mut r) = (0.0, 1.0);
    while t < 0.2 {
        r += named(x, 2, t + 0.3, r, y[0], y[1], x, y);
        r += named(&x[..1], 1, r, r, y[0], 0.1 * y[1], &x[1..], y);
        t += 0.1 + 0.01 * y[0];
    }
    let k: f64 = x.iter().map(|x| named(&[*x], 1, *x, 1.0, y[0], 1.0, &[1.0], y)).sum();
    if k > 0.0 { r * k } else { r - named(&[k], 1, 1.0, 1.0, y[1], 1.0, &y, [k, r]) }
}

#[test]
fn in_loops_and_branches() {
    let gradient = |at: &[f64]| {
        let (x, y) = many_calls::gradient(&at[..2], [at[2], at[3]]);
        x.into_iter().chain(y).collect::<Vec<f64>>()
    };

    for at in [[0.3, 0.7, 0.4, 0.9], [-0.7, 0.2, 0.4, 0.9]] {
        let y = [at[2], at[3]];
        assert_all_close(
            &gradient(&at),
            &differences(|at| many_calls(&at[..2], [at[2], at[3]]), &at),
        );
        for i in 0..4 {
            let mut unit = [0.0; 4];
            unit[i] = 1.0;
            let [p, q, r, s] = unit;
            let (by_x, by_y) = many_calls::hvp(&at[..2], y, &[p, q], &[r, s]);
            let row: Vec<f64> = by_x.into_iter().chain(by_y).collect();
            assert_all_close(&row, &differences(|at| gradient(at)[i], &at));
        }
    }
}

mod far {
    pub mod deep {
        use chainrule::differentiate;

        #[differentiate(derivative = super::super::far_slope, order = 3)]
        pub fn square(x: f64) -> f64 {
            x * x
        }
    }
}

#[differentiate(order = 2)]
fn far_slope(x: f64) -> f64 {
    2.0 * x
}

/// Beside what is written through `&mut`, element by element, and as a gradient.
#[differentiate(hessian)]
fn in_place(x: &[f64], out: &mut [f64]) -> f64 {
    for i in 0..x.len() {
        out[i] *= far::deep::square(x[i]);
    }
    let squares = Array1::from(x.to_vec()).mapv(|x| far::deep::square(x) * x);
    squares.sum() + far::deep::square::gradient(out[0] * x[0]) * out[1]
}

#[test]
fn beside_what_is_overwritten() {
    let value = |at: &[f64]| in_place(&at[..2], &mut [at[2], at[3]]);
    let gradient = |at: &[f64]| {
        let (_, kept) = in_place::forward(&at[..2], &mut [at[2], at[3]]);
        let (mut x_bar, mut out_bar) = ([0.0; 2], [0.0; 2]);
        in_place::backward(&at[..2], &kept, 1.0, &mut x_bar, &mut out_bar);
        [x_bar, out_bar].concat()
    };
    let at = [0.7, -0.4, 1.2, 0.8];
    assert_all_close(&gradient(&at), &differences(value, &at));
    for i in 0..4 {
        let mut unit = [0.0; 4];
        unit[i] = 1.0;
        let (mut out, mut out_dot) = ([at[2], at[3]], [unit[2], unit[3]]);
        let (_, kept, _, kept_dot) =
            in_place::forward_jvp(&at[..2], &mut out, &unit[..2], &mut out_dot);
        let [mut x, mut out, mut x_dot, mut out_dot] = [[0.0; 2]; 4];
        in_place::backward_jvp(
            &at[..2],
            &kept,
            1.0,
            &mut x,
            &mut out,
            &unit[..2],
            &kept_dot,
            0.0,
            &mut x_dot,
            &mut out_dot,
        );
        assert_all_close(&[x_dot, out_dot].concat(), &differences(|at| gradient(at)[i], &at));
    }
}

/// Numbers and arrays by reference, and arrays of any rank.
#[differentiate(derivative = by_reference_partials, hessian)]
fn by_reference(x: &f64, y: &[f64; 2], z: &ArrayD<f64>) -> f64 {
    x * x * y[0] * y[1] * z.sum()
}

#[differentiate(jvp)]
fn by_reference_partials(x: &f64, y: &[f64], z: &ArrayD<f64>) -> (f64, [f64; 2], ArrayD<f64>) {
    let (sum, product) = (z.sum(), y[0] * y[1]);
    let by_y = [x * x * y[1] * sum, x * x * y[0] * sum];
    (2.0 * x * product * sum, by_y, z.mapv(|z| 0.0 * z + x * x * product))
}

#[test]
fn arguments_by_reference() {
    let z = array![[1.0, 2.0]].into_dyn();
    let (x, y, z_bar) =
        by_reference::hvp(&2.0, &[3.0, 4.0], &z, 1.0, &[0.0, 1.0], &array![[0.0, 0.5]].into_dyn());
    // f = x² y₀ y₁ (z₀ + z₁) along (1, (0, 1), (0, 0.5)).
    assert_eq!(x, 2.0 * 12.0 * 3.0 + 4.0 * 3.0 * 3.0 + 4.0 * 12.0 * 0.5);
    assert_eq!(
        y,
        [4.0 * 4.0 * 3.0 + 4.0 * 3.0 + 4.0 * 4.0 * 0.5, 4.0 * 3.0 * 3.0 + 4.0 * 3.0 * 0.5]
    );
    assert_eq!(z_bar, array![[48.0 + 12.0, 48.0 + 12.0]].into_dyn());
}
