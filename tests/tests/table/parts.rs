//! Parts of arrays, and loops over them.

use ndarray::{ArrayView1, Axis, Slice, s};

use crate::programs::Row;

pub const ROWS: &[Row] = &[row! { "parts of arrays"
    "`row`" [a, b] { a.row(1).dot(b) * a[[1, 0]] }
    "`column`" [a, b] { a.column(1).dot(b) * a[[1, 1]] }
    "`slice(s![…])` with indices" [a, b] { let r: ArrayView1<'_, _> = a.slice(s![1, ..]); r.dot(b) }
    "with ranges" [a, b] { a.slice(s![1.., ..2]).sum() * b.slice(s![0..2]).sum() }
    "with `-1` and strides" [a, b] { a.slice(s![-1, ..;2]).sum() * b.slice(s![..-1]).sum() }
    "`index_axis`" [a, b] { a.index_axis(Axis(0), 1).dot(b) }
    "`slice_axis`" [a, b] { a.slice_axis(Axis(0), Slice::from(1..3)).dot(b).sum() }
    "`diag`" [a, b] { a.diag().dot(b) }
    "`insert_axis`" [a, b] { (a * &b.view().insert_axis(Axis(1))).sum() * b[0] }
    "`permuted_axes`" [a, b] { a.view().permuted_axes([1, 0]).dot(b).dot(b) }
    "to be written `view_mut`" [a, b] {
        let mut c = a.clone();
        c.view_mut().assign(b);
        (&c * a).sum()
    }
    "`row_mut`" [a, b] { let mut c = a.clone(); c.row_mut(1).assign(b); (&c * a).sum() }
    "`column_mut`" [a, b] {
        let mut c = a.clone();
        let mut column = c.column_mut(1);
        column *= b;
        (&c * a).sum()
    }
    "`slice_mut`" [a, b] { let mut c = a.clone(); c.slice_mut(s![1.., 1]).fill(b[0]); (&c * a).sum() }
    "`index_axis_mut`" [a, b] {
        let mut c = a.clone();
        c.index_axis_mut(Axis(1), 2).assign(b);
        (&c * a).sum()
    }
    "`slice_axis_mut`" [a, b] {
        let mut c = a.clone();
        c.slice_axis_mut(Axis(0), Slice::from(1..)).assign(b);
        (&c * a).sum()
    }
    "`diag_mut`" [a, b] { let mut c = a.clone(); c.diag_mut().assign(b); (&c * a).sum() }
    "loops over `rows`" [a, b] { let mut s = 1.0; for r in a.rows() { s *= r.dot(b); } s }
    "`columns`" [a, b] { let mut s = 1.0; for r in a.columns() { s *= r.dot(b); } s }
    "`lanes`" [a, b] { let mut s = 1.0; for r in a.lanes(Axis(0)) { s *= r.dot(b); } s }
    "`windows` of arrays of rank 1" [a, b] { let mut s = 1.0; for w in b.windows(2) { s *= w.sum() + w[0] * a[[0, 1]]; } s }
    "`outer_iter`" [a, b] { let mut s = 1.0; for r in a.outer_iter() { s *= r.dot(b); } s }
    "`axis_iter`" [a, b] { let mut s = 1.0; for r in a.axis_iter(Axis(1)) { s *= r.dot(b); } s }
    "`iter`" [a, b] { let mut s = b[0]; for e in a.iter() { s = s * e + 1.0; } s * b[1] * b[2] }
    "`indexed_iter`" [a, b] {
        let mut s = 0.0;
        for ((i, j), e) in a.indexed_iter() { s += e * b[i] * j as f64; }
        s * s
    }
    "`rows_mut`" [a, b] {
        let mut c = a.clone();
        for mut r in c.rows_mut() { r *= b; }
        (&c * a).sum()
    }
    "`columns_mut`" [a, b] {
        let mut c = a.clone();
        for mut r in c.columns_mut() { r *= b; }
        (&c * a).sum()
    }
    "`outer_iter_mut`" [a, b] {
        let mut c = a.clone();
        for mut r in c.outer_iter_mut() { r += b; }
        (&c * a).sum()
    }
    "`axis_iter_mut`" [a, b] {
        let mut c = a.clone();
        for mut r in c.axis_iter_mut(Axis(1)) { r += b; }
        (&c * a).sum()
    }
    "`iter_mut`" [a, b] { let mut c = a.clone(); for e in c.iter_mut() { *e *= b[0] * *e; } c.dot(b).sum() }
    "`indexed_iter_mut`" [a, b] {
        let mut c = a.clone();
        for ((i, j), e) in c.indexed_iter_mut() { *e *= b[i] + j as f64; }
        (&c * a).sum()
    }
}];
