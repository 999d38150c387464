//! Which derivative for what.
//!
//! For a function of `n` numbers that yields `m`, in evaluations of the function. The factors are those
//! of arithmetic (Griewank and Walther, *Evaluating Derivatives*, 2008, chapters 3 to 5); what a program
//! really costs depends on how much of it is arithmetic, and the examples measure it.
//!
//! | wanted | ask for | cost | memory beside the result |
//! |---|---|---|---|
//! | the gradient, `m = 1` | `f::gradient` | 3 to 5, for any `n` | what loops carry, and their costly numbers |
//! | a product ȳᵀJ, or some rows of J | `f::forward`, then `f::backward` for each row | 1, and 1 to 4 a row | the same |
//! | a product J ẋ, or some columns | `f::jvp` (option `jvp`) | 2 to 2½ a column | none: each number has a tangent |
//! | several columns at once | `f::jvp_lanes` (option `lanes`) | 1, and 1½ a column, less in vector registers | `N` tangents a number |
//! | all of J | `f::jacobian` (option `jacobian`) | the smaller of `m` rows and `n` columns | the matrix |
//! | H ẋ, a product with the Hessian | `f::hvp` (option `hessian`) | 7 to 10, for any `n` | as the gradient, twice |
//! | all of H | `f::hessian` | `n` products | the matrix |
//! | the diagonal of H, where H is diagonal | `f::hvp` along (1, 1, …) | one product | as a product |
//! | a gradient of long loops in little memory | options `checkpoint` and `checkpoint(loops)`, [`checkpoint`](crate::checkpoint) | 1 to a few more | a few states |
//!
//! # One pass for several rows
//!
//! `forward` keeps what `backward` needs and lends it: the rows of a Jacobian share one evaluation.
//!
//! ```
//! use chainrule::differentiate;
//!
//! #[differentiate]
//! fn polar(r: f64, angle: f64) -> [f64; 2] {
//!     [r * angle.cos(), r * angle.sin()]
//! }
//!
//! let (_, residuals) = polar::forward(2.0, 0.0);
//! let rows = [[1.0, 0.0], [0.0, 1.0]].map(|seed| polar::backward(2.0, 0.0, &residuals, seed));
//! assert_eq!(rows, [(1.0, 0.0), (0.0, 2.0)]);
//! ```
//!
//! # Several columns at once
//!
//! What does not depend on the arguments is computed once for all directions, and the tangents fill
//! vector registers. Tangents have the type of the cotangent with [`Lanes`](crate::Lanes) in place of each
//! number: `Vec<Lanes<f64, N>>`, `Array2<Lanes<f64, N>>`, a struct with the same fields
//! ([`Laned`](crate::Laned)).
//!
//! ```
//! use chainrule::{Lanes, differentiate};
//!
//! #[differentiate(lanes)]
//! fn decay(rate: f64, start: f64, samples: usize) -> Vec<f64> {
//!     (0..samples).map(|i| start * (-rate * i as f64).exp()).collect()
//! }
//!
//! let (values, slopes) = decay::jvp_lanes(0.5, 3.0, 4, Lanes::<f64, 2>::unit(0), Lanes::unit(1));
//! // ∂yᵢ/∂start = yᵢ / start, and ∂yᵢ/∂rate = −i yᵢ
//! for (i, (value, slope)) in values.iter().zip(&slopes).enumerate() {
//!     assert!((slope[1] - value / 3.0).abs() < 1e-15);
//!     assert!((slope[0] + i as f64 * value).abs() < 1e-15);
//! }
//! ```
//!
//! # The diagonal of a Hessian
//!
//! Where each term depends on one variable only, the Hessian is diagonal, and its product with
//! (1, 1, …) is that diagonal: one product in place of `n`.
//!
//! ```
//! use chainrule::differentiate;
//!
//! #[differentiate(hessian)]
//! fn barrier(x: &[f64]) -> f64 {
//!     x.iter().map(|x| -x.ln()).sum()
//! }
//!
//! assert_eq!(barrier::hvp(&[0.5, 2.0], &[1.0, 1.0]), [4.0, 0.25]);
//! ```
//!
//! # Derivatives of derivatives
//!
//! `g::gradient(x)`, `g::jvp`, `g::hvp`, `g::hessian` and `g::value_and_gradient` may be called in a
//! differentiated function, and are differentiated like anything else; so may both halves, where several
//! seeds are pulled through one forward pass. `g` needs the option `order`, one more than is called of it
//! for each time that its caller is differentiated.
//!
//! ```
//! use chainrule::differentiate;
//!
//! #[differentiate(order = 2)]
//! fn potential(x: f64) -> f64 {
//!     x.powi(4) - x * x
//! }
//!
//! /// The square of the force: its derivative is 2 V'(x) V''(x).
//! #[differentiate]
//! fn squared_force(x: f64) -> f64 {
//!     let force = -potential::gradient(x);
//!     force * force
//! }
//!
//! let x: f64 = 1.5;
//! let expected = 2.0 * (4.0 * x.powi(3) - 2.0 * x) * (12.0 * x * x - 2.0);
//! assert_eq!(squared_force::gradient(x), expected);
//!
//! /// The same by both halves: what `forward` keeps goes with the arguments that it was kept for.
//! #[differentiate]
//! fn by_halves(x: f64) -> f64 {
//!     let (_, kept) = potential::forward(x);
//!     let force = potential::backward(x, &kept, -1.0);
//!     force * force
//! }
//!
//! assert_eq!(by_halves::gradient(x), expected);
//! ```
