//! Products and sums against loops over indices.

#![cfg(feature = "ndarray")]

use chainrule::{Float, array};
use ndarray::{Array, Array1, Array2, ArrayD, ArrayRef, Axis, Dimension, Ix1, Ix2, IxDyn, s};

/// Integers from a counter: sums of products are exact, in whatever order.
fn counted<T: Float, D: Dimension>(shape: D) -> Array<T, D> {
    let mut count = 0;
    Array::from_shape_simple_fn(shape, || {
        count += 1;
        T::from_f64(f64::from(count * 7 % 11 - 5))
    })
}

fn product<T: Float>(a: &ArrayRef<T, Ix2>, b: &ArrayRef<T, Ix2>) -> Array2<T> {
    Array::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
        (0..a.ncols()).map(|k| a[[i, k]] * b[[k, j]]).sum()
    })
}

/// The same matrix with four sets of strides.
fn layouts<T: Float>(x: &Array2<T>) -> Vec<Array2<T>> {
    let column_major = x.t().as_standard_layout().into_owned().reversed_axes();
    let mut spread = Array2::zeros((2 * x.nrows(), 3 * x.ncols()));
    spread.slice_collapse(s![1..;2, ..;3]);
    spread.assign(x);
    let mut reversed = x.clone();
    reversed.invert_axis(Axis(0));
    reversed.assign(x);
    vec![x.clone(), column_major, spread, reversed]
}

fn check_products<T: Float>() {
    let sizes = [1, 2, 3, 8, 17, 40];
    for (m, k, n) in sizes.iter().flat_map(|&m| sizes.map(|k| (m, k, (m * k) % 23 + 1))) {
        let (a, b) = (counted::<T, _>(Ix2(m, k)), counted(Ix2(k, n)));
        let start = counted::<T, _>(Ix2(m, n));
        let expected = product(&a, &b);
        assert_eq!(array::matmul(&a, &b), expected);
        for (a, b) in layouts(&a).iter().zip(layouts(&b).iter().rev()) {
            for mut out in layouts(&start) {
                array::add_matmul(a, b, &mut out);
                assert_eq!(out, &start + &expected);
            }
        }
    }
}

#[test]
fn matrix_products_add_in_every_layout() {
    check_products::<f64>();
    check_products::<f32>();
}

fn check_vectors<T: Float>() {
    for (m, k) in [(1, 1), (1, 9), (9, 1), (3, 40), (40, 3), (17, 33)] {
        let (a, x, y) = (counted::<T, _>(Ix2(m, k)), counted(Ix1(k)), counted(Ix1(m)));
        let column = x.view().insert_axis(Axis(1));
        let a_x: Array1<T> = product(&a, &column).remove_axis(Axis(1));
        let y_a: Array1<T> = product(&y.view().insert_axis(Axis(0)), &a).remove_axis(Axis(0));
        for a in layouts(&a) {
            let mut out = y.clone();
            array::add_matvec(&a, &x, &mut out);
            assert_eq!(out, &y + &a_x);
            let mut out = x.clone();
            array::add_vecmat(&y, &a, &mut out);
            assert_eq!(out, &x + &y_a);
            let mut out = a.clone();
            array::add_outer(&y, &x, &mut out);
            assert_eq!(
                out,
                &a + &product(&y.view().insert_axis(Axis(1)), &x.view().insert_axis(Axis(0)))
            );
        }
        let mut spread = Array1::zeros(2 * k);
        spread.slice_mut(s![..;2]).assign(&x);
        let mut out = Array1::zeros(3 * m);
        array::add_matvec(&a, &spread.slice(s![..;2]), &mut out.slice_mut(s![1..;3]));
        assert_eq!(out.slice(s![1..;3]), a_x);
    }
}

#[test]
fn vector_products_add_in_every_layout() {
    check_vectors::<f64>();
    check_vectors::<f32>();
}

#[test]
fn products_over_nothing_add_nothing() {
    let mut out = Array2::<f64>::ones((3, 4));
    array::add_matmul(&Array2::zeros((3, 0)), &Array2::zeros((0, 4)), &mut out);
    assert_eq!(out, Array2::<f64>::ones((3, 4)));
    array::add_matmul(
        &Array2::zeros((0, 5)),
        &Array2::zeros((5, 4)),
        &mut Array2::<f64>::zeros((0, 4)),
    );
    array::add_matvec(&Array2::zeros((3, 0)), &Array1::zeros(0), &mut Array1::<f64>::zeros(3));
}

#[test]
fn large_sums_of_a_scaled_array() {
    let x: Array2<f32> = counted(Ix2(5, 7));
    for (mut out, x) in layouts(&Array2::ones((5, 7))).into_iter().zip(layouts(&x).iter().rev()) {
        array::add_scaled(&mut out, 3.0, x);
        array::add_scaled(&mut out, 1.0, x);
        assert_eq!(out, x.mapv(|x| 1.0 + 4.0 * x));
    }
}

/// The sum by the definition: every element of `term` goes where broadcasting had read it.
fn summed(out: &ArrayD<f64>, term: &ArrayD<f64>) -> ArrayD<f64> {
    let mut expected = out.clone();
    for (index, &x) in term.indexed_iter() {
        let aligned = &index.slice()[term.ndim() - out.ndim()..];
        let home: Vec<usize> = aligned.iter().zip(out.shape()).map(|(i, n)| i % n).collect();
        expected[IxDyn(&home)] += x;
    }
    expected
}

#[test]
fn accumulation_undoes_every_broadcast() {
    // All shapes of rank 0 to 4 that broadcast to (2, 3, 1, 4).
    let full = [2, 3, 1, 4];
    for rank in 0..=4 {
        for ones in 0..1 << rank {
            let tail = full[4 - rank..].iter().enumerate();
            let shape: Vec<usize> =
                tail.map(|(axis, &n)| if ones >> axis & 1 == 1 { 1 } else { n }).collect();
            let out: ArrayD<f64> = counted(IxDyn(&shape));
            let term: ArrayD<f64> = counted(IxDyn(&full));
            let expected = summed(&out, &term);
            let mut got = out.clone();
            array::accumulate(&mut got, &term);
            assert_eq!(got, expected, "{shape:?}");
            // Strides other than those of a new array, on both sides.
            let strided = term.t().as_standard_layout().into_owned().reversed_axes();
            let mut got = out.t().as_standard_layout().into_owned().reversed_axes();
            array::accumulate(&mut got, &strided);
            assert_eq!(got, expected, "{shape:?}");
            let zeros = ArrayD::zeros(out.raw_dim());
            assert_eq!(
                array::unbroadcast(term.clone(), out.raw_dim()),
                summed(&zeros, &term),
                "{shape:?}"
            );
        }
    }
}

#[test]
fn ranks_may_differ_statically() {
    let term: Array2<f32> = counted(Ix2(6, 5));
    let mut row: Array1<f32> = Array1::zeros(5);
    array::accumulate(&mut row, &term);
    assert_eq!(row, term.sum_axis(Axis(0)));
    let mut total = ndarray::arr0(1.0_f32);
    array::accumulate(&mut total, &term);
    assert_eq!(total.into_scalar(), 1.0 + term.sum());
    let mut columns = Array2::zeros((5, 2));
    array::accumulate(&mut columns.column_mut(1), &term);
    assert_eq!(columns.column(1), term.sum_axis(Axis(0)));
    assert_eq!(array::unbroadcast(term.clone(), row.raw_dim()), term.sum_axis(Axis(0)));
}

#[test]
fn an_equal_shape_is_not_copied() {
    let term: Array2<f64> = counted(Ix2(3, 3));
    let address = term.as_ptr();
    assert_eq!(array::unbroadcast(term, Ix2(3, 3)).as_ptr(), address);
}

#[test]
fn empty_axes_sum_to_nothing() {
    let mut out = Array1::<f64>::ones(1);
    array::accumulate(&mut out, &Array2::zeros((0, 4)));
    assert_eq!(out, Array1::<f64>::ones(1));
    array::accumulate(&mut Array1::<f64>::zeros(0), &Array2::zeros((3, 0)));
}

#[test]
#[should_panic(expected = "a matrix of shape (2, 3) cannot be multiplied by one of (4, 5)")]
fn products_name_both_shapes() {
    array::matmul(&Array2::<f64>::zeros((2, 3)), &Array2::zeros((4, 5)));
}

#[test]
#[should_panic(expected = "a matrix of shape (200, 30) cannot be multiplied by one of (40, 50)")]
fn large_products_name_both_shapes() {
    array::matmul(&Array2::<f64>::zeros((200, 30)), &Array2::zeros((40, 50)));
}

#[test]
#[should_panic(expected = "a product of shape (2, 5) cannot be added to a matrix of shape (2, 4)")]
fn products_name_the_shape_of_the_sum() {
    let (a, b) = (Array2::<f64>::zeros((2, 3)), Array2::zeros((3, 5)));
    array::add_matmul(&a, &b, &mut Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "a matrix of shape (2, 3) cannot be multiplied by a vector of length 2")]
fn vector_products_name_both() {
    let a = Array2::<f64>::zeros((2, 3));
    array::add_matvec(&a, &Array1::zeros(2), &mut Array1::zeros(2));
}

#[test]
#[should_panic(expected = "vectors of length 2 and 3 cannot be added to a matrix of shape (3, 2)")]
fn outer_products_name_all() {
    array::add_outer(&Array1::<f64>::zeros(2), &Array1::zeros(3), &mut Array2::zeros((3, 2)));
}

#[test]
#[should_panic(expected = "an array of shape [2] cannot be added to one of [3]")]
fn scaled_sums_name_both() {
    array::add_scaled(&mut Array1::<f64>::zeros(3), 1.0, &Array1::zeros(2));
}

#[test]
#[should_panic(expected = "an array of shape [3] does not broadcast to [2, 4]")]
fn accumulation_names_both() {
    array::accumulate(&mut Array1::<f64>::zeros(3), &Array2::zeros((2, 4)));
}

#[test]
#[should_panic(expected = "an array of shape [2, 4] does not broadcast to [4]")]
fn accumulation_never_broadcasts_the_term() {
    array::accumulate(&mut Array2::<f64>::zeros((2, 4)), &Array1::zeros(4));
}
