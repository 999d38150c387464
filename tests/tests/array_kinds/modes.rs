//! One program in every mode, against differences.

use chainrule_tests::assert_all_close;
use ndarray::{Array1, Array2};

/// A matrix of two rows and three columns, a vector of three, a number.
pub type Inputs<T> = (Array2<T>, Array1<T>, T);

pub const COUNT: usize = 10;

/// The inputs from their numbers.
pub fn unpack(at: &[f64]) -> Inputs<f64> {
    let a = Array2::from_shape_vec((2, 3), at[..6].to_vec()).expect("six numbers");
    (a, at[6..9].to_vec().into(), at[9])
}

/// The numbers of the inputs.
pub fn pack((a, b, k): Inputs<f64>) -> Vec<f64> {
    a.into_iter().chain(b).chain([k]).collect()
}

pub fn single((a, b, k): Inputs<f64>) -> Inputs<f32> {
    (a.mapv(|v| v as f32), b.mapv(|v| v as f32), k as f32)
}

pub fn double((a, b, k): Inputs<f32>) -> Inputs<f64> {
    (a.mapv(f64::from), b.mapv(f64::from), k.into())
}

/// Numbers between 0.5 and 1.7, none like another.
pub fn point() -> Vec<f64> {
    (0..COUNT).map(|i| (i as f64 * 1.3).sin() * 0.6 + 1.1).collect()
}

/// A tangent of the inputs.
pub fn direction() -> Vec<f64> {
    (0..COUNT).map(|i| (i as f64 * 0.9).cos()).collect()
}

/// `at` moved along the direction.
pub fn moved(by: f64) -> Vec<f64> {
    point().iter().zip(direction()).map(|(x, d)| x + by * d).collect()
}

/// Asserts that derivatives in single precision are those in double precision.
#[track_caller]
pub fn assert_single(narrow: &[f64], wide: &[f64]) {
    assert_eq!(narrow.len(), wide.len());
    for (narrow, wide) in narrow.iter().zip(wide) {
        assert!((narrow - wide).abs() <= 5e-5 * wide.abs().max(1.0), "{narrow} {wide}");
    }
}

/// Asserts that second derivatives along the direction are the differences of gradients.
#[track_caller]
pub fn assert_second(ours: &[f64], gradient: impl Fn(&[f64]) -> Vec<f64>) {
    let component = |i: usize| chainrule_tests::difference(|t| gradient(&moved(t))[i], 0.0);
    assert_all_close(ours, &(0..ours.len()).map(component).collect::<Vec<f64>>());
}

/// Programs of a matrix, a vector and a number, which read these by reference.
macro_rules! programs {
    ($(fn $name:ident($a:ident, $b:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            use crate::modes::*;
            #[allow(unused)]
            #[chainrule::differentiate(hessian)]
            fn wide($a: &ndarray::Array2<f64>, $b: &ndarray::Array1<f64>, $k: f64) -> f64 $body

            #[allow(unused)]
            #[chainrule::differentiate(checkpoint)]
            fn again($a: &ndarray::Array2<f64>, $b: &ndarray::Array1<f64>, $k: f64) -> f64 $body

            #[allow(unused)]
            #[chainrule::differentiate(lanes, jacobian)]
            fn narrow($a: &ndarray::Array2<f32>, $b: &ndarray::Array1<f32>, $k: f32) -> f32 $body

            let at = point();
            let value = |at: &[f64]| {
                let (a, b, k) = unpack(at);
                wide(&a, &b, k)
            };
            let gradient = |at: &[f64]| {
                let (a, b, k) = unpack(at);
                pack(wide::gradient(&a, &b, k))
            };
            let ours = gradient(&at);
            chainrule_tests::assert_all_close(&ours, &chainrule_tests::differences(value, &at));
            let ((a, b, k), (da, db, dk)) = (unpack(&at), unpack(&direction()));
            chainrule_tests::assert_all_close(&pack(again::gradient(&a, &b, k)), &ours);
            let (_, along) = wide::jvp(&a, &b, k, &da, &db, dk);
            let expected: f64 = ours.iter().zip(direction()).map(|(g, d)| g * d).sum();
            chainrule_tests::assert_close(along, expected);
            let second = pack(wide::hvp(&a, &b, k, &da, &db, dk));
            assert_second(&second, gradient);
            let (a, b, k) = single((a, b, k));
            assert_single(&pack(double(narrow::gradient(&a, &b, k))), &ours);
            let forward = narrow::jacobian_forward(&a, &b, k).mapv(f64::from);
            assert_single(&forward.row(0).to_vec(), &ours);
        }
    )*};
}
