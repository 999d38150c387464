//! Arrays put together, taken apart and brought into other shapes.
// References are spelled out among what is tested.
#![allow(clippy::op_ref)]

use chainrule::differentiate;
use chainrule_tests::array_programs;
use ndarray::{Array, Array1, Array2, Array3, Axis, Ix2, arr1, arr2, array, concatenate, s, stack};

array_programs! {
    fn concatenations(a, b, q, k) {
        let rows = concatenate(Axis(0), &[a.view(), q.index_axis(Axis(0), 1)]).unwrap();
        let wide = concatenate![Axis(1), *a, a * k, rows.slice(s![..3, ..2])];
        let long = concatenate(Axis(0), &[b.view(), (b * b).view(), a.row(1)]).unwrap();
        (&rows * b).sum() * k + (&wide * &wide).sum() + long.dot(&long)
    }

    fn stacks(a, b, q, k) {
        let rows = stack(Axis(0), &[b.view(), a.row(2)]).unwrap();
        let columns = stack![Axis(1), *b, a.row(0), b * k];
        let cube = stack(Axis(2), &[a.view(), q.index_axis(Axis(0), 0)]).unwrap();
        (rows.dot(&columns) * k).sum() + (&cube * &cube).sum()
    }

    fn arrays_of_numbers(a, b, q, k) {
        let v = array![k, b[0], a[[1, 1]], k * k];
        let w = arr1(&[k, 2.0, b[1], 1.0]);
        let m = array![[k, b[2]], [q[[0, 1, 2]], k * b[3]]];
        let n = arr2(&[[1.0, k], [b[0], 0.5]]);
        v.dot(b) * w.sum() + m.dot(&n).sum() + v.dot(&w)
    }

    fn arrays_of_sequences(a, b, q, k) {
        let squares: Vec<_> = b.iter().map(|&x| x * x * k).collect();
        let v = Array1::from_vec(squares);
        let m = Array2::from_shape_vec((2, 2), vec![k, b[0], b[1], k]).unwrap();
        let back = (a.row(0).to_owned() * k).to_vec();
        v.dot(b) + m.dot(&m).sum() + back[1] * back[2] + q.sum()
    }

    fn filled_arrays(a, b, q, k) {
        let v = Array1::from_elem(4, k);
        let m = Array2::from_elem((3, 4), k * k);
        let n = Array::from_elem(a.raw_dim(), b[0]);
        let c = Array::from_elem(q.dim(), b[1]);
        v.dot(b) + (&m * a).sum() + (n * m).sum() + (c * q).sum()
    }

    fn other_shapes(a, b, q, k) {
        let flat = a.clone().into_shape_with_order(12).unwrap();
        let tall = a.to_shape((6, 2)).unwrap();
        let square = b.to_shape((2, 2)).unwrap();
        let cube = a.to_shape((3, 2, 2)).unwrap();
        let transposed = a.t();
        let turned = transposed.to_shape((3, 4)).unwrap();
        let first = tall.dot(&square);
        flat.dot(&flat) * k + first.sum() + (&cube * &square).sum() + (&turned * a).sum() + q.sum()
    }

    fn broadcasts(a, b, q, k) {
        let wide = b.broadcast((3, 4)).unwrap();
        let deep = a.broadcast(q.raw_dim()).unwrap();
        let column = a.column(0).insert_axis(Axis(1)).broadcast((3, 4)).unwrap().to_owned();
        (&wide * a).sum() * k + (&deep * q).sum() + (column * &wide).sum()
    }

    fn products(a, b, q, k) {
        a.row(1).product() * k + (b - b[2]).product() + q.index_axis(Axis(0), 0).product()
    }

    fn folds(a, b, q, k) {
        let s = a.fold(k, |acc, &x| acc * 0.5 + x * x);
        let t = q.fold(0.0, |sum, &x| sum + x * k);
        s * t + b.fold(1.0, |p, &x| p * x)
    }

    fn extents(a, b, q, k) {
        let (n, m) = a.dim();
        let (d, _, l) = q.dim();
        let mut s = k;
        for i in 0..n {
            for j in 0..m.min(b.dim()) {
                s += a[[i, j]] * b[j];
            }
        }
        for _ in 0..a.ndim() + q.ndim() {
            s *= 0.5;
        }
        if a.is_empty() { k } else { s * q[[d - 1, 0, l - 1]] }
    }
}

/// The product of all but one, where one is 0 and where two are.
#[test]
fn a_product_with_zeros() {
    #[differentiate]
    fn product(a: &Array1<f64>) -> f64 {
        a.product()
    }
    assert_eq!(product::gradient(&array![2.0, 0.0, 5.0]), array![0.0, 10.0, 0.0]);
    assert_eq!(product::gradient(&array![0.0, 0.0, 5.0]), array![0.0, 0.0, 0.0]);
    assert_eq!(product::gradient(&Array1::zeros(0)), Array1::<f64>::zeros(0));
}

/// Each part of a sequence has its share, by closed forms.
#[test]
fn sequences_and_arrays() {
    #[differentiate]
    fn of_slice(x: &[f64], y: [f64; 3]) -> f64 {
        let a = Array1::from_vec(x.to_vec());
        let b = arr1(&y);
        a.dot(&b)
    }
    let (x_bar, y_bar) = of_slice::gradient(&[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]);
    assert_eq!(x_bar, vec![4.0, 5.0, 6.0]);
    assert_eq!(y_bar, [1.0, 2.0, 3.0]);

    #[differentiate]
    fn of_rows(x: [[f64; 2]; 2], a: &Array2<f64>) -> f64 {
        let m = arr2(&x);
        (m * a).sum()
    }
    let (x_bar, a_bar) =
        of_rows::gradient([[1.0, 2.0], [3.0, 4.0]], &array![[5.0, 6.0], [7.0, 8.0]]);
    assert_eq!(x_bar, [[5.0, 6.0], [7.0, 8.0]]);
    assert_eq!(a_bar, array![[1.0, 2.0], [3.0, 4.0]]);
}

/// A shape that another array has, and one that is written down.
#[test]
fn shapes_of_other_arrays() {
    #[differentiate]
    fn shaped(a: &Array1<f64>, like: &Array2<f64>) -> f64 {
        let m = a.to_shape(like.raw_dim()).unwrap();
        let n = a.to_shape(Ix2(3, 2)).unwrap();
        (m.dot(&n) * m.dot(&n)).sum() + like.sum()
    }
    let a = Array1::from_iter((1..=6).map(f64::from));
    let (a_bar, like_bar) = shaped::gradient(&a, &Array2::zeros((2, 3)));
    let value = |a: &[f64]| shaped(&a.to_vec().into(), &Array2::zeros((2, 3)));
    let expected = chainrule_tests::differences(value, a.as_slice().expect("a slice"));
    chainrule_tests::assert_all_close(a_bar.as_slice().expect("a slice"), &expected);
    assert_eq!(like_bar, Array2::<f64>::ones((2, 3)));
}
