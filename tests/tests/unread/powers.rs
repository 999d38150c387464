//! Powers with a real exponent at 0, in second order.

use chainrule::differentiate;
use ndarray::{Array1, array};

const INF: f64 = f64::INFINITY;

/// Functions of one number, with first and second derivatives at 0.
macro_rules! at_zero {
    ($($name:ident($x:ident) is $first:expr, $second:expr; { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: f64) -> f64 { $($body)* }
            assert_eq!(f::gradient(0.0), $first);
            assert_eq!(f::jvp(0.0, 1.0).1, $first);
            assert_eq!(f::hessian(0.0), [[$second]]);
        }
    )*};
}

at_zero! {
    behind(x) is 1.0, 0.0; { (1.0 - x.powf(1.1)) * x }
    a_difference(x) is 1.0, 0.0; { x - x * x.powf(1.1) }
    a_product(x) is 0.0, 0.0; { 3.0 * x * x.powf(1.25) }
    a_name(x) is 1.0, 0.0; { let p = x.powf(1.5); x * (1.0 - p) }
    a_call(x) is 1.0, 0.0; { x * rest(x) }
    in_a_loop(x) is 2.0, 0.0; {
        let mut s = 0.0;
        for i in 0..2 { s += x * (1.0 - x.powf(1.1 + i as f64)); }
        s
    }
    by_an_exponent(x) is 1.0, 0.0; { let k = 1.1; x * (1.0 - x.powf(k)) }
}

#[differentiate(hessian)]
fn rest(x: f64) -> f64 {
    1.0 - x.powf(1.1)
}

#[differentiate(hessian)]
fn power(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[differentiate(hessian)]
fn called(x: f64, y: f64) -> f64 {
    power(x, y)
}

#[differentiate(hessian)]
fn doubled(x: f64, y: f64) -> f64 {
    2.0 * x.powf(y) + y
}

#[differentiate(hessian)]
fn of_a_slice(v: &[f64]) -> f64 {
    v[0].powf(v[1])
}

#[differentiate(hessian)]
fn of_arrays(a: &Array1<f64>) -> f64 {
    a[0].powf(a[1])
}

#[differentiate(hessian)]
fn single(x: f32, y: f32) -> f32 {
    x.powf(y)
}

#[test]
fn the_hessian_of_a_power_is_symmetric() {
    // y (y − 1) x^(y−2), x^(y−1) (1 + y ln x) and x^y ln² x
    let right = [[0.0, -INF], [-INF, 0.0]];
    assert_eq!(called::hessian(0.0, 1.0), right);
    assert_eq!(doubled::hessian(0.0, 1.0), right);
    assert_eq!(of_a_slice::hessian(&[0.0, 1.0]), ndarray::arr2(&right));
    assert_eq!(of_arrays::hessian(&array![0.0, 1.0]), ndarray::arr2(&right));
    assert_eq!(single::hessian(0.0, 1.0), [[0.0, f32::NEG_INFINITY], [f32::NEG_INFINITY, 0.0]]);
}
