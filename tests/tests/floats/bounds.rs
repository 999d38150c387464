//! The bounds that make a type parameter a float, at it and behind `where`, by any path.

use std::fmt::Debug;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};
use num_traits::float::FloatCore;
use num_traits::real::Real as NumReal;
use num_traits::{Float, FloatConst, FromPrimitive, NumAssign, NumCast, One, ToPrimitive, Zero};

#[differentiate(hessian)]
fn imported<T: Float>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn by_path<T: num_traits::Float>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian, checkpoint)]
fn by_long_path<T>(x: T, y: T) -> T
where
    T: num_traits::float::Float + 'static,
{
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn of_the_real_line<T: num_traits::real::Real + Copy>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn many<T>(x: T, y: T) -> T
where
    T: Float + FloatConst + FromPrimitive + ToPrimitive + NumCast + NumAssign + Sum + Debug,
    T: Copy + Clone + PartialOrd + Send + Sync + Default + Neg<Output = T>,
{
    let mut s = (x * y).sin();
    s /= x.exp();
    s += T::PI() * T::zero();
    s
}

#[differentiate(hessian)]
fn of_ndarray<A: ndarray::NdFloat + FromPrimitive>(x: A, y: A) -> A {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn ours<T: chainrule::Float>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn with_ours<T: Float + chainrule::Scalar>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[differentiate(hessian)]
fn by_the_real<T: NumReal + FloatConst>(x: T, y: T) -> T {
    (x * y).sin() / x.exp()
}

#[test]
fn any_spelling() {
    macro_rules! check {
        ($($f:ident)*) => {$(
            assert_eq!($f::value_and_gradient(0.7, 1.3).0, imported(0.7, 1.3));
            let (x_bar, y_bar) = $f::gradient(0.7, 1.3);
            assert_close(x_bar, difference(|x| imported(x, 1.3), 0.7));
            assert_close(y_bar, difference(|y| imported(0.7, y), 1.3));
            assert_close($f::jvp(0.7, 1.3, 2.0, -1.0).1, 2.0 * x_bar - y_bar);
            let hessian = $f::hessian(0.7, 1.3);
            assert_close(hessian[0][1], difference(|y| imported::gradient(0.7, y).0, 1.3));
            assert_close(hessian[1][1], difference(|y| imported::gradient(0.7, y).1, 1.3));
            let (x_bar, _) = $f::gradient(0.7_f32, 1.3_f32);
            assert!((x_bar as f64 - imported::gradient(0.7, 1.3).0).abs() < 1e-5);
        )*};
    }
    check!(imported by_path by_long_path of_the_real_line many of_ndarray ours with_ours by_the_real);
}

/// Without a word of what it is but its arithmetic.
#[differentiate(hessian)]
fn of_operators<T>(x: T, y: T) -> T
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<Output = T> + Div<Output = T>,
{
    (x * x - y) / (x + y)
}

#[differentiate(hessian)]
fn of_clones<T: Clone + Mul<Output = T> + std::ops::Neg<Output = T>>(x: T, y: T) -> T {
    -(x.clone() * x.clone() * y)
}

#[differentiate(hessian)]
fn total<T: Copy + Zero + One + AddAssign + PartialOrd>(x: &[T]) -> T {
    let mut s = T::zero();
    for &e in x {
        if e > T::one() {
            s += e * e;
        } else {
            s += e;
        }
    }
    s
}

#[differentiate(hessian)]
fn of_the_core<T: FloatCore>(x: T, y: T) -> T {
    let far = x.max(y).powi(3) + (x - y).abs().recip();
    if far.is_finite() { far * T::one() } else { T::infinity() }
}

#[differentiate(jvp)]
fn summed<T: Copy + Sum + Mul<Output = T>>(x: &[T]) -> T {
    x.iter().map(|&e| e * e).sum::<T>() * x.iter().copied().sum()
}

#[differentiate(jvp)]
fn made_of<T>(x: T) -> T
where
    T: Float,
    f64: Into<T>,
{
    let half: T = 0.5.into();
    half * x * x
}

#[differentiate(hessian)]
fn from_a_float<T: Copy + From<f64> + Mul<Output = T> + Add<Output = T>>(x: T) -> T {
    T::from(0.5) * x * x + x * 3.0.into()
}

#[differentiate(hessian)]
fn from_a_small_float<T>(x: T) -> T
where
    T: From<f32> + Mul<Output = T> + Add<Output = T> + Copy,
{
    x * x * T::from(0.5) + T::from(3.0_f32) * x
}

#[test]
fn fewer_bounds() {
    assert_eq!(of_operators::gradient(3.0, 1.0), (1.0, -0.75));
    assert_close(
        of_operators::hessian(3.0, 1.0)[0][0],
        difference(|x| of_operators::gradient(x, 1.0).0, 3.0),
    );
    assert_eq!(of_clones::gradient(2.0_f32, 3.0), (-12.0, -4.0));
    assert_eq!(of_clones::hessian(2.0, 3.0), [[-6.0, -4.0], [-4.0, 0.0]]);
    assert_eq!(total::gradient(&[3.0, 0.5]), [6.0, 1.0]);
    assert_eq!(total::hvp(&[3.0, 0.5], &[1.0, 1.0]), [2.0, 0.0]);
    let (x_bar, y_bar) = of_the_core::gradient(3.0, 1.0);
    assert_eq!((x_bar, y_bar), (27.0 - 0.25, 0.25));
    assert_eq!(of_the_core::hessian(3.0, 1.0)[0][0], 18.0 + 0.25);
    assert_eq!(summed::gradient(&[1.0, 2.0]), [2.0 * 3.0 + 5.0, 4.0 * 3.0 + 5.0]);
    assert_eq!(from_a_float::gradient(3.0), 6.0);
    assert_eq!(from_a_float::hvp(3.0, 2.0), 2.0);
    assert_eq!(from_a_small_float::gradient(3.0), 6.0);
    assert_eq!(from_a_small_float::gradient(3.0_f32), 6.0);
}

#[test]
fn numbers_into_floats() {
    assert_eq!(made_of::gradient(3.0), 3.0);
    assert_eq!(made_of::jvp(3.0, 2.0), (4.5, 6.0));
}
