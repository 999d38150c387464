//! Sums of products along rows, which backward passes take as calls.
// Indices are what is tested.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, missing_docs)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// Numbers for a matrix of so many rows, none like another.
fn numbers(n: usize) -> Vec<f64> {
    (0..n * n + 2 * n).map(|i| 0.3 + (1.7 * i as f64).sin() * 0.5).collect()
}

macro_rules! checked {
    ($($name:ident;)*) => {$(
        #[test]
        fn $name() {
            use super::$name as f;
            for n in [0, 1, 2, 3, 5, 11] {
                let x = super::numbers(n);
                let gradient = f::gradient(&x, n);
                super::assert_all_close(&gradient, &super::differences(|x| f(x, n), &x));
                let v: Vec<f64> = (0..x.len()).map(|i| (i as f64).cos()).collect();
                let moved = |t: f64| x.iter().zip(&v).map(|(x, v)| x + t * v).collect::<Vec<f64>>();
                let slope = super::difference(|t| f(&moved(t), n), 0.0);
                super::assert_close(f::jvp(&x, n, &v).1, slope);
                for (i, found) in f::hvp(&x, n, &v).iter().enumerate() {
                    let along = |t| f::gradient(&moved(t), n)[i];
                    super::assert_close(*found, super::difference(along, 0.0));
                }
                let single: Vec<f32> = x.iter().map(|x| *x as f32).collect();
                for (ours, theirs) in f::gradient(&single, n).iter().zip(&gradient) {
                    assert!((f64::from(*ours) - theirs).abs() < 1e-3 * (1.0 + theirs.abs()));
                }
            }
        }
    )*};
}

/// Rows of one vector, of which one is taken off the others.
#[differentiate(hessian, jvp)]
fn eliminated<T: Float>(x: &[T], n: usize) -> T {
    let mut a = x.to_vec();
    for k in 0..n {
        for i in k + 1..n {
            let f = a[i * n + k] / (a[k * n + k] + T::from_f64(3.0));
            for j in k..n {
                a[i * n + j] = a[i * n + j] - f * a[k * n + j];
            }
        }
    }
    let mut t = T::ZERO;
    for i in 0..a.len() {
        t += a[i] * a[i];
    }
    t
}

/// Rows of their own, and two multiples of them.
#[differentiate(hessian, jvp)]
fn nested<T: Float>(x: &[T], n: usize) -> T {
    let mut rows = vec![vec![T::ZERO; n + 2]; n];
    for i in 0..n {
        for j in 0..n {
            rows[i][j] = x[i * n + j];
        }
    }
    for i in 1..n {
        let (f, g) = (x[i].sin(), x[i - 1]);
        for j in 0..n {
            rows[i][j + 1] = rows[i][j + 1] + f * rows[0][j] - g * rows[0][j + 2] * f;
        }
    }
    let mut t = T::ONE;
    for row in &rows {
        for e in row {
            t += *e * *e;
        }
    }
    t
}

/// A number that is added up over parts of rows, and one more that grows.
#[differentiate(hessian, jvp)]
fn parts<T: Float>(x: &[T], n: usize) -> T {
    let mut a = x.to_vec();
    let mut c = T::ONE;
    for k in 1..n {
        for j in k..n {
            a[j] = a[j] + c * x[k] * x[j - k] - c * x[n + j];
        }
        c = c * a[k].cos();
    }
    let mut t = c;
    for i in 0..a.len() {
        t += a[i] * a[i] * a[i];
    }
    t
}

mod tests {
    checked! {
        eliminated;
        nested;
        parts;
    }
}

#[derive(Clone, Differentiable)]
struct Layer {
    weights: Vec<f64>,
    scale: f64,
}

#[differentiate(hessian)]
fn of_a_struct(layer: &Layer, x: &[f64]) -> f64 {
    let mut out = x.to_vec();
    for k in 0..x.len() {
        let f = layer.scale * out[0];
        for i in 1..x.len() {
            out[i] += f * layer.weights[k * x.len() + i];
        }
    }
    let mut t = 0.0;
    for i in 0..x.len() {
        t += out[i] * out[i];
    }
    t
}

#[test]
fn fields_of_structs() {
    let x = [0.5, -1.25, 0.75];
    let layer = Layer { weights: (0..9).map(|i| (f64::from(i)).sin()).collect(), scale: 0.4 };
    let (layer_bar, x_bar) = of_a_struct::gradient(&layer, &x);
    assert_all_close(&x_bar, &differences(|x| of_a_struct(&layer, x), &x));
    let of_weights = |w: &[f64]| of_a_struct(&Layer { weights: w.to_vec(), ..layer.clone() }, &x);
    assert_all_close(&layer_bar.weights, &differences(of_weights, &layer.weights));
    let of_scale = |scale| of_a_struct(&Layer { scale, ..layer.clone() }, &x);
    assert_close(layer_bar.scale, difference(of_scale, layer.scale));
}

/// A factor that is infinite where nothing is read of what it scales.
#[differentiate]
fn unread(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    let f = x[0] / x[1];
    for j in 2..n {
        a[j] -= f * x[j];
    }
    if x[1] == 0.0 { x[2] } else { a[2] + a[n - 1] }
}

#[test]
fn an_infinite_factor_of_nothing() {
    assert_eq!(unread::gradient(&[1.0, 0.0, 3.0, 4.0], 4), [0.0, 0.0, 1.0, 0.0]);
    let x = [1.0, 2.0, 3.0, 4.0];
    assert_all_close(&unread::gradient(&x, 4), &differences(|x| unread(x, 4), &x));
}
