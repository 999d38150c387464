//! Functions whose loops read and write one array: of `n` and of as many numbers as they need.
// Indices as in the formulas.
#![allow(clippy::needless_range_loop, clippy::manual_swap, clippy::manual_memcpy, missing_docs)]

pub mod factors;
pub mod steps;
pub mod sweeps;
pub mod tables;

/// A function, its gradient, how many numbers it takes for `n`, and whether its derivative exists
/// where two numbers change places.
#[derive(Clone, Copy)]
pub struct Program {
    pub name: &'static str,
    pub value: fn(&[f64], usize) -> f64,
    pub gradient: fn(&[f64], usize) -> Vec<f64>,
    pub count: fn(usize) -> usize,
    /// A size at which a call takes some ten microseconds: for the benchmark, which shares this file.
    #[allow(dead_code)]
    pub size: usize,
}

macro_rules! programs {
    ($($module:ident :: $name:ident ($count:expr, $size:expr);)*) => {
        /// All of them.
        pub const PROGRAMS: &[Program] = &[$(Program {
            name: stringify!($name),
            value: $module::$name,
            gradient: |x, n| $module::$name::gradient(x, n),
            count: $count,
            size: $size,
        }),*];
    };
}

programs! {
    factors::cholesky_nested(|n| n * n, 25);
    factors::cholesky_flat(|n| n * n, 25);
    factors::cholesky_rows(|n| n * n, 25);
    factors::cholesky_ndarray(|n| n * n, 25);
    factors::lu_in_place(|n| n * n, 25);
    factors::lu_pivoted(|n| n * n, 25);
    factors::crout(|n| n * n, 25);
    factors::triangular_inverse(|n| n * n, 25);
    factors::gauss_jordan(|n| n * n, 20);
    factors::householder(|n| n * n, 20);
    factors::givens(|n| n * n, 20);
    tables::time_warping(|n| 2 * n, 50);
    tables::time_warping_nested(|n| 2 * n, 50);
    tables::soft_edits(|n| 2 * n + 3, 50);
    tables::interval_table(|n| n, 25);
    tables::floyd_warshall(|n| n * n, 25);
    tables::matrix_chain(|n| n + 1, 25);
    tables::hidden_markov(|n| n, 100);
    tables::viterbi(|n| n, 100);
    tables::neville(|n| n, 50);
    sweeps::heat(|n| n * n, 20);
    sweeps::over_relaxation(|n| n * n, 20);
    sweeps::thomas(|n| 4 * n, 200);
    sweeps::levinson(|n| n, 50);
    sweeps::fourier(|n| 2 << n.ilog2(), 128);
    sweeps::bubble_sort(|n| n, 50);
    sweeps::leapfrog(|n| 2 * n, 12);
    steps::adaptive_steps(|n| n, 25);
    steps::tree(|n| n, 100);
    steps::minors(|n| n * n, 2);
}
