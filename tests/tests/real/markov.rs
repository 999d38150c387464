//! Chains with hidden states, and what is counted along paths.

use chainrule::differentiate;
use ndarray::{Array1, Array2};

/// The likelihood of what was seen, scaled at each step (Rabiner, 1989).
#[differentiate]
fn forward_log_likelihood(
    initial: &[f64],
    transition: &[Vec<f64>],
    emission: &[Vec<f64>],
    #[constant] seen: &[usize],
) -> f64 {
    let n = initial.len();
    let mut alpha: Vec<f64> = (0..n).map(|i| initial[i] * emission[i][seen[0]]).collect();
    let mut log_likelihood = 0.0;
    for t in 1..=seen.len() {
        let scale: f64 = alpha.iter().sum();
        log_likelihood += scale.ln();
        for a in &mut alpha {
            *a /= scale;
        }
        if t == seen.len() {
            break;
        }
        let mut next = vec![0.0; n];
        for j in 0..n {
            for i in 0..n {
                next[j] += alpha[i] * transition[i][j];
            }
            next[j] *= emission[j][seen[t]];
        }
        alpha = next;
    }
    log_likelihood
}

/// The best path's score, in logarithms.
#[differentiate]
fn viterbi(score: &Array2<f64>, transition: &Array2<f64>) -> f64 {
    let (steps, states) = score.dim();
    let mut best = score.row(0).to_owned();
    for t in 1..steps {
        let mut next = Array1::<f64>::zeros(states);
        for j in 0..states {
            let mut top = f64::NEG_INFINITY;
            for i in 0..states {
                let candidate = best[i] + transition[[i, j]];
                if candidate > top {
                    top = candidate;
                }
            }
            next[j] = top + score[[t, j]];
        }
        best = next;
    }
    best.iter().cloned().fold(f64::NEG_INFINITY, f64::max)
}

/// The same with soft maxima: a linear-chain conditional random field's normaliser.
#[differentiate]
fn log_partition(score: &Array2<f64>, transition: &Array2<f64>) -> f64 {
    let (steps, states) = score.dim();
    let mut alpha: Vec<f64> = score.row(0).to_vec();
    for t in 1..steps {
        alpha = (0..states)
            .map(|j| {
                let terms: Vec<f64> = (0..states).map(|i| alpha[i] + transition[[i, j]]).collect();
                log_sum(&terms) + score[[t, j]]
            })
            .collect();
    }
    log_sum(&alpha)
}

#[differentiate]
fn log_sum(x: &[f64]) -> f64 {
    let top = x.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    top + x.iter().map(|v| (v - top).exp()).sum::<f64>().ln()
}

/// The distribution after a power of the chain, and how far it is from rest.
#[differentiate]
fn mixing(p: &[[f64; 3]; 3], steps: u32) -> f64 {
    let mut x = [1.0, 0.0, 0.0];
    for _ in 0..steps {
        let mut y = [0.0; 3];
        for (i, row) in p.iter().enumerate() {
            for (j, pij) in row.iter().enumerate() {
                y[j] += x[i] * pij;
            }
        }
        x = y;
    }
    x.iter().map(|v| (v - 1.0 / 3.0).powi(2)).sum()
}

/// A birth and death process by its rates.
#[differentiate]
fn stationary_mean(birth: f64, death: f64, capacity: usize) -> f64 {
    let (mut weight, mut total, mut first) = (1.0, 1.0, 0.0);
    for k in 1..=capacity {
        weight *= birth / (death * k as f64);
        total += weight;
        first += k as f64 * weight;
    }
    first / total
}

/// Page rank by iteration, with damping.
#[differentiate]
fn rank(damping: f64, bias: f64) -> f64 {
    let links = vec![vec![1, 2], vec![2], vec![0], vec![0, 2]];
    let mut r = [0.25; 4];
    for _ in 0..15 {
        let mut next = [(1.0 - damping) / 4.0; 4];
        for (from, targets) in links.iter().enumerate() {
            for &to in targets.iter() {
                next[to] += damping * r[from] / targets.len() as f64;
            }
        }
        r = next;
    }
    r[2] * bias + r[0]
}

crate::of_numbers! {
    pages: rank(d = 0.85, b = 2.0);
}

const AT: [f64; 6] = [0.3, 0.7, 0.6, 0.4, 0.2, 0.9];

#[test]
fn hidden_states() {
    let pair = |x: &[f64]| vec![x[..2].to_vec(), x[2..4].to_vec()];
    let seen = [0, 1, 1, 0, 1];
    let (initial, emission) = ([0.6, 0.4], pair(&[0.9, 0.1, 0.3, 0.7]));
    crate::check(
        |x| forward_log_likelihood(&initial, &pair(x), &emission, &seen),
        |x| forward_log_likelihood::gradient(&initial, &pair(x), &emission, &seen).1.concat(),
        &AT[..4],
    );
    crate::check(
        |x| forward_log_likelihood(&initial, &emission, &pair(x), &seen),
        |x| forward_log_likelihood::gradient(&initial, &emission, &pair(x), &seen).2.concat(),
        &AT[..4],
    );
}

#[test]
fn paths() {
    let matrix = |x: &[f64]| Array2::from_shape_vec((3, 2), x.to_vec()).unwrap();
    let transition = ndarray::array![[0.1, -0.4], [0.3, 0.2]];
    crate::check(
        |x| viterbi(&matrix(x), &transition),
        |x| viterbi::gradient(&matrix(x), &transition).0.iter().copied().collect(),
        &AT,
    );
    crate::check(
        |x| log_partition(&matrix(x), &transition),
        |x| log_partition::gradient(&matrix(x), &transition).0.iter().copied().collect(),
        &AT,
    );
}

#[test]
fn chains() {
    let of = |x: &[f64]| [[x[0], x[1], x[2]], [x[3], x[4], x[5]], [x[6], x[7], x[8]]];
    crate::check(
        |x| mixing(&of(x), 6),
        |x| mixing::gradient(&of(x), 6).concat(),
        &[0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.4, 0.1, 0.5],
    );
    crate::check(
        |x| stationary_mean(x[0], x[1], 9),
        |x| {
            let (a, b) = stationary_mean::gradient(x[0], x[1], 9);
            vec![a, b]
        },
        &[1.7, 0.8],
    );
}
