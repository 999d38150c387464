//! Arrays that are gone through again and again.

use chainrule::differentiate;

/// Heat in a plate whose conductivity depends on the temperature.
#[differentiate]
pub fn heat(x: &[f64], n: usize) -> f64 {
    let mut u = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            u[i][j] = x[i * n + j];
        }
    }
    for _ in 0..10 {
        let mut next = u.clone();
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                let around = u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1];
                next[i][j] = u[i][j] + 0.1 * (1.0 + 0.1 * u[i][j]) * (around - 4.0 * u[i][j]);
            }
        }
        u = next;
    }
    let mut t = 0.0;
    for i in 0..n {
        for j in 0..n {
            t += u[i][j] * u[i][j];
        }
    }
    t
}

/// Gauss and Seidel's sweeps, over-relaxed, of an equation that is not linear.
#[differentiate]
pub fn over_relaxation(x: &[f64], n: usize) -> f64 {
    let mut u = vec![0.0; n * n];
    for _ in 0..10 {
        for i in 1..n - 1 {
            for j in 1..n - 1 {
                let at = i * n + j;
                let around = u[at - n] + u[at + n] + u[at - 1] + u[at + 1];
                let value = (around + x[at] - 0.05 * u[at] * u[at] * u[at]) / 4.0;
                u[at] = u[at] + 1.3 * (value - u[at]);
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n * n {
        t += u[i] * u[i];
    }
    t
}

/// A tridiagonal system, in place.
#[differentiate]
pub fn thomas(x: &[f64], n: usize) -> f64 {
    let mut b = vec![0.0; n];
    let mut d = vec![0.0; n];
    for i in 0..n {
        b[i] = 4.0 + x[n + i];
        d[i] = x[3 * n + i];
    }
    for i in 1..n {
        let w = x[i] / b[i - 1];
        b[i] -= w * x[2 * n + i - 1];
        d[i] -= w * d[i - 1];
    }
    d[n - 1] /= b[n - 1];
    for i in (0..n - 1).rev() {
        d[i] = (d[i] - x[2 * n + i] * d[i + 1]) / b[i];
    }
    let mut t = 0.0;
    for i in 0..n {
        t += d[i] * d[i];
    }
    t
}

/// Levinson and Durbin's recursion.
#[differentiate]
pub fn levinson(x: &[f64], n: usize) -> f64 {
    let mut a = vec![0.0; n];
    let mut error = n as f64 + x[0] * x[0];
    for k in 1..n {
        let mut s = x[k];
        for j in 1..k {
            s += a[j] * x[k - j];
        }
        let reflection = -s / error;
        a[k] = reflection;
        for j in 1..=k / 2 {
            let (p, q) = (a[j], a[k - j]);
            a[j] = p + reflection * q;
            a[k - j] = q + reflection * p;
        }
        error *= 1.0 - reflection * reflection;
    }
    let mut t = error.ln();
    for i in 1..n {
        t += a[i] * a[i];
    }
    t
}

/// Fourier's transform in place, of real and imaginary parts one after the other, and its squares.
#[differentiate]
pub fn fourier(x: &[f64], n: usize) -> f64 {
    let size = 2usize.pow(n.ilog2());
    let mut re = vec![0.0; size];
    let mut im = vec![0.0; size];
    for i in 0..size {
        re[i] = x[i];
        im[i] = x[size + i];
    }
    let mut half = 1;
    while half < size {
        for start in 0..size / (2 * half) {
            for k in 0..half {
                let angle = -std::f64::consts::PI * k as f64 / half as f64;
                let (c, s) = (angle.cos(), angle.sin());
                let p = start * 2 * half + k;
                let q = p + half;
                let (a, b) = (re[q] * c - im[q] * s, re[q] * s + im[q] * c);
                re[q] = re[p] - a;
                im[q] = im[p] - b;
                re[p] += a;
                im[p] += b;
            }
        }
        half *= 2;
    }
    let mut t = 0.0;
    for i in 0..size {
        let square = re[i] * re[i] + im[i] * im[i];
        t += (1.0 + square).ln();
    }
    t
}

/// Numbers in order, weighted.
#[differentiate]
pub fn bubble_sort(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    for i in 0..n {
        for j in 0..n - 1 - i {
            if a[j] > a[j + 1] {
                let held = a[j];
                a[j] = a[j + 1];
                a[j + 1] = held;
            }
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += a[i] * a[i] * (i + 1) as f64;
    }
    t
}

/// Bodies on a line that attract each other.
#[differentiate]
pub fn leapfrog(x: &[f64], n: usize) -> f64 {
    let mut place = vec![0.0; n];
    let mut speed = vec![0.0; n];
    for i in 0..n {
        place[i] = i as f64 + 0.1 * x[i];
        speed[i] = x[n + i];
    }
    for _ in 0..20 {
        for i in 0..n {
            place[i] += 0.01 * speed[i];
        }
        for i in 0..n {
            for j in 0..n {
                if i != j {
                    let gap = place[j] - place[i];
                    let square = gap * gap + 0.1;
                    speed[i] += 0.02 * gap / (square * square.sqrt());
                }
            }
        }
        for i in 0..n {
            place[i] += 0.01 * speed[i];
        }
    }
    let mut t = 0.0;
    for i in 0..n {
        t += speed[i] * speed[i] + place[i] * place[i];
    }
    t
}
