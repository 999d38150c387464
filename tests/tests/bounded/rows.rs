//! Loops that read one row of an array and write others, or the same: what is read must be what stood
//! there then.

use chainrule::differentiate;

against_differences! {
    // The row is written by the loop itself, where i = k.
    the_same_row(x, n) {
        let mut a = x.to_vec();
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    a[i * n + j] += 0.3 * a[i * n + k] * a[k * n + j];
                }
            }
        }
        a.iter().sum()
    }
    // One element beyond the row is the first of the next one.
    one_too_many(x, n) {
        let mut a = x.to_vec();
        for k in 0..n - 1 {
            for i in k + 1..n {
                for j in 0..n {
                    a[i * n + j] = a[i * n + j] * 0.5 + a[k * n + j + 1] * a[i * n + j];
                }
            }
        }
        a.iter().sum()
    }
    all_other_rows(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        for k in 0..n {
            for i in 0..n {
                if k != i {
                    let f = a[i][k] * 0.25;
                    for j in 0..n {
                        a[i][j] += f * a[k][j] * a[i][j];
                    }
                }
            }
        }
        a.iter().flatten().map(|v| v * v).sum()
    }
    // Nothing is known of p but that it is not k.
    a_chosen_row(x, n) {
        let mut a = x.to_vec();
        for k in 0..n {
            let p = (k * 2 + 1) % n;
            for i in 0..n {
                if i != k {
                    for j in 0..n {
                        a[i * n + j] -= 0.2 * a[p * n + j] * a[i * n + k];
                    }
                }
            }
        }
        a.iter().sum()
    }
    rows_above(x, n) {
        let mut a = x.to_vec();
        for k in (0..n).rev() {
            for i in 0..k {
                for j in i..n {
                    a[i * n + j] -= a[i * n + k] * a[k * n + j];
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    // The row is written in one arm and read in the other.
    written_elsewhere(x, n) {
        let mut a = x.to_vec();
        for k in 0..n {
            for i in 0..n {
                if i != k {
                    for j in 0..n {
                        a[i * n + j] += 0.1 * a[k * n + j] * a[k * n + j];
                    }
                } else {
                    for j in 0..n {
                        a[i * n + j] *= 0.9;
                    }
                }
            }
        }
        a.iter().sum()
    }
    part_of_a_row(x, n) {
        let mut a = x.to_vec();
        for k in 1..n {
            for i in k..n {
                for j in k - 1..n - 1 {
                    a[i * n + j] = a[i * n + j] - a[(k - 1) * n + j] * a[(k - 1) * n + j];
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    columns(x, n) {
        let mut a = x.to_vec();
        for k in 0..n {
            for j in k + 1..n {
                for i in 0..n {
                    a[i * n + j] -= a[i * n + k] * a[k * n + j] * 0.5;
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    transposed(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        for k in 0..n {
            for j in k + 1..n {
                for i in k + 1..n {
                    a[j][i] -= a[k][i] * a[j][k] * 0.5;
                }
            }
        }
        a.iter().flatten().map(|v| v * v).sum()
    }
    counted_by_hand(x, n) {
        let mut a = x.to_vec();
        for k in 0..n {
            let mut i = 0;
            while i < n {
                if i != k {
                    for j in 0..n {
                        a[i * n + j] -= 0.3 * a[i * n + k] * a[k * n + j];
                    }
                }
                i += 1;
            }
        }
        a.iter().sum()
    }
    // A write to a whole row that may be the one that is read.
    whole_rows(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    a[i][j] += 0.1 * a[k][j] * a[k][j];
                }
                a[k] = a[i].clone();
            }
        }
        a.iter().flatten().sum()
    }
}

#[differentiate]
fn reduce(a: &mut [f64], b: &mut [f64], n: usize) {
    for k in 0..n {
        for i in k + 1..n {
            let f = a[i * n + k] / a[k * n + k];
            for j in k..n {
                a[i * n + j] -= f * a[k * n + j];
            }
            b[i] -= f * b[k];
        }
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            b[i] -= a[i * n + j] * b[j];
        }
        b[i] /= a[i * n + i];
    }
}

/// A solution's derivative by the implicit function theorem: for x = A⁻¹ b and s = Σ xᵢ the gradients are
/// b̄ = A⁻ᵀ 1 and Ā = −b̄ xᵀ.
#[test]
fn elimination_behind_references() {
    #[differentiate]
    fn f(a: &[f64], b: &[f64], n: usize) -> f64 {
        let (mut a, mut b) = (a.to_vec(), b.to_vec());
        reduce(&mut a, &mut b, n);
        b.iter().sum()
    }
    for n in 0..6 {
        let mut a = crate::numbers(n * n);
        (0..n).for_each(|i| a[i * n + i] += n as f64);
        let b = crate::numbers(n);
        let transposed: Vec<f64> = (0..n * n).map(|at| a[at % n * n + at / n]).collect();
        let solved = |matrix: &[f64], right: &[f64]| {
            let (mut matrix, mut right) = (matrix.to_vec(), right.to_vec());
            reduce(&mut matrix, &mut right, n);
            right
        };
        let (x, y) = (solved(&a, &b), solved(&transposed, &vec![1.0; n]));
        let (a_bar, b_bar) = f::gradient(&a, &b, n);
        for i in 0..n {
            assert!((b_bar[i] - y[i]).abs() < 1e-12);
            for j in 0..n {
                assert!((a_bar[i * n + j] + y[i] * x[j]).abs() < 1e-12);
            }
        }
    }
}

/// A loop without a round asks for no row: there may be none.
#[test]
fn a_row_that_there_is_not() {
    #[differentiate]
    fn f(x: &[f64], n: usize, rounds: usize) -> f64 {
        let mut a = x.to_vec();
        for k in 0..n {
            for i in n..n + rounds {
                for j in 0..n {
                    a[i * n + j] *= a[(k + 1) * n + j];
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    assert_eq!(f::gradient(&[3.0, 4.0], 2, 0), [6.0, 8.0]);
    assert_eq!(f::gradient(&[], 2, 0), Vec::<f64>::new());
}
