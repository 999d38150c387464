//! Programs that call `g::forward` and `g::backward` themselves, against finite differences and closed
//! forms.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// A gradient, its products with directions and a Hessian, against differences of the function and of
/// the gradient.
macro_rules! assert_second {
    ($f:ident, $at:expr $(, $more:expr)*) => {{
        let at = $at;
        let ours = $f::gradient(&at $(, $more)*);
        assert_all_close(&ours, &differences(|at| $f(at $(, $more)*), &at));
        let direction: Vec<f64> = (0..at.len()).map(|i| 0.4 - 0.3 * i as f64).collect();
        let along = |g: &[f64]| g.iter().zip(&direction).map(|(a, b)| a * b).sum::<f64>();
        assert_close($f::jvp(&at $(, $more)*, &direction).1, along(&ours));
        let ours = $f::hvp(&at $(, $more)*, &direction);
        assert_all_close(&ours, &differences(|at| along(&$f::gradient(at $(, $more)*)), &at));
    }};
}

mod scalars {
    use super::*;

    #[differentiate(order = 4)]
    fn g(x: f64, y: f64) -> f64 {
        (x * y).sin() + x * x * y
    }

    /// v · (vₓ v_y), where v = g(x, y) is the seed too.
    #[differentiate(order = 3)]
    fn f(at: &[f64]) -> f64 {
        let (value, kept) = g::forward(at[0], at[1]);
        let (x_bar, y_bar) = g::backward(at[0], at[1], &kept, value);
        x_bar * y_bar + value
    }

    #[test]
    fn the_seed_may_vary() {
        for at in [[0.3, 0.7], [-1.2, 0.4], [0.0, 2.0]] {
            let [x, y]: [f64; 2] = at;
            let (c, v) = ((x * y).cos(), g(x, y));
            let slopes = [y * c + 2.0 * x * y, x * c + x * x];
            assert_close(f(&at), v * v * slopes[0] * slopes[1] + v);
            assert_second!(f, at);
        }
    }

    /// d/dx of the second derivative: by both halves, and by `gradient`.
    #[differentiate(order = 2)]
    fn slope(x: f64) -> f64 {
        let (_, kept) = g::forward(x, 2.0);
        let (x_bar, _) = g::backward(x, 2.0, &kept, 1.0);
        x_bar
    }

    #[test]
    fn third_derivatives() {
        for x in [-0.8_f64, 0.0, 0.5, 1.9] {
            // g = sin 2x + 2x²
            let (s, c) = (2.0 * x).sin_cos();
            assert_close(slope(x), 2.0 * c + 4.0 * x);
            assert_close(slope::gradient(x), -4.0 * s + 4.0);
            assert_close(slope::jvp(x, 2.0).1, 2.0 * (-4.0 * s + 4.0));
            assert_close(slope::hessian(x)[0][0], -8.0 * c);
        }
    }

    /// Several seeds through one forward pass, in a loop and in branches.
    #[differentiate(hessian)]
    fn several(at: &[f64], n: usize) -> f64 {
        let (value, kept) = g::forward(at[0], at[1]);
        let mut total = value;
        for i in 0..n {
            let seed = total * 0.1 + i as f64;
            if i % 2 == 0 {
                let (x_bar, _) = g::backward(at[0], at[1], &kept, seed);
                total += x_bar * at[1];
            } else if total > 0.3 {
                total -= g::backward(at[0], at[1], &kept, at[0]).1 * 0.5;
            }
        }
        total
    }

    #[test]
    fn residuals_are_read_again() {
        for n in [0, 1, 2, 5] {
            assert_second!(several, [0.6, 0.9], n);
            assert_second!(several, [-0.4, 0.8], n);
        }
    }

    /// Both halves in the rounds of a loop that carries what they yield.
    #[differentiate(hessian)]
    fn descended(at: &[f64], n: usize) -> f64 {
        let (mut x, mut y) = (at[0], at[1]);
        let mut sum = 0.0;
        for _ in 0..n {
            let (value, kept) = g::forward(x, y);
            let (x_bar, y_bar) = g::backward(x, y, &kept, 0.1);
            x -= x_bar;
            y -= y_bar * at[0];
            sum += value;
        }
        sum + x * y
    }

    #[test]
    fn steps_downhill() {
        for n in [0, 1, 3] {
            assert_second!(descended, [0.6, 0.9], n);
        }
    }

    #[differentiate(hessian)]
    fn while_steep(at: &[f64]) -> f64 {
        let mut x = at[0];
        let mut rounds = 0;
        while rounds < 50 {
            let (value, kept) = g::forward(x, at[1]);
            let (slope, _) = g::backward(x, at[1], &kept, 1.0);
            if slope.abs() < 0.05 {
                return value * at[0];
            }
            x -= 0.2 * slope;
            rounds += 1;
        }
        x
    }

    #[test]
    fn loops_that_end_early() {
        assert_second!(while_steep, [0.6, 0.9]);
        assert_second!(while_steep, [-0.2, 1.4]);
    }
}

mod slices {
    use super::*;
    use chainrule_tests::functions::valley;

    /// The squared length of s · ∇, and what stood in the shadow before.
    #[differentiate(hessian)]
    fn slope(x: &[f64]) -> f64 {
        let n = x.len();
        let (value, kept) = valley::forward(x, x[0]);
        let mut x_bar = vec![0.5; n];
        x_bar[1] = x[1] * x[0];
        let stiffness_bar = valley::backward(x, x[0], &kept, value * 0.1, &mut x_bar);
        let mut sum = stiffness_bar * x[n - 1];
        for i in 0..n {
            sum += x_bar[i] * x_bar[i];
        }
        sum
    }

    #[test]
    fn shadows_are_added_to() {
        assert_second!(slope, [0.3, 0.5, 0.9]);
        assert_second!(slope, [-0.7, 1.5, 0.2, 1.1]);
    }

    /// A shadow that is added to twice, and overwritten in between.
    #[differentiate(hessian)]
    fn twice(x: &[f64], flip: bool) -> f64 {
        let (value, kept) = valley::forward(&x[1..], 2.0);
        let mut bars = vec![0.0; x.len()];
        valley::backward(&x[1..], 2.0, &kept, value, &mut bars[1..]);
        if flip {
            bars[1] = x[0] * bars[2];
            valley::backward(&x[1..], 2.0, &kept, x[0], &mut bars[..x.len() - 1]);
        }
        let mut sum = 0.0;
        for i in 0..bars.len() {
            sum += bars[i] * x[i] * 0.1;
        }
        sum
    }

    #[test]
    fn parts_of_slices() {
        for flip in [false, true] {
            assert_second!(twice, [0.3, 0.5, 0.9, 0.4], flip);
        }
    }

    /// A vector that changes from round to round.
    #[differentiate(hessian)]
    fn descended(x: &[f64], n: usize) -> f64 {
        let mut at = x.to_vec();
        let mut total = 0.0;
        for k in 0..n {
            let (value, kept) = valley::forward(&at, 2.0);
            let mut slope = vec![0.0; at.len()];
            let along = valley::backward(&at, 2.0, &kept, 1.0, &mut slope);
            if k != 1 {
                for i in 0..at.len() {
                    at[i] -= 0.02 * slope[i];
                }
            } else {
                at[0] = at[0] * slope[1];
            }
            total += value + along * x[0];
        }
        total + at[0]
    }

    #[test]
    fn vectors_that_change() {
        for n in [0, 1, 2, 4] {
            assert_second!(descended, [0.3, 0.5, 0.9], n);
        }
    }

    /// A kernel with a vector for a result: Jᵀ y, with a seed by value.
    #[differentiate(order = 3)]
    fn powers(x: &[f64], by: f64) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        for i in 0..x.len() {
            y[i] = x[i] * x[i] * by;
        }
        y
    }

    #[differentiate(hessian)]
    fn normal(x: &[f64]) -> f64 {
        let (y, kept) = powers::forward(x, x[0]);
        let mut x_bar = vec![0.0; x.len()];
        let by_bar = powers::backward(x, x[0], &kept, y, &mut x_bar);
        let mut sum = by_bar;
        for i in 0..x.len() {
            sum += x_bar[i] * x[i] * x[i];
        }
        sum
    }

    #[test]
    fn results_that_are_vectors() {
        assert_second!(normal, [0.3, 0.5, 0.9]);
    }
}

mod arrays {
    use super::*;
    use chainrule::nn::{linear, mse, softmax, tanh};
    use ndarray::{Array1, Array2, array};

    #[differentiate(hessian)]
    fn energy(w: &Array2<f64>, x: &Array1<f64>) -> f64 {
        let y = w.dot(x).mapv(|y| y.sin());
        (&y * &y * 0.5).sum()
    }

    /// ‖∂E/∂x‖², as in contractive penalties.
    #[differentiate]
    fn penalty(w: &Array2<f64>, x: &Array1<f64>) -> f64 {
        let (value, kept) = energy::forward(w, x);
        let mut x_bar = Array1::<f64>::zeros(3);
        let mut w_bar = Array2::<f64>::zeros((2, 3));
        energy::backward(w, x, &kept, 1.0, &mut w_bar, &mut x_bar);
        (&x_bar * &x_bar).sum() + value * w_bar.sum()
    }

    fn assert_gradient(
        f: impl Fn(&Array2<f64>, &Array1<f64>) -> f64,
        ours: (Array2<f64>, Array1<f64>),
        w: &Array2<f64>,
        x: &Array1<f64>,
    ) {
        for ((i, j), bar) in ours.0.indexed_iter() {
            let moved = |v: f64| {
                let mut w = w.clone();
                w[[i, j]] = v;
                f(&w, x)
            };
            assert_close(*bar, difference(moved, w[[i, j]]));
        }
        for (i, bar) in ours.1.indexed_iter() {
            let moved = |v: f64| {
                let mut x = x.clone();
                x[i] = v;
                f(w, &x)
            };
            assert_close(*bar, difference(moved, x[i]));
        }
    }

    #[test]
    fn penalties_of_gradients() {
        let (w, x) = (array![[0.3, -0.4, 0.8], [1.1, 0.2, -0.6]], array![0.5, 0.9, -0.3]);
        assert_gradient(penalty, penalty::gradient(&w, &x), &w, &x);
    }

    /// The same through layers whose halves are written by hand, with parameters that need no cotangent.
    #[differentiate]
    fn layers(w: &Array2<f64>, x: &Array1<f64>) -> f64 {
        let rows = x.view().insert_axis(ndarray::Axis(0)).to_owned();
        let bias: Array1<f64> = Array1::zeros(2);
        let (h, kept) = linear::forward(&rows, w, &bias);
        let (y, of_tanh) = tanh::forward(&h);
        let p = softmax(&y);
        let loss = mse(&p, &Array2::<f64>::ones((1, 2)));
        let mut h_bar = Array2::<f64>::zeros((1, 2));
        tanh::backward(&h, &of_tanh, p, &mut h_bar);
        let mut rows_bar = Array2::<f64>::zeros((1, 3));
        let mut w_bar = Array2::<f64>::zeros((2, 3));
        let mut bias_bar = Array1::<f64>::zeros(2);
        linear::backward(&rows, w, &bias, &kept, h_bar, &mut rows_bar, &mut w_bar, &mut bias_bar);
        (&rows_bar * &rows_bar).sum() + loss * bias_bar.sum() + w_bar[[0, 1]]
    }

    #[test]
    fn halves_written_by_hand() {
        let (w, x) = (array![[0.3, -0.4, 0.8], [1.1, 0.2, -0.6]], array![0.5, 0.9, -0.3]);
        assert_gradient(layers, layers::gradient(&w, &x), &w, &x);
    }
}

/// What is called `forward` in a module is a function like any other.
mod named_forward {
    use super::*;

    mod layer {
        #[chainrule::differentiate]
        pub fn forward(x: f64) -> f64 {
            x * x
        }
    }

    #[differentiate]
    fn f(x: f64) -> f64 {
        layer::forward(x) * x
    }

    #[test]
    fn is_called() {
        assert_eq!(f::gradient(2.0), 12.0);
    }
}
