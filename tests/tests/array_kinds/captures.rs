//! Functions of elements that read compounds from around them.

use ndarray::{Zip, array};

programs! {
    fn an_element_of_nested_vectors(a, b, k) {
        let g = vec![vec![k, b[0]], vec![k * k]];
        a.mapv(|e| e * g[0][0] + g[0][1] * g[1][0]).sum()
    }

    fn an_element_of_nested_arrays(a, b, k) {
        let g = [[k, b[0]], [k * k, b[1]]];
        b.mapv(|e| e * e * g[0][0] * g[1][1]).sum()
    }

    fn a_part_of_a_tuple(a, b, k) {
        let v = (k, k * b[0]);
        b.mapv(|e| e * v.1).sum() + a.mapv(|e| (e * v.0).sin()).sum()
    }

    fn a_part_of_a_nested_tuple(a, b, k) {
        let v = ((k, b[1]), [k * b[0], k]);
        a.mapv(|e| e * e * v.0 .1 + v.1[0]).sum()
    }

    fn the_sum_of_an_array(a, b, k) {
        b.mapv(|e| e * a.sum() * k).sum()
    }

    fn the_sum_of_the_array_itself(a, b, k) {
        b.mapv(|e| e / b.sum()).mapv(|e| e * e).sum() * k
    }

    fn the_norm_of_an_array(a, b, k) {
        a.mapv(|e| e / (b.dot(b) + b.mapv(|v| v * k).sum())).sum()
    }

    fn an_element_of_a_vector(a, b, k) {
        let ys = vec![k, b[2] * k];
        a.mapv(|e| e * e * ys[0] + ys[1]).sum()
    }

    fn an_element_of_an_array(a, b, k) {
        a.mapv(|e| e * b[0] * k + a[[1, 2]]).sum()
    }

    fn a_polynomial(a, b, k) {
        let y = a.mapv(|e| {
            let mut y = 0.0;
            for i in 0..b.len() {
                y = y * e + b[i] * k;
            }
            y
        });
        (&y * &y).sum()
    }

    fn a_polynomial_by_an_iterator(a, b, k) {
        let y = a.mapv(|e| b.iter().fold(k, |y, c| y * e + c));
        y.sum() + b.mapv(|e| a.iter().map(|c| (c - e).powi(2)).fold(0.0, |s, c| s + c)).sum()
    }

    fn a_map_in_a_map(a, b, k) {
        a.mapv(|e| b.mapv(|v| (v * e).sin() * k).sum()).sum()
    }

    fn a_closure_in_a_map(a, b, k) {
        let w = vec![k, b[0]];
        let f = |e| e * w[1] + w[0] * b[2];
        a.mapv(f).sum() + b.mapv(|e| f(e) * f(k)).sum()
    }

    fn a_branch_in_a_map(a, b, k) {
        let w = [k, b[0]];
        a.mapv(|e| if e > 1.0 { e * w[0] } else { e * e * b[1] * w[1] }).sum()
    }

    fn several_arrays_and_a_vector(a, b, k) {
        let w = vec![k, b[0]];
        let c = b * 2.0;
        let y = Zip::from(b).and(&c).map_collect(|&p, &q| p * q * w[1] + w[0] * q);
        y[0] * y[1] + y.sum()
    }

    fn in_place(a, b, k) {
        let w = vec![k, b[0]];
        let mut y = a * 2.0;
        y.mapv_inplace(|e| e * w[0] + w[1]);
        y.map_inplace(|e| *e *= b[1] + w[0]);
        y.row_mut(0).mapv_inplace(|e| e * e * w[1]);
        y.sum()
    }

    fn two_arrays_in_place(a, b, k) {
        let w = [k, b[0]];
        let mut y = b * 2.0;
        y.zip_mut_with(b, |p, &q| *p += q * w[0] * b[1]);
        Zip::from(&mut y).and(&a.row(0)).for_each(|p, &q| *p *= q + w[1] + b[0]);
        (&y * &y).sum()
    }

    fn the_array_that_is_changed(a, b, k) {
        let mut y = b * 2.0;
        let z = y.clone();
        y.mapv_inplace(|e| e * z[0] + z.sum() * k);
        y.sum()
    }

    fn three_dimensions_and_unknown_ones(a, b, k) {
        let w = vec![k, b[0]];
        let p = a.to_owned().into_dyn().mapv(|e| e * e * w[0] + b[1]);
        let q = ndarray::stack(ndarray::Axis(0), &[a.view(), (a * k).view()]).unwrap();
        p.sum() + q.mapv(|e| e * e * w[1]).sum()
    }

    fn in_a_loop(a, b, k) {
        let mut s = 0.0;
        for j in 0..3 {
            for i in 0..2 {
                s += b[j] * b.mapv(|e| e * a[[i, j]] * k).sum();
            }
        }
        s
    }

    fn in_a_branch(a, b, k) {
        let w = [k, b[0]];
        if k > 0.0 { (b - k).mapv(|e| e.powi(2) * w[1]).sum() } else { k }
    }

    fn matrices_of_a_vector(a, b, k) {
        let g = vec![array![k, b[0]], b * k];
        a.mapv(|e| e * g[0][1] + g[1][2] * e * e).sum()
    }
}
