//! A system of ordinary differential equations, solved by the classical Runge-Kutta method.

use chainrule::differentiate;

/// y(2), where y(0) = 0 and y' = (x₀, x₁ y₀, x₂ y₁, …), in `steps` steps of Runge-Kutta.
#[differentiate]
pub fn solve(x: &[f64], steps: usize) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    runge_kutta(x, 2.0 / steps as f64, steps, &mut y);
    y
}

/// The derivatives of the last element of `solve`.
///
/// # Panics
///
/// If `x` is empty.
pub fn last_gradient(x: &[f64], steps: usize) -> Vec<f64> {
    let (_, residuals) = solve::forward(x, steps);
    let mut seed = vec![0.0; x.len()];
    seed[x.len() - 1] = 1.0;
    let mut x_bar = vec![0.0; x.len()];
    solve::backward(x, steps, &residuals, seed, &mut x_bar);
    x_bar
}

/// Takes `steps` steps of size `h` from `y`.
#[differentiate]
fn runge_kutta(x: &[f64], #[constant] h: f64, steps: usize, y: &mut [f64]) {
    let n = x.len();
    let mut k1 = vec![0.0; n];
    let mut k2 = vec![0.0; n];
    let mut k3 = vec![0.0; n];
    let mut k4 = vec![0.0; n];
    let mut at = vec![0.0; n];
    for _ in 0..steps {
        slope(x, y, &mut k1);
        for i in 0..n {
            at[i] = y[i] + 0.5 * h * k1[i];
        }
        slope(x, &at, &mut k2);
        for i in 0..n {
            at[i] = y[i] + 0.5 * h * k2[i];
        }
        slope(x, &at, &mut k3);
        for i in 0..n {
            at[i] = y[i] + h * k3[i];
        }
        slope(x, &at, &mut k4);
        for i in 0..n {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
}

/// y' = (x₀, x₁ y₀, x₂ y₁, …)
#[differentiate]
fn slope(x: &[f64], y: &[f64], dy: &mut [f64]) {
    dy[0] = x[0];
    for i in 1..x.len() {
        dy[i] = x[i] * y[i - 1];
    }
}
