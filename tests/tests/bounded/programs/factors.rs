//! Factors of matrices, and what is computed from them.

use chainrule::differentiate;
use ndarray::Array2;

/// A matrix that has all factors: dominated by its diagonal.
#[differentiate]
fn dominant(x: &[f64], n: usize, i: usize, j: usize) -> f64 {
    let symmetric = x[i * n + j] + x[j * n + i];
    if i == j { symmetric + 4.0 * n as f64 } else { symmetric }
}

/// log det of L
#[differentiate]
pub fn cholesky_nested(x: &[f64], n: usize) -> f64 {
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut s = 0.0;
            for k in 0..j {
                s += l[i][k] * l[j][k];
            }
            if i == j {
                l[i][j] = (x[i * n + i] + 4.0 * n as f64 - s).sqrt();
            } else {
                l[i][j] = (x[i * n + j] - s) / l[j][j];
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += l[i][i].ln();
    }
    t
}

#[differentiate]
pub fn cholesky_flat(x: &[f64], n: usize) -> f64 {
    let mut l = vec![0.0; n * n];
    for j in 0..n {
        let mut d = x[j * n + j] + 4.0 * n as f64;
        for k in 0..j {
            d -= l[j * n + k] * l[j * n + k];
        }
        l[j * n + j] = d.sqrt();
        for i in j + 1..n {
            let mut s = x[i * n + j];
            for k in 0..j {
                s -= l[i * n + k] * l[j * n + k];
            }
            l[i * n + j] = s / l[j * n + j];
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += l[i * n + i].ln() + l[(n - 1) * n + i];
    }
    t
}

/// In place, by rows of fixed room.
#[differentiate]
pub fn cholesky_rows(x: &[f64], n: usize) -> f64 {
    let mut a = [[0.0; 104]; 104];
    for i in 0..n {
        for j in 0..=i {
            a[i][j] = dominant(x, n, i, j);
        }
    }
    for j in 0..n {
        a[j][j] = a[j][j].sqrt();
        for i in j + 1..n {
            a[i][j] /= a[j][j];
        }
        for i in j + 1..n {
            for k in j + 1..=i {
                a[i][k] -= a[i][j] * a[k][j];
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i][i] * a[n - 1][i];
    }
    t
}

#[differentiate]
pub fn cholesky_ndarray(x: &[f64], n: usize) -> f64 {
    let mut l = Array2::zeros((n, n));
    for i in 0..n {
        for j in 0..=i {
            let mut s = dominant(x, n, i, j);
            for k in 0..j {
                s -= l[[i, k]] * l[[j, k]];
            }
            l[[i, j]] = if i == j { s.sqrt() } else { s / l[[j, j]] };
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += l[[i, i]].ln() * l[[n - 1, i]];
    }
    t
}

#[differentiate]
pub fn lu_in_place(x: &[f64], n: usize) -> f64 {
    let mut a = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            a[i][j] = dominant(x, n, i, j);
        }
    }
    for k in 0..n {
        for i in k + 1..n {
            let f = a[i][k] / a[k][k];
            a[i][k] = f;
            for j in k + 1..n {
                a[i][j] -= f * a[k][j];
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i][i].ln() + a[n - 1][i] * a[i][n - 1];
    }
    t
}

#[differentiate]
pub fn lu_pivoted(x: &[f64], n: usize) -> f64 {
    let mut a = vec![0.0; n * n];
    for i in 0..n * n {
        a[i] = x[i];
    }
    let mut t = 0.0;
    for k in 0..n {
        let mut p = k;
        for i in k + 1..n {
            if a[i * n + k].abs() > a[p * n + k].abs() {
                p = i;
            }
        }
        if p != k {
            for j in 0..n {
                let held = a[k * n + j];
                a[k * n + j] = a[p * n + j];
                a[p * n + j] = held;
            }
        }
        t += a[k * n + k].abs().ln();
        for i in k + 1..n {
            let f = a[i * n + k] / a[k * n + k];
            for j in k..n {
                a[i * n + j] -= f * a[k * n + j];
            }
        }
    }
    t
}

#[differentiate]
pub fn crout(x: &[f64], n: usize) -> f64 {
    let mut l = vec![vec![0.0; n]; n];
    let mut u = vec![vec![0.0; n]; n];
    for j in 0..n {
        u[j][j] = 1.0;
        for i in j..n {
            let mut s = 0.0;
            for k in 0..j {
                s += l[i][k] * u[k][j];
            }
            l[i][j] = dominant(x, n, i, j) - s;
        }
        for i in j + 1..n {
            let mut s = 0.0;
            for k in 0..j {
                s += l[j][k] * u[k][i];
            }
            u[j][i] = (dominant(x, n, j, i) - s) / l[j][j];
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += l[i][i].ln() + l[n - 1][i] * u[i][n - 1];
    }
    t
}

#[differentiate]
pub fn triangular_inverse(x: &[f64], n: usize) -> f64 {
    let mut inverse = vec![vec![0.0; n]; n];
    for j in 0..n {
        inverse[j][j] = 1.0 / (2.0 + x[j * n + j]);
        for i in j + 1..n {
            let mut s = 0.0;
            for k in j..i {
                s += x[i * n + k] * inverse[k][j];
            }
            inverse[i][j] = -s * inverse[i][0] / (2.0 + x[i * n + i]) - s;
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += inverse[n - 1][i] * inverse[i][0];
    }
    t
}

#[differentiate]
pub fn gauss_jordan(x: &[f64], n: usize) -> f64 {
    let width = 2 * n;
    let mut a = vec![0.0; n * width];
    for i in 0..n {
        for j in 0..n {
            a[i * width + j] = dominant(x, n, i, j);
        }
        a[i * width + n + i] = 1.0;
    }
    for k in 0..n {
        let pivot = a[k * width + k];
        for j in 0..width {
            a[k * width + j] /= pivot;
        }
        for i in 0..n {
            if i != k {
                let f = a[i * width + k];
                for j in 0..width {
                    a[i * width + j] -= f * a[k * width + j];
                }
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i * width + n + i] * a[width - 1];
    }
    t
}

#[differentiate]
pub fn householder(x: &[f64], n: usize) -> f64 {
    let mut a = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            a[i][j] = dominant(x, n, i, j);
        }
    }
    let mut v = vec![0.0; n];
    for k in 0..n - 1 {
        let mut norm = 0.0;
        for i in k..n {
            norm += a[i][k] * a[i][k];
        }
        let alpha = -a[k][k].signum() * norm.sqrt();
        for i in k..n {
            v[i] = a[i][k];
        }
        v[k] -= alpha;
        let mut square = 0.0;
        for i in k..n {
            square += v[i] * v[i];
        }
        for j in k..n {
            let mut s = 0.0;
            for i in k..n {
                s += v[i] * a[i][j];
            }
            let f = 2.0 * s / square;
            for i in k..n {
                a[i][j] -= f * v[i];
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i][i].abs().ln() + a[0][i];
    }
    t
}

#[differentiate]
pub fn givens(x: &[f64], n: usize) -> f64 {
    let mut a = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            a[i * n + j] = dominant(x, n, i, j);
        }
    }
    for j in 0..n {
        for i in (j + 1..n).rev() {
            let (p, q) = (a[(i - 1) * n + j], a[i * n + j]);
            let r = (p * p + q * q).sqrt();
            let (c, s) = (p / r, q / r);
            for k in j..n {
                let (above, below) = (a[(i - 1) * n + k], a[i * n + k]);
                a[(i - 1) * n + k] = c * above + s * below;
                a[i * n + k] = c * below - s * above;
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i * n + i].abs().ln() + a[i];
    }
    t
}
