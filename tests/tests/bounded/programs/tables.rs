//! Dynamic programming.

use chainrule::differentiate;

/// The cost of the cheapest alignment of two series.
#[differentiate]
pub fn time_warping(x: &[f64], n: usize) -> f64 {
    let width = n + 1;
    let mut d: Vec<f64> = vec![1e9_f64; width * width];
    d[0] = 0.0;
    for i in 1..=n {
        for j in 1..=n {
            let gap = x[i - 1] - x[n + j - 1];
            let up = d[(i - 1) * width + j];
            let left = d[i * width + j - 1];
            let both = d[(i - 1) * width + j - 1];
            d[i * width + j] = gap * gap + up.min(left).min(both);
        }
    }
    d[width * width - 1]
}

/// The same, where every step costs more the further it has come.
#[differentiate]
pub fn time_warping_nested(x: &[f64], n: usize) -> f64 {
    let mut d = vec![vec![0.0; n + 1]; n + 1];
    for i in 1..=n {
        for j in 1..=n {
            let gap = (x[i - 1] - x[n + j - 1]).abs();
            let mut least = d[i - 1][j];
            if d[i][j - 1] < least {
                least = d[i][j - 1];
            }
            if d[i - 1][j - 1] < least {
                least = d[i - 1][j - 1];
            }
            d[i][j] = gap + least + 0.01 * (least * gap).sin();
        }
    }
    d[n][n]
}

/// Edits with costs and a soft minimum.
#[differentiate]
pub fn soft_edits(x: &[f64], n: usize) -> f64 {
    let (insert, delete, change) = (x[2 * n], x[2 * n + 1], x[2 * n + 2]);
    let mut d = vec![vec![0.0; n + 1]; n + 1];
    for i in 1..=n {
        d[i][0] = d[i - 1][0] + delete * delete;
        d[0][i] = d[0][i - 1] + insert * insert;
    }
    for i in 1..=n {
        for j in 1..=n {
            let gap = x[i - 1] - x[n + j - 1];
            let a = d[i - 1][j] + delete * delete;
            let b = d[i][j - 1] + insert * insert;
            let c = d[i - 1][j - 1] + change * gap * gap;
            d[i][j] = -((-a).exp() + (-b).exp() + (-c).exp()).ln();
        }
    }
    d[n][n]
}

/// The soft maximum over all ways to split an interval.
#[differentiate]
pub fn interval_table(x: &[f64], n: usize) -> f64 {
    let mut best = vec![vec![0.0; n]; n];
    for i in 0..n {
        best[i][i] = x[i];
    }
    for length in 2..=n {
        for i in 0..=n - length {
            let j = i + length - 1;
            let mut sum = 0.0;
            for k in i..j {
                sum += (0.1 * best[i][k] - 0.1 * best[k + 1][j]).exp();
            }
            best[i][j] = (1.0 + sum).ln() * x[i].cos();
        }
    }
    best[0][n - 1]
}

/// The sum of all shortest paths.
#[differentiate]
pub fn floyd_warshall(x: &[f64], n: usize) -> f64 {
    let mut d = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            d[i][j] = if i == j { 0.0 } else { 0.1 + x[i * n + j] * x[i * n + j] };
        }
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                if d[i][k] + d[k][j] < d[i][j] {
                    d[i][j] = d[i][k] + d[k][j];
                }
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        for j in 0..n {
            t += d[i][j] * d[i][j];
        }
    }
    t
}

/// The cheapest order of multiplying matrices.
#[differentiate]
pub fn matrix_chain(x: &[f64], n: usize) -> f64 {
    let mut m = vec![0.0; n * n];
    for length in 2..=n {
        for i in 0..n + 1 - length {
            let j = i + length - 1;
            let mut least = f64::INFINITY;
            for k in i..j {
                let cost = m[i * n + k] + m[(k + 1) * n + j] + x[i] * x[k + 1] * x[j + 1];
                if cost < least {
                    least = cost;
                }
            }
            m[i * n + j] = least;
        }
    }
    m[n - 1]
}

/// The likelihood of a series under a hidden Markov model of four states.
#[differentiate]
pub fn hidden_markov(x: &[f64], n: usize) -> f64 {
    let states = 4;
    let mut alpha = vec![vec![0.0; states]; n];
    let mut log = 0.0;
    for t in 0..n {
        let mut total = 0.0;
        for s in 0..states {
            let mut before = 0.25;
            if t > 0 {
                before = 0.0;
                for r in 0..states {
                    let step = if r == s { 0.7 } else { 0.1 };
                    before += alpha[t - 1][r] * step;
                }
            }
            let gap = x[t] - s as f64 * 0.5;
            alpha[t][s] = before * (-gap * gap).exp();
            total += alpha[t][s];
        }
        for s in 0..states {
            alpha[t][s] /= total;
        }
        log += total.ln();
    }
    log
}

/// The likelihood of the most likely states.
#[differentiate]
pub fn viterbi(x: &[f64], n: usize) -> f64 {
    let states = 4;
    let mut v = vec![0.0; n * states];
    for t in 0..n {
        for s in 0..states {
            let mut best = if t == 0 { 0.0 } else { f64::NEG_INFINITY };
            if t > 0 {
                for r in 0..states {
                    let step = if r == s { -0.2 } else { -1.5 };
                    let way = v[(t - 1) * states + r] + step;
                    if way > best {
                        best = way;
                    }
                }
            }
            let gap = x[t] - s as f64 * 0.5;
            v[t * states + s] = best - gap * gap;
        }
    }
    let mut best = v[(n - 1) * states];
    for s in 1..states {
        best = best.max(v[(n - 1) * states + s]);
    }
    best
}

/// The polynomial through points, at one more.
#[differentiate]
pub fn neville(x: &[f64], n: usize) -> f64 {
    let mut p = vec![0.0; n];
    for i in 0..n {
        p[i] = x[i] * x[i];
    }
    for m in 1..n {
        for i in 0..n - m {
            let (a, b) = (i as f64 + 0.1 * x[i], (i + m) as f64 + 0.1 * x[i + m]);
            let at = 0.5 * n as f64;
            p[i] = ((at - b) * p[i] + (a - at) * p[i + 1]) / (a - b);
        }
    }
    (p[0] * 0.001).sin()
}
