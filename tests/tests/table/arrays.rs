//! Methods of arrays, and what changes them in place.

use ndarray::{Array1, Axis, Zip};

use crate::programs::Row;

pub const ROWS: &[Row] = &[
    row! { "array methods"
        "`dot`" [a, b] { a.dot(b).dot(b) + a.dot(a).sum() }
        "`t`" [a, b] { a.t().dot(b).dot(b) * a.t().dot(a)[[0, 1]] }
        "`sum`" [a, b] { a.sum() * b.sum() }
        "`product`" [a, b] { a.product() * b.product() }
        "`fold`" [a, b] { b.fold(a[[0, 0]], |s, e| s * e + 1.0) }
        "`sum_axis`" [a, b] { a.sum_axis(Axis(0)).dot(b) * a.sum_axis(Axis(1))[1] }
        "`mean().unwrap_or(0.0)`" [a, b] { a.mean().unwrap_or(0.0) * b.sum() }
        "`mean().unwrap()`" [a, b] { a.mean().unwrap() * b.mean().unwrap() }
        "`mean_axis(…).unwrap()`" [a, b] { a.mean_axis(Axis(1)).unwrap().dot(b) }
        "`map`" [a, b] { a.map(|e| e.sin()).dot(b).sum() }
        "`mapv`" [a, b] { a.mapv(|e| e * e).dot(b).sum() }
        "`mapv_into`" [a, b] { (a * 2.0).mapv_into(|e| e * e).dot(b).sum() }
        "`map_axis`" [a, b] { a.map_axis(Axis(1), |r| r.dot(b)).product() * a.map_axis(Axis(0), |c| c[0] * c[1])[2] }
        "`fold_axis`" [a, b] { a.fold_axis(Axis(1), b[0], |s, e| s * e + 1.0).dot(b) }
        "`select`" [a, b] { (a.select(Axis(0), &[2, 0, 2]).dot(b)).dot(&b.select(Axis(0), &[1, 2, 0])) }
        "`first()`" [a, b] { a.first().unwrap() * b.first().unwrap() * b[0] }
        "`last()`" [a, b] { a.last().unwrap() * b.last().copied().unwrap_or(1.0) }
        "`view`" [a, b] { let v = b.view(); a.view().dot(&v).dot(&v) }
        "`to_owned`" [a, b] { let mut c = a.to_owned(); c[[0, 0]] *= b[0]; (&c * a).sum() }
        "`clone`" [a, b] { let mut c = b.clone(); c[0] *= a[[0, 0]]; c.dot(b) }
        "`to_vec`" [a, b] { let v = b.to_vec(); v[0] * v[1] * a[[0, 0]] }
        "`len`" [a, b] { a.sum() * b.sum() * b.len() as f64 }
        "`dim`" [a, b] { let (n, m) = a.dim(); a.sum() * b.sum() * (n + m) as f64 }
        "`nrows`" [a, b] { let mut s = 0.0; for i in 0..a.nrows() { s += a[[i, 0]] * b[i]; } s }
        "`ncols`" [a, b] { let mut s = 0.0; for j in 0..a.ncols() { s += a[[0, j]] * b[j]; } s }
        "`len_of`" [a, b] { a.sum() * b.sum() * a.len_of(Axis(1)) as f64 }
        "`shape()[k]`" [a, b] { let k = 1; a.sum() * b.sum() * a.shape()[k] as f64 }
        "`raw_dim`" [a, b] { let z = Array1::<f64>::ones(b.raw_dim()); (z * b).sum() * a.sum() }
        "`ndim`" [a, b] { a.sum() * b.sum() * a.ndim() as f64 }
        "`is_empty`" [a, b] { if a.is_empty() { 0.0 } else { a.sum() * b.sum() } }
        "methods of floats" [a, b] { a.exp().dot(&b.sin()).ln().sum() }
        "element by element" [a, b] { a.powi(2).dot(&b.sqrt()).sum() }
    },
    row! { "changed in place"
        "`+=` `-=` `*=` `/=` with arrays and numbers" [a, b] {
            let mut c = a.clone();
            c += b; c *= a; c -= 0.5; c /= 2.0; c += 1.0; c -= a; c *= 3.0; c /= b;
            (&c * &c).sum()
        }
        "`a[[i, j]] += …`" [c, b] {
            let mut a = c.clone();
            for i in 0..3 { for j in 0..3 { a[[i, j]] += b[i] * c[[j, i]]; } }
            (&a * &a).sum()
        }
        "`assign`" [a, b] { let mut c = a * 2.0; c.assign(b); c[[0, 0]] *= a[[0, 0]]; (&c * a).sum() }
        "`fill`" [a, b] { let mut c = a.clone(); c.fill(b[0]); c[[0, 0]] *= a[[0, 0]]; (&c * a).sum() }
        "`scaled_add`" [a, b] { let mut c = b.clone(); c.scaled_add(a[[0, 1]], b); c.dot(&c) }
        "`mapv_inplace`" [a, b] { let mut c = a.clone(); c.mapv_inplace(|e| e * e); c.dot(b).sum() }
        "`map_inplace`" [a, b] { let mut c = a.clone(); c.map_inplace(|e| *e *= *e); c.dot(b).sum() }
        "`swap`" [a, b] { let (mut c, mut d) = (b.clone(), a.clone()); c.swap(0, 2); d.swap([0, 1], [2, 2]); c[0] * c[1] * d[[0, 1]] }
        "`swap_axes`" [a, b] { let mut c = a.clone(); c.swap_axes(0, 1); c.dot(b).product() }
        "`zip_mut_with`" [a, b] {
            let mut c = b.clone();
            c.zip_mut_with(b, |p, q| *p = *p * q + 1.0);
            c.sum() * a.sum()
        }
        "`Zip` with `map_collect`" [a, b] {
            let c = Zip::from(b).and(&a.row(0)).map_collect(|p, q| p * q);
            c.dot(&c)
        }
        "`Zip` with a `for_each` that changes one array" [a, b] {
            let mut c = b.clone();
            Zip::from(&mut c).and(b).and(a.column(1)).for_each(|r, p, q| *r += p * q);
            c.dot(&c)
        }
    },
];
