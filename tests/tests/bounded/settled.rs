//! Arrays whose elements are read after they were written, and perhaps written again: what was read must be
//! what stood there then.

use chainrule::differentiate;

against_differences! {
    a_table(x, n) {
        let mut d = vec![vec![0.0_f64; n]; n];
        for i in 0..n {
            for j in 0..n {
                let up = if i > 0 { d[i - 1][j] } else { 1.0 };
                let left = if j > 0 { d[i][j - 1] } else { 0.5 };
                d[i][j] = (x[i * n + j] * up * left).sin() + 0.5 * up.sin();
            }
        }
        d[n - 1][n - 1]
    }
    // The table is filled twice: what the first pass read is overwritten by the second.
    filled_twice(x, n) {
        let mut d = vec![0.5; n + 1];
        for i in 0..n {
            d[i + 1] = d[i] * x[i];
        }
        for i in 0..n {
            d[i + 1] = d[i + 1] * d[i] + x[i] * d[n];
        }
        d.iter().sum()
    }
    in_rounds(x, n) {
        let mut d = x[..n].to_vec();
        for t in 0..n {
            for i in 1..n {
                d[i] = (d[i - 1] * d[i]).sin() + x[t * n + i];
            }
        }
        d.iter().sum()
    }
    backwards(x, n) {
        let mut d = vec![0.0; n + 1];
        for i in (0..n).rev() {
            d[i] = x[i] * d[i + 1] * d[i + 1] + x[i];
        }
        d[0] * d[n / 2]
    }
    // Read from the side that is yet to be written.
    from_the_other_side(x, n) {
        let mut d = x[..n].to_vec();
        for i in (1..n).rev() {
            d[i] = d[i - 1] * d[i];
        }
        for i in 0..n - 1 {
            d[i] = d[i + 1] * d[i] * 0.5;
        }
        d.iter().map(|v| v * v).sum()
    }
    the_last_one_again(x, n) {
        let mut d = vec![0.7; n + 1];
        for i in 0..n {
            d[i + 1] = d[i] * d[i] + x[i];
            d[i] = d[i] * 0.5;
        }
        d.iter().map(|v| v * v).sum()
    }
    one_element_again(x, n) {
        let mut d = vec![0.7; n + 1];
        for i in 0..n {
            d[i + 1] = d[i] * d[i] * x[i];
        }
        if x[0] > 0.0 {
            d[n / 2] = d[n] * x[0];
        }
        d.iter().map(|v| v * v).sum()
    }
    a_table_an_iteration(x, n) {
        let mut s = 0.0;
        for t in 0..n {
            let mut d = vec![x[t]; n + 1];
            for i in 0..n {
                d[i + 1] += d[i] * d[i] * x[t * n + i];
            }
            s += d[n] * d[n];
        }
        s
    }
    while_there_is_more(x, n) {
        let mut d = vec![0.7; n + 1];
        let mut i = 0;
        while i < n {
            d[i + 1] = d[i] * d[i] + x[i];
            i += 1;
        }
        d[n] * d[n]
    }
    strides(x, n) {
        let mut d = x.to_vec();
        for i in 1..n {
            for j in 0..n {
                d[i * n + j] += d[(i - 1) * n + (j + 1) % n] * d[(i - 1) * n + j];
            }
        }
        d.iter().map(|v| v * v).sum()
    }
    overlapping_rows(x, n) {
        let mut d = vec![0.9_f64; 2 * n + 1];
        for i in 0..n {
            for j in 0..n {
                d[i + j + 1] = (d[i + j] * d[i + j + 1]).sin() + x[i * n + j];
            }
        }
        d.iter().sum()
    }
    factor(x, n) {
        let mut l = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let mut s = x[i * n + j];
                if i == j {
                    s += n as f64;
                }
                for k in 0..j {
                    s -= l[i * n + k] * l[j * n + k];
                }
                l[i * n + j] = if i == j { s.sqrt() } else { s / l[j * n + j] };
            }
        }
        (0..n).map(|i| l[i * n + i].ln() + l[(n - 1) * n + i]).sum()
    }
}

#[differentiate(hessian)]
fn fill(d: &mut [f64], x: &[f64]) {
    for i in 1..d.len() {
        d[i] = (d[i - 1] * d[i - 1]).sin() * x[i - 1];
    }
}

against_differences! {
    behind_a_reference(x, n) {
        let mut d = vec![0.8_f64; n + 1];
        fill(&mut d, x);
        fill(&mut d[..n], &x[n - 1..]);
        d.iter().map(|v| v * v).sum()
    }
    by_a_callee_in_a_loop(x, n) {
        let mut d = vec![0.8_f64; n + 1];
        for i in 0..n {
            d[i] = d[n].sin() * x[i] + x[0];
            fill(&mut d[i..], x);
        }
        d.iter().sum()
    }
}

// Copies that go their own way, and rows as they were before they changed.
against_differences! {
    an_older_copy(x, n) {
        let mut d = vec![0.5; n + 1];
        let old = d.clone();
        for i in 0..n {
            d[i + 1] = d[i] * x[i] + old[i];
        }
        let before = d.clone();
        for i in 0..n {
            d[i] = before[i + 1] * before[i] + x[i];
        }
        (0..n).map(|i| d[i] * before[i] * before[i + 1]).sum()
    }
    a_changed_copy(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        let mut b = a.clone();
        for j in 0..n {
            b[0][j] = x[j] * x[j];
        }
        for i in 1..n {
            for j in 0..n {
                a[i][j] += b[0][j] * a[i][j];
                b[i][j] = a[0][j] * b[i][j];
            }
        }
        a.iter().chain(&b).flatten().map(|v| v * v).sum()
    }
    the_row_as_it_was(x, n) {
        let mut a: Vec<Vec<f64>> = (0..n).map(|i| x[i * n..(i + 1) * n].to_vec()).collect();
        for k in 0..n {
            let old = a[k].clone();
            for j in 0..n {
                a[k][j] *= 0.5 + x[j];
            }
            for i in k + 1..n {
                for j in 0..n {
                    a[i][j] -= old[j] * a[i][j] * a[k][j];
                }
            }
        }
        a.iter().flatten().map(|v| v * v).sum()
    }
    the_table_as_it_was(x, n) {
        let mut d = vec![vec![0.4; n + 1]; n + 1];
        for i in 0..n {
            let row = d[i].clone();
            for j in 0..n {
                d[i][j] = row[j] * x[i * n + j];
                d[i + 1][j] = d[i][j] * row[j + 1] + row[j] * row[j];
            }
        }
        d.iter().flatten().sum()
    }
}

#[derive(Clone, chainrule::Differentiable)]
struct Lines {
    p: Vec<f64>,
    q: Vec<f64>,
}

/// Rows with the same indices, of two fields and of two arrays.
#[chainrule::differentiate(hessian)]
fn rows_with_equal_indices(x: &[f64], n: usize) -> f64 {
    let row = |k: f64| x[..n].iter().map(|v| v * k).collect::<Vec<f64>>();
    let mut lines: Vec<Lines> = vec![Lines { p: row(1.0), q: row(2.0) }; n];
    let mut others: Vec<Lines> = vec![Lines { p: row(3.0), q: row(4.0) }; n];
    for i in 1..n {
        for j in 0..n {
            lines[i].p[j] += lines[0].q[j] * others[0].p[j];
            lines[i].q[j] += lines[0].p[j] * others[0].q[j];
            others[i].p[j] *= lines[0].p[j] + others[0].q[j];
        }
    }
    let of = |l: &Lines| l.p.iter().map(|v| v * v).sum::<f64>() + l.q.iter().sum::<f64>();
    lines.iter().map(of).sum::<f64>() + others.iter().map(of).sum::<f64>()
}

#[test]
fn rows_of_fields_and_arrays_are_told_apart() {
    let x = [0.3, -0.4, 0.7];
    let (value, x_bar) = rows_with_equal_indices::value_and_gradient(&x, 3);
    assert_eq!(value.to_bits(), rows_with_equal_indices(&x, 3).to_bits());
    let expected = chainrule_tests::differences(|x| rows_with_equal_indices(x, 3), &x);
    chainrule_tests::assert_all_close(&x_bar, &expected);
}
