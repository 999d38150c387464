//! Gaussian mixture model: the logarithm of the posterior density, with a Wishart prior.
//!
//! The inverse covariance of component k is Qₖᵀ Qₖ for a lower triangular Qₖ with the diagonal
//! exp(qₖ) and, below it, lₖ column by column.
// Indices as in the formulas.
#![allow(clippy::needless_range_loop)]

use std::f64::consts::PI;

use chainrule::differentiate;

use super::lse::logsumexp;

/// The prior of the components' inverse covariances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wishart {
    /// γ
    pub gamma: f64,
    /// How many degrees of freedom beyond d + 1 there are.
    pub m: usize,
}

impl Wishart {
    /// n' d (log γ − ½ log 2) − log Γ_d(n'/2), where n' = d + m + 1.
    fn log_normalisation(&self, d: usize) -> f64 {
        let n = d + self.m + 1;
        (n * d) as f64 * (self.gamma.ln() - 0.5 * 2f64.ln()) - ln_multigamma(n, d)
    }
}

/// log p(x, α, μ, q, l) for points `x` and means `mu` of d coordinates, one after the other:
///
/// −n d/2 log 2π + Σᵢ log Σₖ exp(αₖ + Σ qₖ − ½ |Qₖ (xᵢ − μₖ)|²) − n log Σₖ exp αₖ + log prior
#[differentiate]
pub fn objective(
    alpha: &[f64],
    mu: &[f64],
    q: &[f64],
    l: &[f64],
    #[constant] x: &[f64],
    #[constant] prior: Wishart,
) -> f64 {
    let k = alpha.len();
    let d = mu.len() / k;
    let n = x.len() / d;
    let below = d * (d - 1) / 2;

    let mut diagonals = vec![0.0; k * d];
    let mut log_determinants = vec![0.0; k];
    for j in 0..k {
        for i in j * d..(j + 1) * d {
            diagonals[i] = q[i].exp();
            log_determinants[j] += q[i];
        }
    }

    let mut centred = vec![0.0; d];
    let mut scaled = vec![0.0; d];
    let mut terms = vec![0.0; k];
    let mut likelihood = 0.0;
    for i in 0..n {
        let point = &x[i * d..(i + 1) * d];
        for j in 0..k {
            subtract(point, &mu[j * d..(j + 1) * d], &mut centred);
            multiply(
                &diagonals[j * d..(j + 1) * d],
                &l[j * below..(j + 1) * below],
                &centred,
                &mut scaled,
            );
            terms[j] = alpha[j] + log_determinants[j] - 0.5 * squared_norm(&scaled);
        }
        likelihood += logsumexp(&terms);
    }

    let constant = -0.5 * (n * d) as f64 * (2.0 * PI).ln();
    constant + likelihood - n as f64 * logsumexp(alpha)
        + log_prior(&diagonals, &log_determinants, l, prior)
}

/// Σₖ m Σ qₖ − ½ γ² (|exp(qₖ)|² + |lₖ|²), and a constant.
#[differentiate]
fn log_prior(
    diagonals: &[f64],
    log_determinants: &[f64],
    l: &[f64],
    #[constant] prior: Wishart,
) -> f64 {
    let k = log_determinants.len();
    let d = diagonals.len() / k;
    let sum: f64 = log_determinants.iter().sum();
    let norms = squared_norm(diagonals) + squared_norm(l);
    prior.m as f64 * sum - 0.5 * prior.gamma * prior.gamma * norms
        + k as f64 * prior.log_normalisation(d)
}

/// log Γ_d(n/2)
fn ln_multigamma(n: usize, d: usize) -> f64 {
    let sum: f64 = (0..d).map(|j| ln_gamma_of_half(n - j)).sum();
    0.25 * (d * (d - 1)) as f64 * PI.ln() + sum
}

/// log Γ(n/2), from Γ(½) = √π or Γ(1) = 1 by Γ(x + 1) = x Γ(x).
fn ln_gamma_of_half(n: usize) -> f64 {
    let start = if n % 2 == 1 { 0.5 * PI.ln() } else { 0.0 };
    (1..n.div_ceil(2)).map(|i| (0.5 * n as f64 - i as f64).ln()).sum::<f64>() + start
}

/// a − b
#[differentiate]
fn subtract(#[constant] a: &[f64], b: &[f64], difference: &mut [f64]) {
    for i in 0..a.len() {
        difference[i] = a[i] - b[i];
    }
}

/// Q x for a lower triangular Q with this diagonal and, below it, `l` column by column.
#[differentiate]
fn multiply(diagonal: &[f64], l: &[f64], x: &[f64], product: &mut [f64]) {
    let d = diagonal.len();
    for i in 0..d {
        product[i] = diagonal[i] * x[i];
    }
    let mut next = 0;
    for column in 0..d {
        for row in column + 1..d {
            product[row] += l[next] * x[column];
            next += 1;
        }
    }
}

/// |x|²
#[differentiate]
fn squared_norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}
