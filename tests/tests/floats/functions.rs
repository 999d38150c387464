//! Functions of `num-traits` without a type before them, and numbers of several types in one function.

use std::iter::Sum;
use std::ops::{Add, Mul};

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use num_traits::{AsPrimitive, Float, FromPrimitive, Pow, Signed, one, zero};

#[differentiate(hessian)]
fn free<T: Float + Signed>(x: T, n: usize) -> T {
    let mut s: T = zero();
    s = s + num_traits::pow(x, 3) + num_traits::pow(x, n) * one::<T>() + num_traits::one();
    s + num_traits::abs(x) * num_traits::clamp(x, T::zero(), num_traits::one())
}

#[differentiate(hessian)]
fn powers<T>(x: T, k: i32) -> T
where
    T: Copy + Pow<i32, Output = T> + Mul<Output = T> + Pow<T, Output = T>,
{
    x.pow(2) * Pow::pow(x, k) * x.pow(x)
}

#[differentiate(hessian)]
fn signed<T: Signed + Copy>(x: T) -> T {
    x.abs() * x * x.signum() + x
}

#[differentiate(hessian)]
fn by_as<T>(x: T, n: usize) -> T
where
    T: Float + AsPrimitive<f64> + 'static,
    usize: AsPrimitive<T>,
    f64: AsPrimitive<T>,
{
    let k: T = n.as_();
    let wide: f64 = x.as_();
    k * x * (wide * 2.0).as_() + x * 0.5.as_()
}

/// Operators of references.
#[differentiate(hessian)]
fn by_reference<'b, T>(x: &'b [T]) -> T
where
    for<'a> T: Sum<&'a T> + Mul<&'a T, Output = T>,
    T: Float,
    for<'a> &'a T: Mul<&'a T, Output = T> + Add<T, Output = T>,
{
    let s: T = x.iter().sum();
    let d = x[0] * x[1];
    s * d + &x[0] * &x[1]
}

#[differentiate(hessian)]
fn unwrapped_later<T: Float + FromPrimitive>(x: T) -> T {
    let half = T::from_f64(0.5);
    let half = half.unwrap();
    half * x * x
}

#[differentiate(hessian)]
fn of_two_types<T: Float, U: Float>(x: T, y: U) -> U {
    U::from(x).unwrap() * y.sin() + U::from(x * x).unwrap()
}

#[test]
fn free_functions() {
    assert_close(free::gradient(0.7, 2), difference(|x| free(x, 2), 0.7));
    assert_close(free::hvp(0.7, 2, 1.0), difference(|x| free::gradient(x, 2), 0.7));
    assert_eq!(free::value_and_gradient(0.7, 5).0, free(0.7, 5));
    assert_close(powers::gradient(0.7, 3), difference(|x| powers(x, 3), 0.7));
    assert_close(powers::hvp(0.7, 3, 1.0), difference(|x| powers::gradient(x, 3), 0.7));
    assert_close(signed::gradient(-0.7), 2.0 * -0.7 + 1.0);
    assert_close(signed::hvp(-0.7, 1.0), 2.0);
}

#[test]
fn other_ways_to_convert() {
    assert_close(by_as::gradient(0.7, 3), 12.0 * 0.7 + 0.5);
    assert_close(by_as::hvp(0.7, 3, 1.0), 12.0);
    assert_eq!(by_as::gradient(0.5_f32, 3), 6.5);
    assert_close(unwrapped_later::gradient(0.7), 0.7);
    let x = [0.3, 0.4];
    assert_all_close(&by_reference::gradient(&x), &differences(|x| by_reference(x), &x));
}

#[test]
fn several_types() {
    let (x_bar, y_bar) = of_two_types::gradient(0.5_f32, 2.0_f64);
    assert_eq!(x_bar, (2.0_f64.sin() + 1.0) as f32);
    assert_close(y_bar, 0.5 * 2.0_f64.cos());
    let (x_bar, y_bar) = of_two_types::gradient(0.5_f64, 2.0_f32);
    assert!((x_bar - 2.0_f64.sin() - 1.0).abs() < 1e-6);
    assert!((y_bar as f64 - 0.5 * 2.0_f64.cos()).abs() < 1e-6);
}
