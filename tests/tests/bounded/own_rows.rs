//! Loops that read the elements of a row and overwrite them: what is kept of the row is what stood there before,
//! and not what another iteration, or the same one, has written.

use chainrule::differentiate;

against_differences! {
    rotations(x, n) {
        let mut a = x.to_vec();
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
        a.iter().map(|v| v * v * v).sum()
    }
    rotations_from_the_end(x, n) {
        let mut a = x.to_vec();
        for i in 1..n {
            let (c, s) = (a[i].cos(), a[i].sin());
            for k in (0..n).rev() {
                let (above, below) = (a[(i - 1) * n + k], a[i * n + k]);
                a[(i - 1) * n + k] = c * above + s * below;
                a[i * n + k] = c * below * above - s * above;
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    // Read before the iteration that overwrites it.
    the_next_one(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            for k in 0..n - 1 {
                let next = a[k + 1];
                a[k] = (a[k] * next * next).sin() + 0.2 * x[t];
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    // Read after it.
    the_one_before(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            for k in 1..n {
                let before = a[k - 1];
                a[k] = 0.5 * (a[k] * before * before).sin() + 0.2 * x[t];
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    the_next_one_from_the_end(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            for k in (0..n - 1).rev() {
                let next = a[k + 1];
                a[k] = 0.5 * (a[k] * next * next).sin() + 0.2 * x[t];
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    written_before_it_is_read(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            for k in 0..n {
                a[k] *= x[t];
                let now = a[k];
                a[k] = now * now.sin();
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    // Which one is the other's is not known.
    two_rows_that_may_be_one(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            let p = (t * t + 1) % n;
            for k in 0..n {
                let (one, other) = (a[t * n + k], a[p * n + k]);
                a[p * n + k] = one * other;
                a[t * n + k] += (one * other).sin();
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    nested_rows(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        for i in 1..n {
            let c = a[i][0].cos();
            for k in 0..n {
                let (above, below) = (a[i - 1][k], a[i][k]);
                a[i - 1][k] = c * above + below * below;
                a[i][k] = c * below * above;
            }
        }
        a.iter().flatten().map(|v| v * v).sum()
    }
    under_a_condition(x, n) {
        let mut a = x.to_vec();
        for t in 0..n {
            for k in 0..n {
                let old = a[k];
                if old > x[t] {
                    a[k] = old * old;
                }
                if k + 1 < n {
                    a[k + 1] += 0.1 * old * x[t];
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
}
