//! Derivatives by hand, until `#[differentiate]` writes them.
#![allow(non_camel_case_types, clippy::type_complexity)]

use chainrule::nn::{linear, mse, sigmoid};
use chainrule::{Float, Graph};
use ndarray::{Array1, Array2};

/// The derivative of [`r`](fn@crate::formula::r).
pub enum r {}

impl r {
    /// The partial derivatives.
    pub fn gradient(x: f64, y: f64, z: f64) -> (f64, f64, f64) {
        let v = x * x + y;
        let w_bar = 2.0 * z * v;
        (2.0 * x * z * w_bar, z * w_bar, v * w_bar)
    }

    /// The graph with values and derivatives.
    pub fn graph(x: f64, y: f64, z: f64) -> Graph {
        let (x_bar, y_bar, z_bar) = Self::gradient(x, y, z);
        let (u, v) = (x * x, x * x + y);
        let w = z * v;
        Graph::new("r")
            .input("x")
            .input("y")
            .input("z")
            .node("u", "x * x", &["x"])
            .node("v", "u + y", &["u", "y"])
            .node("w", "z * v", &["z", "v"])
            .node("r", "w * w", &["w"])
            .output("r")
            .with_values(&[
                ("x", x),
                ("y", y),
                ("z", z),
                ("u", u),
                ("v", v),
                ("w", w),
                ("r", w * w),
            ])
            .with_cotangents(&[("x", x_bar), ("y", y_bar), ("z", z_bar)])
    }
}

/// The derivative of [`loss`](fn@crate::network::loss).
pub enum loss {}

impl loss {
    /// The loss and its gradient in weights and biases.
    pub fn value_and_gradient<T: Float>(
        weights: &[Array2<T>],
        biases: &[Array1<T>],
        x: &Array2<T>,
        y: &Array2<T>,
    ) -> (T, (Vec<Array2<T>>, Vec<Array1<T>>)) {
        let mut a = vec![x.clone()];
        let mut z: Vec<Array2<T>> = Vec::new();
        for (i, (w, b)) in weights.iter().zip(biases).enumerate() {
            z.push(linear(&a[i], w, b));
            a.push(sigmoid(&z[i]));
        }
        let (mean, residuals) = mse::forward(&a[a.len() - 1], y);
        let mut h_bar = Array2::zeros(y.raw_dim());
        let half = T::from_f64(0.5);
        mse::backward(&a[a.len() - 1], y, &residuals, half, &mut h_bar);
        let mut w_bar: Vec<_> = weights.iter().map(|w| Array2::zeros(w.raw_dim())).collect();
        let mut b_bar: Vec<_> = biases.iter().map(|b| Array1::zeros(b.raw_dim())).collect();
        for i in (0..weights.len()).rev() {
            let mut z_bar = Array2::zeros(z[i].raw_dim());
            sigmoid::backward(&z[i], &a[i + 1], h_bar, &mut z_bar);
            h_bar = Array2::zeros(a[i].raw_dim());
            let (w, b) = (&weights[i], &biases[i]);
            let (w_bar, b_bar) = (&mut w_bar[i], &mut b_bar[i]);
            linear::backward(&a[i], w, b, &(), z_bar, &mut h_bar, w_bar, b_bar);
        }
        (half * mean, (w_bar, b_bar))
    }
}
