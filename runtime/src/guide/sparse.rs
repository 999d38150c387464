//! Jacobians of which most is zero.
//!
//! Residuals of a least-squares problem depend on a few of its variables each: in bundle adjustment one
//! camera and one point, in a chain of bodies two neighbours. A dense Jacobian would be mostly
//! zeros, and [`jacobian`](crate::differentiate) would spend most of its passes on them.
//!
//! The pattern: write the residuals of one *block* as a function of what they depend on, differentiate
//! that, and place the rows where they belong.
//!
//! 1. The function takes its variables by reference and yields an array, so that nothing is allocated.
//! 2. `forward` once a block: all rows share its residuals.
//! 3. `backward` once a row, with a unit vector for a seed; it adds to the shadows, which are the row.
//!
//! Here are poses on a line of bodies in the plane, and what each measures of the next: two residuals
//! of six numbers. The matrix is kept as blocks, one for each measurement.
//!
//! ```
//! use chainrule::differentiate;
//!
//! /// Where the second pose is, seen from the first, less what was measured.
//! #[differentiate]
//! fn residual(from: &[f64; 3], to: &[f64; 3], #[constant] measured: [f64; 2]) -> [f64; 2] {
//!     let (sine, cosine) = from[2].sin_cos();
//!     let (x, y) = (to[0] - from[0], to[1] - from[1]);
//!     [cosine * x + sine * y - measured[0], cosine * y - sine * x - measured[1]]
//! }
//!
//! /// The rows of one measurement: those of the first pose, and of the second.
//! fn rows(from: &[f64; 3], to: &[f64; 3], measured: [f64; 2]) -> [[[f64; 3]; 2]; 2] {
//!     let (_, residuals) = residual::forward(from, to, measured);
//!     [[1.0, 0.0], [0.0, 1.0]].map(|seed| {
//!         let (mut from_bar, mut to_bar) = ([0.0; 3], [0.0; 3]);
//!         residual::backward(from, to, measured, &residuals, seed, &mut from_bar, &mut to_bar);
//!         [from_bar, to_bar]
//!     })
//! }
//!
//! // Jᵀr, the gradient of half the sum of squares, block by block.
//! let poses = [[0.0, 0.0, 0.1], [1.0, 0.2, 0.3], [2.1, 0.1, -0.2]];
//! let measured = [[1.0, 0.1], [1.0, -0.3]];
//! let mut gradient = [[0.0; 3]; 3];
//! for i in 0..2 {
//!     let value = residual(&poses[i], &poses[i + 1], measured[i]);
//!     for (r, [by_from, by_to]) in value.iter().zip(rows(&poses[i], &poses[i + 1], measured[i])) {
//!         for k in 0..3 {
//!             gradient[i][k] += r * by_from[k];
//!             gradient[i + 1][k] += r * by_to[k];
//!         }
//!     }
//! }
//!
//! // The same in one go.
//! #[differentiate]
//! fn cost(poses: &[[f64; 3]], #[constant] measured: &[[f64; 2]]) -> f64 {
//!     let mut sum = 0.0;
//!     for i in 0..measured.len() {
//!         let [u, v] = residual(&poses[i], &poses[i + 1], measured[i]);
//!         sum += 0.5 * (u * u + v * v);
//!     }
//!     sum
//! }
//! for (ours, expected) in gradient.iter().zip(cost::gradient(&poses, &measured)) {
//!     for k in 0..3 {
//!         assert!((ours[k] - expected[k]).abs() < 1e-14);
//!     }
//! }
//! ```
//!
//! Compressed by rows, such a matrix is three vectors: where each row starts, the columns, and the
//! values. A block has the columns of its variables, so that they are known before anything is
//! computed, and only the values change from one iteration to the next. The example `gradbench` does
//! that for bundle adjustment (`examples/src/evals/ba` in the repository): two rows of fifteen numbers
//! an observation.
//!
//! # Where columns do not meet
//!
//! Variables that no residual shares can have one tangent together: the columns of all of them fit in
//! one pass (Curtis, Powell and Reid, 1974). In hand tracking each measured point has its own place
//! `u`, `v` in a triangle, so that two passes find all their columns, however many points there are:
//! the tangents are 1 for every `u`, and then for every `v`. `examples/src/evals/ht.rs` does that, with
//! the pose in further lanes of the same pass.
