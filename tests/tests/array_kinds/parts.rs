//! Axes, rows, columns and slices: read, written, in loops, in branches, in closures.

use ndarray::{Array1, Array2, Axis, concatenate, s, stack};

programs! {
    fn rows_and_columns(a, b, k) {
        let mut s = 0.0;
        for row in a.rows() {
            s += row.dot(b) * row[0];
        }
        for column in a.columns() {
            s += (&column * k).sum() * column[1];
        }
        s
    }

    fn outer_and_inner(a, b, k) {
        let mut s = 0.0;
        for (i, row) in a.outer_iter().enumerate() {
            s += row.mapv(|e| e * e * b[i]).sum();
        }
        for column in a.axis_iter(Axis(1)) {
            s *= column.sum() + k;
        }
        s
    }

    fn rows_of_a_temporary(a, b, k) {
        let mut s = 0.0;
        for row in (a * k).rows() {
            s += row[0] * row[2];
        }
        for row in (a + b).outer_iter() {
            s += row.mapv(|e| e * e).sum();
        }
        s
    }

    fn rows_as_an_iterator(a, b, k) {
        let s = a.rows().into_iter().map(|row| row.dot(b)).fold(0.0, |s, e| s + e * e);
        let t = a.outer_iter().map(|row| row[0] * k).fold(1.0, |s, e| s * e);
        s * t
    }

    fn rows_beside_a_vector(a, b, k) {
        let mut y = Array1::zeros(2);
        for (e, row) in y.iter_mut().zip(a.rows()) {
            *e = row.dot(b) * k;
        }
        y[0] * y[1]
    }

    fn written_rows(a, b, k) {
        let mut y = a * 2.0;
        for mut row in y.rows_mut() {
            row *= k;
            row += b;
        }
        for (i, mut column) in y.columns_mut().into_iter().enumerate() {
            column.mapv_inplace(|e| e * b[i]);
        }
        y[[0, 1]] * y[[1, 2]] + y.sum()
    }

    fn written_axes(a, b, k) {
        let mut y = a.clone();
        for mut row in y.outer_iter_mut() {
            row.assign(&(b * k));
            row[1] *= k;
        }
        for mut column in y.axis_iter_mut(Axis(1)) {
            column -= 0.5;
        }
        (&y * a).sum()
    }

    fn written_in_a_branch(a, b, k) {
        let mut y = a.to_owned();
        if k > 0.1 {
            y.row_mut(0).assign(b);
        } else {
            y.row_mut(1).fill(k);
        }
        if b[0] > 100.0 {
            y.column_mut(0).fill(0.0);
        } else {
            y.column_mut(1).mapv_inplace(|e| e * k);
        }
        (&y * &y).sum()
    }

    fn slices(a, b, k) {
        let p = a.slice(s![.., 1..]);
        let q = b.slice(s![1..]);
        let r = b.slice(s![..2]);
        p.sum() * q[1] + (&r * &q).sum() * p[[1, 0]] * k
    }

    fn slices_of_temporaries(a, b, k) {
        let p = (a * k).slice(s![.., 1..]).to_owned();
        let q = (a - b).row(1).to_owned();
        let r = (b * b).slice(s![1..]).sum();
        p[[0, 0]] * q[2] * r + (a + k).column(0).sum()
    }

    fn written_slices(a, b, k) {
        let mut y = Array2::zeros((3, 3));
        y.slice_mut(s![..2, ..]).assign(a);
        y.slice_mut(s![2, 1..]).fill(k);
        y.slice_mut(s![.., 0]).assign(&(b * k));
        y.slice_mut(s![1.., 1..]).mapv_inplace(|e| e * e);
        y.dot(b).sum() * y[[2, 2]]
    }

    fn a_diagonal(a, b, k) {
        let mut y = a.t().dot(a);
        y.diag_mut().assign(&(b * k));
        y.diag().sum() * y[[0, 1]]
    }

    fn axes_added(a, b, k) {
        let p = b.view().insert_axis(Axis(0));
        let q = b.view().insert_axis(Axis(1));
        let outer = q.dot(&p);
        outer[[0, 1]] * outer[[2, 2]] + (&outer * k).sum() + (a * &p).sum()
    }

    fn axes_reduced(a, b, k) {
        let p = a.sum_axis(Axis(1));
        let q = (a * b).mean_axis(Axis(0)).unwrap();
        let r = (a * k).mean().unwrap();
        p[0] * q[1] * r + (b * k).mean().unwrap()
    }

    fn joined(a, b, k) {
        let p = concatenate(Axis(0), &[a.view(), (a * k).view()]).unwrap();
        let q = stack(Axis(0), &[b.view(), a.row(1), (b * k).view()]).unwrap();
        p[[3, 1]] * p[[0, 2]] + q[[1, 2]] * q[[2, 0]] + p.dot(&q).sum()
    }

    fn joined_in_a_branch(a, b, k) {
        let y = if k > 0.1 {
            concatenate(Axis(1), &[a.view(), a.view()]).unwrap()
        } else {
            a.to_owned()
        };
        y.sum_axis(Axis(0))[4] * k + b[0]
    }

    fn joined_in_a_loop(a, b, k) {
        let mut y = b.to_owned();
        for _ in 0..2 {
            let z = concatenate(Axis(0), &[y.view(), b.view()]).unwrap();
            y = z.slice(s![1..4]).mapv(|e| e * k);
        }
        y[0] * y[2] + a[[0, 0]]
    }

    fn broadcast(a, b, k) {
        let p = b.broadcast((2, 3)).unwrap();
        let q = &p * a;
        q[[1, 2]] * q[[0, 0]] + p[[1, 1]] * k
    }

    fn a_view_in_a_branch(a, b, k) {
        let row = if k > 0.1 { a.row(0) } else { a.row(1) };
        let other = if k > 0.1 { b.view() } else { a.row(1) };
        row.dot(&other) * row[1] * other[2]
    }

    fn a_view_in_a_match(a, b, k) {
        let n = b.len();
        let row = match n {
            0 => a.row(0),
            _ => a.row(1),
        };
        row.mapv(|e| e * e).sum() * k
    }

    fn views_in_a_loop(a, b, k) {
        let mut s = k;
        for i in 0..2 {
            let row = a.row(i);
            let head = row.slice(s![..2]);
            s += head.dot(&b.slice(s![1..])) * head[0];
        }
        s
    }

    fn in_closures(a, b, k) {
        let weight = |i: usize| a.row(i).dot(b) * k;
        let shift = |v: &Array1<_>| (v * k).sum();
        weight(0) * weight(1) + shift(b)
    }

    fn elements_in_loops(a, b, k) {
        let mut s = 0.0;
        for i in 0..a.nrows() {
            for j in 0..a.ncols() {
                s += a[[i, j]] * b[j] * (a * k)[[i, j]];
            }
        }
        for ((i, j), e) in a.indexed_iter() {
            s += e * e * b[j] * k * a[[i, 0]];
        }
        s
    }

    fn elements_changed_in_loops(a, b, k) {
        let mut y = a * k;
        for e in y.iter_mut() {
            *e *= *e;
        }
        for ((i, j), e) in y.indexed_iter_mut() {
            *e += b[j] * a[[i, j]];
        }
        for (e, c) in y.iter_mut().zip(a.iter()) {
            *e *= c;
        }
        y.sum()
    }

    fn sums_of_products(a, b, k) {
        let y = a.dot(&b.mapv(|e| e * k));
        let z = (a * a).dot(b);
        y.dot(&z) + a.dot(&a.t()).dot(&y).sum() + b.dot(&a.t())[1]
    }

    fn compound_assignments(a, b, k) {
        let mut y = a.clone();
        y += b;
        y *= k;
        y -= &(a * 2.0);
        y /= &(a + 1.0);
        y += 1.0;
        let mut z = b.to_owned();
        z *= &y.row(0);
        z -= &a.row(1);
        z.scaled_add(k, b);
        z[0] * z[2] + y[[1, 1]]
    }

    fn reassigned(a, b, k) {
        let mut y = a * k;
        let first = y.sum();
        y = &y + b;
        y = -y;
        y = y.t().dot(&y);
        y[[0, 1]] * first + y[[2, 2]]
    }
}
