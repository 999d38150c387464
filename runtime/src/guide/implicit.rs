//! Implicit functions: what an iteration finds, differentiated without the iteration.
//!
//! # The root of an equation
//!
//! Kepler's equation E − e sin E = M gives the eccentric anomaly E of a planet for the mean anomaly M
//! and the eccentricity e. There is no formula for E; Newton's method finds it. To differentiate the
//! steps of that method would be a waste, and would depend on where it starts. What is wanted is the
//! derivative of the root: E(M, e) satisfies
//!
//! ```text
//! g(E, M, e) = E − e sin E − M = 0
//! ```
//!
//! for all M and e, so that its total derivatives vanish:
//!
//! ```text
//! ∂g/∂E · dE/dM + ∂g/∂M = 0    so    dE/dM =     1 / (1 − e cos E)
//! ∂g/∂E · dE/de + ∂g/∂e = 0    so    dE/de = sin E / (1 − e cos E)
//! ```
//!
//! This is the implicit function theorem. The option `derivative` takes a function that yields the
//! partial derivatives, and looks into nothing else:
//!
//! ```
//! use chainrule::{check_gradient, differentiate};
//!
//! #[differentiate(derivative = anomaly_slopes)]
//! fn anomaly(mean: f64, eccentricity: f64) -> f64 {
//!     let mut at = mean;
//!     for _ in 0..50 {
//!         let rest = at - eccentricity * at.sin() - mean;
//!         at -= rest / (1.0 - eccentricity * at.cos());
//!     }
//!     at
//! }
//!
//! fn anomaly_slopes(mean: f64, eccentricity: f64) -> (f64, f64) {
//!     let at = anomaly(mean, eccentricity);
//!     let slope = 1.0 / (1.0 - eccentricity * at.cos());
//!     (slope, at.sin() * slope)
//! }
//!
//! // The distance from the sun, which calls it like any other function.
//! #[differentiate]
//! fn distance(mean: f64, eccentricity: f64) -> f64 {
//!     1.0 - eccentricity * anomaly(mean, eccentricity).cos()
//! }
//!
//! check_gradient(
//!     |(m, e): &(f64, f64)| distance(*m, *e),
//!     |(m, e)| distance::gradient(*m, *e),
//!     &(0.8, 0.3),
//! )
//! .unwrap();
//! ```
//!
//! # The fixed point of an iteration
//!
//! An iteration x ← φ(x, a) that converges ends where x = φ(x, a). Both sides depend on a:
//!
//! ```text
//! dx/da = ∂φ/∂x · dx/da + ∂φ/∂a    so    dx/da = ∂φ/∂a / (1 − ∂φ/∂x)
//! ```
//!
//! The partial derivatives of φ need not be found by hand: φ is a differentiated function itself. That
//! |∂φ/∂x| < 1 is what makes the iteration converge, so nothing is divided by 0.
//!
//! ```
//! use chainrule::{check_gradient, differentiate};
//!
//! /// One round: the load of a server whose clients wait for it.
//! #[differentiate]
//! fn round(load: f64, demand: f64) -> f64 {
//!     demand / (1.0 + load * load)
//! }
//!
//! #[differentiate(derivative = balance_slope)]
//! fn balance(demand: f64) -> f64 {
//!     let mut load = 0.0;
//!     for _ in 0..200 {
//!         load = round(load, demand);
//!     }
//!     load
//! }
//!
//! fn balance_slope(demand: f64) -> f64 {
//!     let (by_load, by_demand) = round::gradient(balance(demand), demand);
//!     by_demand / (1.0 - by_load)
//! }
//!
//! check_gradient(|demand: &f64| balance(*demand), |demand| balance::gradient(*demand), &0.9).unwrap();
//! ```
//!
//! # Second derivatives
//!
//! To differentiate dE/dM = 1 / (1 − e cos E) once more by hand, one would have to remember that E depends on
//! M and e as well. The function that yields the partial derivatives says so already, since it calls
//! `anomaly`. So it is differentiated itself, in forward mode, and `anomaly` may have the option `hessian`:
//!
//! ```
//! use chainrule::{check_gradient, differentiate};
//!
//! #[differentiate(derivative = anomaly_slopes, hessian)]
//! fn anomaly(mean: f64, eccentricity: f64) -> f64 {
//!     let mut at = mean;
//!     for _ in 0..50 {
//!         let rest = at - eccentricity * at.sin() - mean;
//!         at -= rest / (1.0 - eccentricity * at.cos());
//!     }
//!     at
//! }
//!
//! #[differentiate(jvp)]
//! fn anomaly_slopes(mean: f64, eccentricity: f64) -> (f64, f64) {
//!     let at = anomaly(mean, eccentricity);
//!     let slope = 1.0 / (1.0 - eccentricity * at.cos());
//!     (slope, at.sin() * slope)
//! }
//!
//! // d²E/dM² is −e sin E / (1 − e cos E)³: the tangent of `at` is the derivative of the root.
//! let (at, hessian) = (anomaly(0.8, 0.3), anomaly::hessian(0.8, 0.3));
//! let expected = -0.3 * at.sin() / (1.0 - 0.3 * at.cos()).powi(3);
//! assert!((hessian[0][0] - expected).abs() < 1e-12);
//!
//! // And of what calls it.
//! #[differentiate(hessian)]
//! fn distance(mean: f64, eccentricity: f64) -> f64 {
//!     1.0 - eccentricity * anomaly(mean, eccentricity).cos()
//! }
//!
//! check_gradient(
//!     |(m, e): &(f64, f64)| distance::gradient(*m, *e).0,
//!     |(m, e)| distance::hessian(*m, *e)[0].into(),
//!     &(0.8, 0.3),
//! )
//! .unwrap();
//! ```
//!
//! For derivatives up to order n, `order = n` on the function and `order = n - 1` on its partial derivatives.
//! Partial derivatives that come from another differentiated function, as those of `round` above, need
//! one order more there: `order = 2` on `round`, `jvp` on `balance_slope`, `hessian` on `balance`.
//!
//! # A linear system
//!
//! x = A⁻¹ b is the root of A x − b. From A dx = db − dA x and the cotangent x̄ follows, with λ = A⁻ᵀ x̄,
//!
//! ```text
//! x̄ · dx = x̄ · A⁻¹ (db − dA x) = λ · db − λ · (dA x)    so    b̄ = λ  and  Ā = −λ xᵀ
//! ```
//!
//! (Giles, *Collected Matrix Derivative Results*, 2008). The elimination is not differentiated: the
//! backward pass solves one more system, with the transposed matrix. Since the result is a vector, the
//! handle is written by hand: [`signature!`](crate::signature) declares it, and an empty enum has
//! `forward` and `backward`. Cotangents of what is passed by reference are added to.
//!
//! ```
//! use chainrule::{check_gradient, differentiate, signature};
//!
//! signature!(pub fn solution(a: &[f64], b: &[f64]) -> Vec<f64>);
//!
//! /// x with A x = b, for a square matrix row by row: elimination with the largest pivot.
//! pub fn solution(a: &[f64], b: &[f64]) -> Vec<f64> {
//!     let n = b.len();
//!     let (mut a, mut x) = (a.to_vec(), b.to_vec());
//!     for k in 0..n {
//!         let pivot = (k..n).max_by(|i, j| a[i * n + k].abs().total_cmp(&a[j * n + k].abs()));
//!         let pivot = pivot.unwrap_or(k);
//!         (0..n).for_each(|j| a.swap(k * n + j, pivot * n + j));
//!         x.swap(k, pivot);
//!         for i in k + 1..n {
//!             let factor = a[i * n + k] / a[k * n + k];
//!             (k..n).for_each(|j| a[i * n + j] -= factor * a[k * n + j]);
//!             x[i] -= factor * x[k];
//!         }
//!     }
//!     for k in (0..n).rev() {
//!         let known: f64 = (k + 1..n).map(|j| a[k * n + j] * x[j]).sum();
//!         x[k] = (x[k] - known) / a[k * n + k];
//!     }
//!     x
//! }
//!
//! #[allow(non_camel_case_types)]
//! pub enum solution {}
//!
//! impl chainrule::Differentiated for solution {
//!     type Residuals = Vec<f64>;
//! }
//!
//! impl solution {
//!     /// x, which is kept, too.
//!     pub fn forward(a: &[f64], b: &[f64]) -> (Vec<f64>, Vec<f64>) {
//!         let x = solution(a, b);
//!         (x.clone(), x)
//!     }
//!
//!     /// λ from Aᵀ λ = x̄; b̄ += λ, Ā −= λ xᵀ
//!     pub fn backward(
//!         a: &[f64],
//!         b: &[f64],
//!         x: &Vec<f64>,
//!         x_bar: Vec<f64>,
//!         a_bar: &mut [f64],
//!         b_bar: &mut [f64],
//!     ) {
//!         let n = b.len();
//!         let transposed: Vec<f64> = (0..n * n).map(|k| a[k % n * n + k / n]).collect();
//!         let lambda = solution(&transposed, &x_bar);
//!         for i in 0..n {
//!             b_bar[i] += lambda[i];
//!             (0..n).for_each(|j| a_bar[i * n + j] -= lambda[i] * x[j]);
//!         }
//!     }
//! }
//!
//! /// The energy of three springs between walls under loads.
//! #[differentiate]
//! fn energy(stiffness: &[f64], loads: &[f64]) -> f64 {
//!     let [k, l, m] = [stiffness[0], stiffness[1], stiffness[2]];
//!     let moved = solution(&[k + l, -l, -l, l + m], loads);
//!     0.5 * (moved[0] * loads[0] + moved[1] * loads[1])
//! }
//!
//! # fn main() {
//! check_gradient(
//!     |(stiffness, loads): &([f64; 3], [f64; 2])| energy(stiffness, loads),
//!     |(stiffness, loads)| {
//!         let (stiffness_bar, loads_bar) = energy::gradient(stiffness, loads);
//!         ([0, 1, 2].map(|i| stiffness_bar[i]), [0, 1].map(|i| loads_bar[i]))
//!     },
//!     &([2.0, 1.0, 3.0], [0.4, -0.7]),
//! )
//! .unwrap();
//! # }
//! ```
