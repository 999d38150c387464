//! Arrays as parameters: owned, by reference, as views, of any rank, of numbers of any type.

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};
use ndarray::{Array1, Array2, ArrayD, ArrayView1, ArrayView2, ArrayViewD, Axis, Zip, s};

/// Programs of a matrix and a vector for each way to hand them over.
macro_rules! handed_over {
    ($(fn $name:ident($a:ident, $b:ident) $body:block)*) => {$(
        #[test]
        #[allow(clippy::needless_borrow)]
        fn $name() {
            #[differentiate(hessian)]
            fn owned($a: Array2<f64>, $b: Array1<f64>) -> f64 $body

            #[differentiate(hessian)]
            fn borrowed($a: &Array2<f64>, $b: &Array1<f64>) -> f64 $body

            #[differentiate(hessian)]
            fn viewed($a: ArrayView2<'_, f64>, $b: ArrayView1<'_, f64>) -> f64 $body

            #[differentiate(hessian)]
            fn viewed_by_reference($a: &ArrayView2<'_, f64>, $b: &ArrayView1<'_, f64>) -> f64 $body

            let at: Vec<f64> = (0..9).map(|i| (i as f64 * 1.7).sin() + 1.4).collect();
            let unpack = |at: &[f64]| {
                let a = Array2::from_shape_vec((2, 3), at[..6].to_vec()).expect("six");
                (a, Array1::from(at[6..].to_vec()))
            };
            let pack = |(a, b): (Array2<f64>, Array1<f64>)| -> Vec<f64> {
                a.into_iter().chain(b).collect()
            };
            let (a, b) = unpack(&at);
            let expected = differences(|at| { let (a, b) = unpack(at); borrowed(&a, &b) }, &at);
            assert_all_close(&pack(borrowed::gradient(&a, &b)), &expected);
            assert_all_close(&pack(owned::gradient(a.clone(), b.clone())), &expected);
            assert_all_close(&pack(viewed::gradient(a.view(), b.view())), &expected);
            assert_all_close(&pack(viewed_by_reference::gradient(&a.view(), &b.view())), &expected);
            let along = |i: usize| {
                let component = |t: f64| {
                    let at: Vec<f64> = at.iter().map(|x| x + t).collect();
                    let (a, b) = unpack(&at);
                    pack(borrowed::gradient(&a, &b))[i]
                };
                chainrule_tests::difference(component, 0.0)
            };
            let second: Vec<f64> = (0..9).map(along).collect();
            let ones = (Array2::ones((2, 3)), Array1::ones(3));
            assert_all_close(&pack(borrowed::hvp(&a, &b, &ones.0, &ones.1)), &second);
            assert_all_close(&pack(owned::hvp(a.clone(), b.clone(), &ones.0, &ones.1)), &second);
            let (_, along) = owned::jvp(a.clone(), b.clone(), &ones.0, &ones.1);
            assert_close(along, expected.iter().sum());
        }
    )*};
}

handed_over! {
    fn elements(a, b) {
        a[[0, 1]] * b[2] + b.iter().fold(0.0, |s, e| s + e * e) * a[[1, 1]]
    }

    fn maps(a, b) {
        a.mapv(|e| e * b[0] + b[1]).sum() * b.mapv(|e| e.sin()).sum()
    }

    fn products(a, b) {
        a.dot(&b.view()).sum() * a.t().dot(&a.view()).sum()
    }

    fn parts(a, b) {
        a.row(0).dot(&b.view()) + a.slice(s![.., 1..]).mapv(|e| e * e).sum() * a.column(1)[0]
    }

    fn rows(a, b) {
        let mut s = 0.0;
        for row in a.rows() {
            s += row.dot(&b.view()) * row[0];
        }
        s
    }

    fn sums(a, b) {
        a.sum_axis(Axis(0)).dot(&b.view()) * a.mean().unwrap() + b.mean().unwrap() * b.sum()
    }

    fn copies(a, b) {
        let mut c = a.to_owned();
        c.row_mut(0).assign(&b);
        c.mapv_inplace(|e| e * e);
        c[[0, 2]] * c[[1, 0]] + b.to_owned()[1]
    }

    fn zips(a, b) {
        Zip::from(&a.row(0)).and(&b.view()).and(&a.row(1)).map_collect(|x, y, z| x * y * z).sum() * b[0]
    }

    fn branches(a, b) {
        let c = if b[0] > 0.0 { a.row(1).to_owned() } else { b.to_owned() };
        (&c * &c).sum() + if a[[0, 0]] > 0.0 { c[0] * b[1] } else { 1.0 }
    }
}

/// Programs that are generic in the type of numbers.
macro_rules! generic {
    ($(fn $name:ident($a:ident, $b:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program<T: Float>($a: &Array2<T>, $b: &Array1<T>, $k: T) -> T $body

            #[differentiate(checkpoint)]
            fn again<T: Float>($a: &Array2<T>, $b: &Array1<T>, $k: T) -> T $body

            #[differentiate(lanes, jacobian)]
            fn several<T: Float>($a: &Array2<T>, $b: &Array1<T>, $k: T) -> T $body

            let at: Vec<f64> = (0..10).map(|i| (i as f64 * 1.7).sin() + 1.4).collect();
            let unpack = |at: &[f64]| {
                let a = Array2::from_shape_vec((2, 3), at[..6].to_vec()).expect("six");
                (a, Array1::from(at[6..9].to_vec()), at[9])
            };
            let pack = |(a, b, k): (Array2<f64>, Array1<f64>, f64)| -> Vec<f64> {
                a.into_iter().chain(b).chain([k]).collect()
            };
            let (a, b, k) = unpack(&at);
            let value = |at: &[f64]| { let (a, b, k) = unpack(at); program(&a, &b, k) };
            let ours = pack(program::gradient(&a, &b, k));
            assert_all_close(&ours, &differences(value, &at));
            assert_all_close(&pack(again::gradient(&a, &b, k)), &ours);
            assert_all_close(&several::jacobian_forward(&a, &b, k).row(0).to_vec(), &ours);
            let along = |i: usize| {
                let component = |t: f64| {
                    let at: Vec<f64> = at.iter().map(|x| x + t).collect();
                    let (a, b, k) = unpack(&at);
                    pack(program::gradient(&a, &b, k))[i]
                };
                chainrule_tests::difference(component, 0.0)
            };
            let second: Vec<f64> = (0..10).map(along).collect();
            let ones = (Array2::ones((2, 3)), Array1::ones(3));
            let product = pack(program::hvp(&a, &b, k, &ones.0, &ones.1, 1.0));
            assert_all_close(&product, &second);
            let single = |x: &f64| *x as f32;
            let narrow = program::gradient(&a.map(single), &b.map(single), k as f32);
            let narrow = (narrow.0.mapv(f64::from), narrow.1.mapv(f64::from), narrow.2.into());
            for (narrow, wide) in pack(narrow).iter().zip(&ours) {
                assert!((narrow - wide).abs() <= 5e-5 * wide.abs().max(1.0), "{narrow} {wide}");
            }
        }
    )*};
}

generic! {
    fn generic_differences(a, b, k) {
        let c = a - b;
        (&c * &c).sum() * k - c[[0, 1]] * c[[1, 1]]
    }

    fn generic_quotients(a, b, k) {
        let c = b / a;
        let d = b / k - b;
        c.sum() * d[0] * d[1]
    }

    fn generic_maps(a, b, k) {
        let y = a.mapv(|e| -e * k - b[0]);
        y[[0, 0]] * y[[1, 2]] + b.mapv(|e| e.sin() / e).sum()
    }

    fn generic_products(a, b, k) {
        let y = a.dot(b);
        (y[0] - y[1]) * k + (a.t().dot(&y)).sum()
    }

    fn generic_rows(a, b, k) {
        let mut s = k;
        for row in a.rows() {
            s -= row.dot(b) * row[0];
        }
        s
    }

    fn generic_zips(a, b, k) {
        let c = b * k;
        let y = Zip::from(b).and(&c).and(&a.row(0)).map_collect(|&p, &q, &r| p * q - r);
        y[0] * y[1] - y.sum()
    }

    fn generic_in_place(a, b, k) {
        let mut y = a.clone();
        y -= b;
        y *= k;
        y.row_mut(0).assign(b);
        y.mapv_inplace(|e| e * e - k);
        y.row_mut(1).mapv_inplace(|e| -e);
        y.sum() * y[[1, 1]]
    }

    fn generic_branches(a, b, k) {
        let y = if k > b[0] { b - k } else { b.mapv(|e| e * e) };
        let z = if k > b[0] { a.row(0).to_owned() } else { b * k };
        (&y * &z).sum() - y[0]
    }

    fn generic_axes(a, b, k) {
        let y = a.sum_axis(Axis(0));
        (&y - b).sum() * k - y[0] * a.sum()
    }

    fn generic_slices(a, b, k) {
        let y = a.slice(s![.., 1..]);
        let z = b.slice(s![1..]);
        (&y - &z).sum() * k + y[[0, 0]] * z[1]
    }

    fn generic_loops(a, b, k) {
        let mut y = b.clone();
        for i in 0..2 {
            y = &y * k - &a.row(i);
        }
        y[0] * y[1]
    }
}

/// Arrays whose rank is known at run time.
macro_rules! dynamic {
    ($(fn $name:ident($a:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn borrowed($a: &ArrayD<f64>, $k: f64) -> f64 $body

            #[differentiate(hessian)]
            fn owned($a: ArrayD<f64>, $k: f64) -> f64 $body

            #[differentiate(hessian)]
            fn viewed($a: ArrayViewD<'_, f64>, $k: f64) -> f64 $body

            #[differentiate(lanes, jacobian)]
            fn several($a: &ArrayD<f64>, $k: f64) -> f64 $body

            let at: Vec<f64> = (0..7).map(|i| (i as f64 * 1.7).sin() + 1.4).collect();
            let unpack = |at: &[f64]| {
                (ArrayD::from_shape_vec(vec![2, 3], at[..6].to_vec()).expect("six"), at[6])
            };
            let pack = |(a, k): (ArrayD<f64>, f64)| -> Vec<f64> { a.into_iter().chain([k]).collect() };
            let (a, k) = unpack(&at);
            let expected = differences(|at| { let (a, k) = unpack(at); borrowed(&a, k) }, &at);
            assert_all_close(&pack(borrowed::gradient(&a, k)), &expected);
            assert_all_close(&pack(owned::gradient(a.clone(), k)), &expected);
            assert_all_close(&pack(viewed::gradient(a.view(), k)), &expected);
            assert_all_close(&several::jacobian_forward(&a, k).row(0).to_vec(), &expected);
            let along = |i: usize| {
                let component = |t: f64| {
                    let at: Vec<f64> = at.iter().map(|x| x + t).collect();
                    let (a, k) = unpack(&at);
                    pack(borrowed::gradient(&a, k))[i]
                };
                chainrule_tests::difference(component, 0.0)
            };
            let second: Vec<f64> = (0..7).map(along).collect();
            let ones = ArrayD::ones(vec![2, 3]);
            assert_all_close(&pack(borrowed::hvp(&a, k, &ones, 1.0)), &second);
        }
    )*};
}

dynamic! {
    fn dynamic_elements(a, k) {
        let a = a.to_owned();
        a[[0, 1]] * a[[1, 2]] * k + (&a * k)[[1, 1]]
    }

    fn dynamic_maps(a, k) {
        let a = a.to_owned();
        let w = vec![k, k * k];
        let y = a.mapv(|e| e * w[1] + w[0]);
        y[[0, 1]] * y[[1, 1]] + y.sum()
    }

    fn dynamic_operators(a, k) {
        let a = a.to_owned();
        let y = &a * 2.0 - k;
        let z = (&y / &a) + &y;
        y[[0, 0]] * z[[1, 1]] + (2.0 * &z).sum()
    }

    fn dynamic_axes(a, k) {
        let a = a.to_owned();
        let y = a.sum_axis(Axis(0));
        let z = a.index_axis(Axis(0), 1);
        (&y * &z).sum() * k + y[[1]] * z[[2]] + a.mean().unwrap()
    }

    fn dynamic_in_place(a, k) {
        let a = a.to_owned();
        let mut y = &a * k;
        y.mapv_inplace(|e| e * e);
        y += 1.0;
        y *= &a;
        y[[0, 1]] * y[[1, 0]] + y.sum()
    }

    fn dynamic_branches(a, k) {
        let a = a.to_owned();
        let y = if k > 0.0 { &a * k } else { a.to_owned() };
        let z = if k < 0.0 { k } else { (&a - k).mapv(|e| e.powi(2)).sum() };
        y[[1, 1]] * z + y.sum()
    }

    fn dynamic_loops(a, k) {
        let a = a.to_owned();
        let mut y = a.to_owned();
        for _ in 0..3 {
            y = (&y * k).mapv(|e| e.sin()) + &a;
        }
        y[[0, 0]] * y[[1, 2]]
    }

    fn dynamic_and_fixed(a, k) {
        let a = a.to_owned();
        let y = a.to_owned().into_dimensionality::<ndarray::Ix2>().unwrap();
        y.row(0).dot(&y.row(1)) * k + y.dot(&y.t())[[0, 1]]
    }

    fn dynamic_zips(a, k) {
        let a = a.to_owned();
        let b = &a * k;
        Zip::from(&a).and(&b).and(&a).map_collect(|&p, &q, &r| p * q * r).sum() * b[[0, 1]]
    }
}
