//! Numbers made floats, and floats made numbers.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use num_traits::{Float, FromPrimitive, NumCast, ToPrimitive, cast};

#[differentiate(hessian)]
fn of_literals<T: Float>(x: T) -> T {
    let half = T::from(0.5).unwrap();
    let two = T::from(2).expect("a small number");
    half * x * x + two * x.sin() - T::from(-0.25_f64).unwrap() * T::from(1e-3f32).unwrap() * x
}

#[differentiate(hessian)]
fn of_integers<T: Float>(x: &[T], k: i32) -> T {
    let n = T::from(x.len()).unwrap();
    let mut s = T::zero();
    for (i, &e) in x.iter().enumerate() {
        s = s + e.powi(k) * T::from(i + 1).unwrap() / n;
    }
    s * T::from(k).unwrap_or(T::one()) * T::from(k as f64 / 2.0).unwrap_or_else(T::zero)
}

#[differentiate(hessian)]
fn of_primitives<T: Float + FromPrimitive>(x: &[T]) -> T {
    let n = T::from_usize(x.len()).unwrap();
    let mean = x.iter().fold(T::zero(), |a, &b| a + b) / n;
    let spread = x.iter().map(|&e| (e - mean) * (e - mean)).fold(T::zero(), |a, b| a + b);
    let factor = T::from_f64(0.5).unwrap() * T::from_i32(3).unwrap() + T::from_u8(1).unwrap();
    factor * spread / (n - T::from_f32(1.0).unwrap()) * T::from_i64(-2).unwrap()
}

#[differentiate(hessian)]
fn by_trait<T: Float + FromPrimitive + NumCast>(x: T, n: usize) -> T {
    let two: T = NumCast::from(2.0).unwrap();
    let three: T = FromPrimitive::from_i32(3).unwrap();
    let count = <T as NumCast>::from(n).unwrap();
    let half: T = num_traits::cast(0.5).unwrap();
    let quarter: T = cast(0.25).unwrap();
    let third = cast::<f64, T>(1.0 / 3.0).unwrap();
    two * x * x * x + three * x + (count + half) * quarter * x * x * third
}

/// Through another type and back: what carries a derivative goes on doing so.
#[differentiate(hessian)]
fn there_and_back<T: Float + FromPrimitive>(x: T, y: T) -> T {
    let x = x.to_f64().unwrap();
    let z = x * x * ToPrimitive::to_f64(&y).unwrap();
    let small = y.to_f32().unwrap();
    T::from(z).unwrap() + T::from_f64(x).unwrap() * T::from(small).unwrap()
}

/// Whole numbers carry none.
#[differentiate(hessian)]
fn to_integers<T: Float>(x: &[T], y: T) -> T {
    let k = y.to_usize().unwrap();
    let n = y.floor().to_i32().unwrap();
    x[k] * y + x[0].powi(n)
}

#[differentiate(hessian)]
fn of_numbers(x: f64, n: usize) -> f64 {
    let m = n.to_f64().unwrap();
    m * x * f64::from_usize(n).unwrap() * <f64 as NumCast>::from(x).unwrap()
}

#[test]
fn literals_and_integers() {
    let known = |x: f64| x + 2.0 * x.cos() + 0.25 * 1e-3_f32 as f64;
    assert_close(of_literals::gradient(0.7), known(0.7));
    assert_close(of_literals::hvp(0.7, 1.0), 1.0 - 2.0 * 0.7_f64.sin());
    assert!((of_literals::gradient(0.7_f32) as f64 - known(0.7)).abs() < 1e-6);
    assert_eq!(of_literals::value_and_gradient(0.7).0, of_literals(0.7));
    let x = [0.5, 1.5, -2.0];
    assert_all_close(&of_integers::gradient(&x, 3), &differences(|x| of_integers(x, 3), &x));
    let product = of_integers::hvp(&x, 3, &[1.0, 0.0, 0.0]);
    assert_close(product[0], difference(|e| of_integers::gradient(&[e, 1.5, -2.0], 3)[0], 0.5));
    assert_all_close(&of_primitives::gradient(&x), &differences(|x| of_primitives(x), &x));
    assert!(
        (of_primitives::gradient(&[0.5_f32, 1.5, -2.0])[0] as f64 - of_primitives::gradient(&x)[0])
            .abs()
            < 1e-5
    );
    let product = of_primitives::hvp(&x, &[1.0, 0.0, 0.0]);
    assert_close(product[0], -2.0 * 2.5 * 2.0 * (1.0 - 1.0 / 3.0) / 2.0);
}

#[test]
fn conversions_by_trait() {
    let factor = 4.5 * 0.25 / 3.0;
    let known = |x: f64| 6.0 * x * x + 3.0 + 2.0 * factor * x;
    assert_close(by_trait::gradient(0.7, 4), known(0.7));
    assert_close(by_trait::hvp(0.7, 4, 1.0), 12.0 * 0.7 + 2.0 * factor);
    assert_eq!(by_trait::value_and_gradient(0.7_f32, 4).0, by_trait(0.7_f32, 4));
    assert_close(of_numbers::gradient(0.7, 3), 18.0 * 0.7);
    assert_close(of_numbers::hvp(0.7, 3, 1.0), 18.0);
}

#[test]
fn other_types_between() {
    let (x_bar, y_bar) = there_and_back::gradient(0.5, 2.0);
    assert_eq!((x_bar, y_bar), (2.0 * 0.5 * 2.0 + 2.0, 0.25 + 0.5));
    assert_eq!(there_and_back::hessian(0.5, 2.0), [[4.0, 2.0], [2.0, 0.0]]);
    assert_eq!(there_and_back::gradient(0.5_f32, 2.0), (4.0, 0.75));
    let (x_bar, y_bar) = to_integers::gradient(&[3.0, 4.0, 5.0], 2.5);
    assert_eq!((x_bar, y_bar), (vec![6.0, 0.0, 2.5], 5.0));
    assert_eq!(to_integers::gradient(&[3.0_f32, 4.0, 5.0], 2.5).1, 5.0);
}

#[test]
#[should_panic(expected = "None")]
fn what_does_not_fit_panics() {
    to_integers::gradient(&[3.0, 4.0], -1.0);
}
