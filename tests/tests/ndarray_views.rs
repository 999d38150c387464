//! Parts of arrays: slices, rows, axes, diagonals, with other axes.
// Views of views and indices spelled out are among what is tested.
#![allow(clippy::needless_range_loop, clippy::op_ref, clippy::reversed_empty_ranges)]

use chainrule::differentiate;
use chainrule_tests::array_programs;
use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, Slice, s};

array_programs! {
    fn slices_of_a_matrix(a, b, q, k) {
        let inner = a.slice(s![1..3, ..]);
        let left = a.slice(s![.., ..2]);
        let corner = a.slice(s![1.., 2..]);
        (&inner * b).sum() * k + (&left * &left).sum() * corner.sum() + q.sum()
    }

    fn slices_with_an_index(a, b, q, k) {
        let row: ArrayView1<'_, _> = a.slice(s![1, ..]);
        let column: ArrayView1<'_, _> = a.slice(s![.., 2]);
        let matrix: ArrayView2<'_, _> = q.slice(s![1, .., ..]);
        let fibre: ArrayView1<'_, _> = q.slice(s![.., 2, 1]);
        row.dot(b) * k + matrix.dot(&row).dot(&column) + (&fibre * &fibre).sum()
    }

    fn slices_with_strides(a, b, q, k) {
        let even = a.slice(s![..;2, 1..;2]);
        let back = b.slice(s![..;-1]);
        let sparse: ArrayView2<'_, _> = q.slice(s![.., ..;2, -1]);
        (&even * &even).sum() * k + back.dot(&a.row(0)) + (&sparse * sparse.sum()).sum()
    }

    fn slices_counted_from_the_end(a, b, q, k) {
        let last: ArrayView1<'_, _> = a.slice(s![-1, ..]);
        let most = b.slice(s![..-1]);
        let tail: ArrayView2<'_, _> = q.slice(s![0, -2.., 1..-1]);
        last.dot(b) * k + (&most * &most).sum() * tail.sum()
    }

    fn slices_in_loops(a, b, q, k) {
        let mut s = 0.0;
        for i in 0..3 {
            let part: ArrayView1<'_, _> = a.slice(s![i, i..i + 2]);
            let other = b.slice(s![i..=i + 1]);
            s += part.dot(&other) * q[[0, i, i]];
            s *= k;
        }
        s
    }

    fn views_of_views(a, b, q, k) {
        let matrix = q.index_axis(Axis(0), 1);
        let inner = matrix.slice(s![1.., ..3]);
        let row = inner.row(1);
        let turned = inner.t();
        row.sum() * k + (turned.dot(&inner) * &b.slice(s![..3])).sum() + a.sum()
    }

    fn index_axis_of_every_axis(a, b, q, k) {
        let x = q.index_axis(Axis(0), 0);
        let y = q.index_axis(Axis(1), 2);
        let z = q.index_axis(Axis(2), 3);
        let w = a.index_axis(Axis(1), 1);
        (&x * a).sum() * k + y.dot(b).sum() + z.dot(&w).sum()
    }

    fn ranges_along_an_axis(a, b, q, k) {
        let x = q.slice_axis(Axis(1), Slice::from(1..));
        let y = a.slice_axis(Axis(0), (..2).into());
        (&x * b).sum() * k + (&y * &y).sum()
    }

    fn diagonals(a, b, q, k) {
        let d = a.diag();
        let g = a.t().dot(a);
        (&d * &d).sum() * k + g.diag().dot(b) + q.sum()
    }

    fn axes_inserted_and_permuted(a, b, q, k) {
        let column = b.view().insert_axis(Axis(1));
        let wide = &column * &b.view().insert_axis(Axis(0));
        let p = q.view().permuted_axes([2, 0, 1]);
        let r: ArrayView2<'_, _> = p.slice(s![1, .., ..]);
        wide.sum() * k + (&r * &r).sum() + (&p.index_axis(Axis(1), 0) * &a.t()).sum()
    }

    fn reversed_axes_of_rank_three(a, b, q, k) {
        let t = q.t();
        let r = q.view().reversed_axes();
        let x = (&t * &r).sum_axis(Axis(0));
        x.sum() * k + (&t.index_axis(Axis(2), 1) * &a.t()).sum() * b.sum()
    }

    fn a_part_of_what_is_overwritten(a, b, q, k) {
        let mut h = a.clone();
        let first: Array1<_> = h.slice(s![0, ..]).to_owned();
        let sum = h.slice(s![.., 1..]).sum();
        h = &h * k;
        let second: ArrayView1<'_, _> = h.slice(s![0, ..]);
        first.dot(&second) * sum + b.dot(&second) + q.sum()
    }

    fn a_view_in_a_branch(a, b, q, k) {
        let s = if k > 0.0 {
            let r = a.slice(s![1, 1..3]);
            (&r * &r).sum()
        } else {
            a.sum()
        };
        s * b.sum() * q.sum()
    }

    fn elements_of_rank_three(a, b, q, k) {
        let mut s = k;
        for i in 0..2 {
            for j in 0..3 {
                for l in 0..4 {
                    s += q[[i, j, l]] * a[[j, l]] * b[l] * s * 0.1;
                }
            }
        }
        s + q[(0, 1, 2)]
    }

    fn elementwise_of_rank_three(a, b, q, k) {
        let x = q * a + b;
        let y = q.mapv(|v| (v * k).sin()) / &x;
        let z = q.sum_axis(Axis(0)) + q.mean_axis(Axis(0)).unwrap();
        y.sum() * z.dot(b).sum() + q.sum_axis(Axis(1)).sum() + q.sum_axis(Axis(2)).mean().unwrap()
    }

    fn no_elements(a, b, q, k) {
        let nothing = a.slice(s![3.., ..]);
        let none = b.slice(s![2..2]);
        nothing.sum() + none.dot(&none) + a.sum() * b.sum() * k + q.sum()
    }
}

#[differentiate(hessian)]
fn reversed_copy(m: &Array2<f64>) -> f64 {
    let turned = m.clone().reversed_axes();
    (turned * m).sum()
}

#[test]
fn views_of_copies_have_a_line_of_the_copy() {
    let m = ndarray::array![[0.3, 0.7], [1.1, -0.4]];
    assert_eq!(reversed_copy::gradient(&m), 2.0 * &m.t());
    let hessian = reversed_copy::hessian(&m);
    let expected =
        [[2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [0.0, 2.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]];
    assert_eq!(hessian, ndarray::arr2(&expected));
}
