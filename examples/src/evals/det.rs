//! The determinant, by expansion in minors.

use chainrule::differentiate;

/// The determinant of an n × n matrix, by row.
///
/// # Panics
///
/// If `a` has fewer than n² elements, or n is 0.
#[differentiate]
pub fn determinant(a: &[f64], n: usize) -> f64 {
    // Rings of the rows and columns that are left: each names the next, and the last entry, at n,
    // is before the first and after the last.
    let mut rows = vec![0; n + 1];
    let mut columns = vec![0; n + 1];
    for i in 0..n {
        rows[i] = i + 1;
        columns[i] = i + 1;
    }
    minor(a, n, n, &mut rows, &mut columns)
}

/// The determinant of the m × m matrix of the rows and columns that are left in the rings, along
/// its first row. The rings are left as they were.
#[differentiate]
fn minor(a: &[f64], n: usize, m: usize, rows: &mut [usize], columns: &mut [usize]) -> f64 {
    let row = rows[n];
    let mut column = columns[n];
    if m == 1 {
        a[row * n + column]
    } else {
        rows[n] = rows[row];
        let mut previous = n;
        let mut determinant = 0.0;
        let mut positive = true;
        for _ in 0..m {
            columns[previous] = columns[column];
            let cofactor = minor(a, n, m - 1, rows, columns);
            columns[previous] = column;
            if positive {
                determinant += a[row * n + column] * cofactor;
            } else {
                determinant -= a[row * n + column] * cofactor;
            }
            positive = !positive;
            previous = column;
            column = columns[column];
        }
        rows[n] = row;
        determinant
    }
}
