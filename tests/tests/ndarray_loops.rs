//! Loops over arrays: rows, columns, axes, elements of any rank, and parts to be written.
// Loops spelled out are what is tested.
#![allow(clippy::needless_range_loop)]

use chainrule_tests::array_programs;
use ndarray::{Array1, Array2, Array3, Axis};

array_programs! {
    fn rows_and_columns(a, b, q, k) {
        let mut s = k;
        for row in a.rows() {
            s += row.dot(b);
            s *= 0.5;
        }
        for (j, column) in a.columns().into_iter().enumerate() {
            s += column.sum() * b[j] * s * 0.1;
        }
        s + q.sum()
    }

    fn outer_axes(a, b, q, k) {
        let mut s = k;
        for matrix in q.outer_iter() {
            s = s * 0.3 + matrix.dot(b).sum() + (&matrix * a).sum();
            for row in matrix.outer_iter() {
                s += row.dot(b) * row[0];
            }
        }
        s
    }

    fn any_axis(a, b, q, k) {
        let mut h = Array1::zeros(3);
        for (i, slice) in q.axis_iter(Axis(2)).enumerate() {
            h += &(slice.sum_axis(Axis(0)) * b[i] * k);
        }
        for column in a.axis_iter(Axis(1)) {
            h = &h * &column;
        }
        h.sum()
    }

    fn zipped_axes(a, b, q, k) {
        let mut s = 0.0;
        for (row, matrix) in a.rows().into_iter().zip(q.axis_iter(Axis(1))) {
            s += matrix.dot(&row).sum() * k;
        }
        for ((x, y), z) in a.row(0).iter().zip(b.iter()).zip(a.row(1)) {
            s += x * y * z;
        }
        s
    }

    fn elements_of_any_rank(a, b, q, k) {
        let mut s = k;
        for x in q.iter() {
            s = s * 0.9 + x * x;
        }
        for &x in a {
            s += x * k;
        }
        s * b.sum()
    }

    fn elements_with_their_indices(a, b, q, k) {
        let mut s = k;
        for ((i, j), &x) in a.indexed_iter() {
            s += x * b[j] * q[[1, i, j]];
        }
        for (i, x) in b.indexed_iter() {
            s *= x + a[[0, i]];
        }
        for ((i, j, l), x) in q.indexed_iter() {
            s += x * a[[j, l]] * b[i];
        }
        s
    }

    fn parts_are_written(a, b, q, k) {
        let mut h = a.clone();
        for mut row in h.rows_mut() {
            row *= b;
            row += k;
        }
        for (j, mut column) in h.columns_mut().into_iter().enumerate() {
            column.mapv_inplace(|v| v * v);
            column[0] = b[j];
        }
        let mut c = q * k;
        for (mut matrix, &x) in c.outer_iter_mut().zip(b) {
            matrix.assign(&h);
            matrix *= x;
        }
        for mut slice in c.axis_iter_mut(Axis(2)) {
            slice.scaled_add(k, &a.slice(ndarray::s![..2, ..3]));
        }
        (&c * &c).sum() * 1e-2
    }

    fn elements_are_written(a, b, q, k) {
        let mut h = a.clone();
        for x in h.iter_mut() {
            *x = *x * *x + k;
        }
        let mut c = q.clone();
        for (x, &y) in c.iter_mut().zip(q.iter()) {
            *x *= y;
        }
        h.dot(b).sum() * c.sum()
    }

    fn a_loop_carries_an_array(a, b, q, k) {
        let mut h = b.clone();
        let mut total = Array2::zeros((3, 4));
        for matrix in q.outer_iter() {
            h = matrix.t().dot(&matrix.dot(&h)) * 0.1 + b;
            total += &matrix;
            total.row_mut(0).scaled_add(k, &h);
        }
        (&total * a).sum() + h.sum()
    }

    fn rows_are_written_round_after_round(a, b, q, k) {
        let mut h = a.clone();
        for r in 0..2 {
            for (i, mut row) in h.axis_iter_mut(Axis(0)).enumerate() {
                row[i] = row[(i + 1 + r) % 4] * b[i] + k;
            }
            for (j, mut column) in h.axis_iter_mut(Axis(1)).enumerate() {
                column[j % 3] *= column[(j + r) % 2];
            }
        }
        h.mapv(|e| e.sin()).sum() * q.sum()
    }

    fn axes_of_no_length(a, b, q, k) {
        let mut s = k * a.sum();
        for row in a.slice(ndarray::s![3.., ..]).rows() {
            s += row.sum();
        }
        for x in q.slice(ndarray::s![.., 1..1, ..]).iter() {
            s *= x;
        }
        s * b.sum()
    }
}
