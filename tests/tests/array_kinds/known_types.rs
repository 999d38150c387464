//! Arrays of which only elements are read: nothing else says what their cotangents consist of.

use ndarray::{Array1, Array2, Array3, ArrayD, Axis, arr1, arr2, array, concatenate, stack};

programs! {
    fn the_sum_of_a_map_by_elements(a, b, k) {
        let y = b.mapv(|v| v * v * k);
        y.iter().sum()
    }

    fn the_product_of_a_map_by_elements(a, b, k) {
        let y = a.mapv(|v| v + k);
        y.iter().product()
    }

    fn elements_of_an_array_that_is_written_out(a, b, k) {
        let m = array![b[0] - k, k];
        m.iter().map(|e| e * e).sum()
    }

    fn two_elements_of_one(a, b, k) {
        let m = array![b[0] - k, k];
        m[0] * m[1]
    }

    fn elements_of_a_matrix_that_is_written_out(a, b, k) {
        let m = array![[b[0] - k, k], [b[1], b[2] * k]];
        m[[0, 0]] * m[[1, 1]] - m[(0, 1)] * m[(1, 0)]
    }

    fn elements_of_one_number(a, b, k) {
        let m = Array1::from_elem(3, k * 2.0);
        m[0] * m[1]
    }

    fn elements_of_a_matrix_of_one_number(a, b, k) {
        let m = Array2::from_elem((2, 2), k * k);
        m[[0, 1]] * m[[1, 1]] + b[0]
    }

    fn elements_of_a_multiple(a, b, k) {
        let m = 2.0 * b;
        m[0] * m[1]
    }

    fn elements_of_a_matrix_multiple(a, b, k) {
        let m = 2.0 * a;
        let n = a * 3.0;
        m[[0, 1]] * m[[1, 2]] + n[[1, 1]] * n[[0, 0]]
    }

    fn elements_of_operators(a, b, k) {
        let p = b + 1.0;
        let q = 1.0 - b;
        let r = b / 2.0;
        let s = 2.0 / b;
        let t = -b;
        p[0] * q[1] + r[1] * s[2] + t[0] * p[2]
    }

    fn elements_of_operators_with_a_number(a, b, k) {
        let p = b + k;
        let q = k - b;
        let r = b / k;
        let s = k / b;
        p[0] * q[1] + r[1] * s[2] + (k * a)[[0, 1]]
    }

    fn the_sum_of_a_temporary_by_elements(a, b, k) {
        (a * 2.0).iter().sum()
    }

    fn the_sum_of_other_temporaries_by_elements(a, b, k) {
        let p = (1.0 - b).iter().fold(0.0, |s, e| s + e * e);
        let q = (2.0 / a).iter().fold(0.0, |s, e| s + e * e * k);
        let r = (-b).iter().fold(0.0, |s, e| s + e * k);
        p + q + r
    }

    fn a_loop_over_a_temporary(a, b, k) {
        let mut sum = 0.0;
        for e in (b * 2.0).iter() {
            sum += e * e;
        }
        for e in &(a + b) {
            sum += e * k;
        }
        sum
    }

    fn elements_of_arrays_made_of_sequences(a, b, k) {
        let p = arr1(&[b[0] * k, k]);
        let q = arr2(&[[b[1], k * k], [k, b[2]]]);
        let r = Array1::from_vec(vec![b[0] * b[1], k]);
        p[0] * p[1] + q[[0, 1]] * q[[1, 1]] + r[0] * r[1]
    }

    fn elements_of_joined_arrays(a, b, k) {
        let p = concatenate(Axis(0), &[b.view(), (b * 2.0).view()]).unwrap();
        let q = stack(Axis(0), &[b.view(), (2.0 * b).view()]).unwrap();
        p[1] * p[4] + q[[1, 2]] * q[[0, 0]] * k
    }

    fn elements_of_reduced_arrays(a, b, k) {
        let p = a.sum_axis(Axis(0));
        let q = a.mean_axis(Axis(1)).unwrap();
        let r = a.dot(b);
        p[0] * p[2] + q[1] * q[0] + r[1] * r[0] * k
    }

    fn elements_of_a_transpose(a, b, k) {
        let p = a.t();
        let q = (a * 2.0).t().to_owned();
        let r = a.dot(&a.t());
        p[[2, 1]] * p[[0, 0]] + q[[1, 0]] * q[[2, 1]] + r[[0, 1]] * k
    }

    fn elements_of_another_shape(a, b, k) {
        let p = (a * 2.0).into_shape_with_order(6).unwrap();
        let q = a.to_shape((3, 2)).unwrap();
        p[1] * p[4] + q[[2, 1]] * q[[0, 0]] * k
    }

    fn elements_of_a_dynamic_array(a, b, k) {
        let p = (a * 2.0).into_dyn();
        let q = p.mapv(|e| e * e);
        p[[1, 2]] * q[[0, 1]] * k
    }

    fn a_map_of_a_map_by_elements(a, b, k) {
        let y = b.mapv(|v| v * v).mapv(|v| v * k);
        let z = y.map(|v| v + 1.0);
        z[0] * z[2]
    }

    fn elements_of_copies(a, b, k) {
        let p = b.to_owned();
        let q = b.clone();
        let r = a.row(1).to_owned();
        let s = a.column(2).to_vec();
        p[0] * q[1] + r[0] * s[1] * k
    }

    fn elements_of_parts_of_a_temporary(a, b, k) {
        let p = a * 2.0;
        let q = p.row(1);
        let r = p.column(0);
        q[0] * r[0] * k + q[1] * q[2]
    }

    fn elements_of_zeros_that_are_filled(a, b, k) {
        let mut p = Array1::zeros(3);
        for i in 0..3 {
            p[i] = b[i] * k;
        }
        p[0] * p[1] * p[2]
    }

    fn rows_that_are_filled(a, b, k) {
        let mut p = Array2::zeros((2, 3));
        p.row_mut(0).assign(b);
        p.row_mut(1).fill(k);
        p.column_mut(2).assign(&(2.0 * &a.column(1)));
        p[[0, 0]] * p[[1, 1]] * p[[1, 2]]
    }

    fn squares_in_place(a, b, k) {
        let mut p = b * 2.0;
        p.mapv_inplace(|v| v * v * k);
        p[0] * p[1]
    }

    fn three_dimensions(a, b, k) {
        let mut p = Array3::zeros((2, 2, 3));
        p.index_axis_mut(Axis(0), 1).assign(&(a * 2.0));
        let q = p.mapv(|v| v * v + k);
        q[[1, 1, 2]] * q[[0, 0, 0]]
    }
}

programs! {
    fn elements_of_a_dynamic_array_of_zeros(a, b, k) {
        let mut p = ArrayD::zeros(vec![2, 3]);
        p[[0, 1]] = k * k;
        p[[1, 2]] = b[1];
        p[[0, 1]] * p[[1, 2]]
    }
}
