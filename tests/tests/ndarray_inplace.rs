//! Arrays, and parts of them, that are changed in place.
// Loops over indices are among what is tested.
#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::op_ref,
    clippy::reversed_empty_ranges
)]

use chainrule_tests::array_programs;
use ndarray::{Array1, Array2, Array3, Axis, Zip, s};

array_programs! {
    fn operators_with_arrays(a, b, q, k) {
        let mut h = a.clone();
        h += b;
        h -= &(a * k);
        h *= &a.mapv(|v| v + 1.0);
        h /= b;
        h *= &b.view();
        h.sum() * q.sum()
    }

    fn operators_with_numbers(a, b, q, k) {
        let mut h = b * k;
        h += k;
        h -= a[[1, 2]];
        h *= b[1];
        h /= k + 1.0;
        h *= h.sum();
        h.dot(b) * q.sum()
    }

    fn operators_on_parts(a, b, q, k) {
        let mut h = a * k;
        let mut row = h.row_mut(1);
        row += b;
        row *= b;
        row -= k;
        row /= &a.row(0);
        let mut corner = h.slice_mut(s![..2, 1..3]);
        corner *= k;
        corner += &a.slice(s![1.., ..2]);
        (&h * &h).sum() * q.sum()
    }

    fn parts_are_assigned(a, b, q, k) {
        let mut h = Array2::zeros((4, 4));
        h.row_mut(0).assign(b);
        h.column_mut(2).assign(&(b * k));
        h.slice_mut(s![1..4, ..]).assign(a);
        h.slice_mut(s![2, 1..3]).assign(&b.slice(s![..2]));
        h.slice_mut(s![.., 3]).fill(k * k);
        (&h * &h).sum() * q.sum()
    }

    fn a_whole_array_is_assigned(a, b, q, k) {
        let mut h = a * k;
        let before = h.sum();
        h.assign(b);
        let g = h.dot(b).sum();
        h.assign(&(a * a));
        let f = h.sum();
        h.fill(b[0]);
        before * g + f * h.sum() + q.sum()
    }

    fn scaled_additions(a, b, q, k) {
        let mut h = a.clone();
        h.scaled_add(k, a);
        h.scaled_add(b[0], b);
        h.row_mut(2).scaled_add(-k, &a.row(0));
        h.slice_mut(s![.., 1]).scaled_add(2.0, &q.slice(s![1, .., 2]));
        (&h * &h).sum()
    }

    fn functions_in_place(a, b, q, k) {
        let mut h = a.clone();
        h.mapv_inplace(|v| v.sin() * k);
        h.row_mut(1).mapv_inplace(|v| v * v);
        h.map_inplace(|x| *x = *x * 2.0 + k);
        h.slice_mut(s![.., ..2]).map_inplace(|x| {
            *x *= *x;
            *x += 1.0;
        });
        (&h * b).sum() * q.sum()
    }

    fn zips(a, b, q, k) {
        let mut h = a.clone();
        h.zip_mut_with(&(a * 2.0), |x, &y| *x = *x * y + k);
        let mut g = b.clone();
        g.zip_mut_with(b, |x, &y| *x += y * y);
        h.dot(&g).sum() * q.sum()
    }

    fn elements_and_parts_in_loops(a, b, q, k) {
        let mut h = Array2::zeros((3, 4));
        for i in 0..3 {
            h.row_mut(i).assign(&(&a.row(i) * b));
            for j in 0..4 {
                h[[i, j]] += k * b[j];
                h[[i, j]] *= a[[i, j]];
            }
            if i > 0 {
                let above = h.row(i - 1).to_owned();
                h.row_mut(i).scaled_add(0.3, &above);
            }
        }
        (&h * &h).sum() * q.sum()
    }

    fn an_array_overwritten_in_a_loop(a, b, q, k) {
        let mut h = b.clone();
        for i in 0..3 {
            let old = &h * &a.row(i);
            h.assign(&(old * k));
            h.mapv_inplace(|v| v.tanh());
            h += b;
        }
        h.dot(b) * q.sum()
    }

    fn no_round_at_all(a, b, q, k) {
        let mut h = b.clone();
        for i in 3..3 {
            h.fill(k);
            h.slice_mut(s![i..]).fill(0.0);
        }
        h.dot(b) * a.sum() * q.sum() * k
    }

    fn axes_are_written(a, b, q, k) {
        let mut h = q * k;
        h.index_axis_mut(Axis(0), 1).assign(a);
        h.index_axis_mut(Axis(1), 0).fill(k);
        h.slice_mut(s![0, .., 1..3]).assign(&a.slice(s![.., ..2]));
        h[[1, 2, 3]] = b[0];
        h[[0, 0, 0]] += b[1] * b[2];
        (&h * &h).sum()
    }

    fn diagonals_are_written(a, b, q, k) {
        let mut h = a.t().dot(a);
        h.diag_mut().assign(b);
        let mut d = h.diag_mut();
        d *= k;
        h.dot(b).dot(b) * q.sum()
    }

    fn in_a_branch(a, b, q, k) {
        let mut h = a.clone();
        if k > 0.0 {
            h.row_mut(0).assign(b);
        } else {
            h.fill(0.0);
        }
        if k < 0.0 {
            h *= k;
        }
        (&h * &h).sum() * q.sum()
    }

    fn many_at_once(a, b, q, k) {
        let mut h = a.clone();
        Zip::from(&mut h).and(a).for_each(|o, &x| *o = x * x + k);
        Zip::from(&mut h).and(a).and(&q.index_axis(Axis(0), 0)).for_each(|o, &x, &y| *o += x * y);
        Zip::from(h.row_mut(1)).and(b).for_each(|o, &x| *o = *o * x);
        let g = Zip::from(&h).and(a).map_collect(|&x, &y| x * y + k);
        (g * b).sum()
    }
}
