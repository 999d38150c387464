//! Constants of a float that is a type parameter, and functions of floats by the path of their trait.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};
use num_traits::{Bounded, Float, FloatConst, One, Zero};

#[differentiate(hessian)]
fn of_circles<T: Float + FloatConst>(r: T, h: T) -> T {
    T::PI() * r * r * h + T::TAU() * r * (T::FRAC_PI_2() + T::LN_2()) - T::SQRT_2() * h / T::E()
}

#[differentiate(hessian)]
fn guarded<T: Float>(x: T) -> T {
    if x.abs() < T::epsilon() || x == T::infinity() || x == T::neg_infinity() {
        return T::one();
    }
    let low = T::min_value().max(-T::max_value());
    if x < low || x.is_nan() { T::nan() } else { x.sin() / x + T::min_positive_value() }
}

#[differentiate(hessian)]
fn rectified<T: Float>(x: &[T]) -> T {
    let mut s = T::zero();
    for &e in x {
        if e.is_zero() {
            continue;
        }
        s = s + e.max(T::zero()) * e.min(T::one() + T::one());
    }
    s
}

#[differentiate(hessian)]
fn by_trait<T: Float>(x: T, y: T) -> T {
    let z = Float::sin(x) + num_traits::Float::exp(y);
    let w = <T as Float>::max(z, Zero::zero()) * T::cos(x);
    Float::mul_add(w, y, One::one()) + <T as Float>::powi(x, 3) + num_traits::real::Real::sqrt(y)
}

#[differentiate(hessian)]
fn of_f64(x: f64) -> f64 {
    let mut s = f64::zero();
    s += Float::tanh(x) * f64::one() + f64::PI() * x;
    s + <f64 as Float>::powi(x, 2) * Float::max(x, f64::epsilon())
}

#[differentiate(hessian)]
fn extremes<T: Float + Bounded>(x: &[T]) -> T {
    let mut best: T = Float::neg_infinity();
    for e in x.iter() {
        best = Float::max(best, *e * *e);
    }
    let far = x.iter().copied().fold(<T as Float>::max_value(), T::min);
    let worst = x.iter().copied().reduce(Float::max).unwrap();
    best + far * worst
}

#[differentiate(hessian)]
fn inner<T: Float + FloatConst>(x: T) -> T {
    fn damped<U: Float + FloatConst>(x: U) -> U {
        let far = U::infinity();
        if x > far { U::zero() } else { (x + U::one()) * U::PI() }
    }
    damped(x) * damped(x * x) + helper(x)
}

#[differentiate(hessian)]
fn helper<T: num_traits::Float>(x: T) -> T {
    x.to_degrees().to_radians() * x.fract()
}

#[test]
fn constants_of_the_type() {
    use std::f64::consts::{E, LN_2, PI, SQRT_2, TAU};
    let (r_bar, h_bar) = of_circles::gradient(0.7, 1.3);
    assert_close(r_bar, TAU * 0.7 * 1.3 + TAU * (PI / 2.0 + LN_2));
    assert_close(h_bar, PI * 0.49 - SQRT_2 / E);
    assert_close(of_circles::hessian(0.7, 1.3)[0][0], TAU * 1.3);
    let (r_bar, _) = of_circles::gradient(0.7_f32, 1.3);
    assert!((r_bar as f64 - of_circles::gradient(0.7, 1.3).0).abs() < 1e-5);
    for x in [0.0, 0.5, f64::INFINITY] {
        let known = if x == 0.5 { (x * x.cos() - x.sin()) / (x * x) } else { 0.0 };
        assert_close(guarded::gradient(x), known);
    }
    assert_close(guarded::hvp(0.5, 1.0), difference(guarded::gradient, 0.5));
    assert!(guarded::value_and_gradient(f64::NAN).0.is_nan());
    assert_eq!(rectified::gradient(&[0.0, 0.5, 3.0, -1.0]), [0.0, 1.0, 2.0, 0.0]);
    assert_eq!(rectified::hvp(&[0.0, 0.5, 3.0, -1.0], &[1.0; 4]), [0.0, 2.0, 0.0, 0.0]);
    assert_eq!(rectified::gradient(&[0.5_f32, 3.0]), [1.0, 2.0]);
}

#[test]
fn functions_by_the_path_of_their_trait() {
    let (x_bar, y_bar) = by_trait::gradient(0.7, 1.3);
    assert_close(x_bar, difference(|x| by_trait(x, 1.3), 0.7));
    assert_close(y_bar, difference(|y| by_trait(0.7, y), 1.3));
    let hessian = by_trait::hessian(0.7, 1.3);
    assert_close(hessian[0][1], difference(|y| by_trait::gradient(0.7, y).0, 1.3));
    assert_close(of_f64::gradient(0.7), difference(of_f64, 0.7));
    assert_close(of_f64::hvp(0.7, 1.0), difference(of_f64::gradient, 0.7));
    assert_eq!(extremes::gradient(&[1.0, 3.0, 2.0]), [3.0, 6.0 + 1.0, 0.0]);
    assert_eq!(extremes::hvp(&[1.0, 3.0, 2.0], &[1.0, 1.0, 1.0]), [1.0, 3.0, 0.0]);
    assert_close(inner::gradient(0.7), difference(inner, 0.7));
    assert_close(inner::hvp(0.7, 1.0), difference(inner::gradient, 0.7));
    assert!((inner::gradient(0.7_f32) as f64 - inner::gradient(0.7)).abs() < 1e-4);
}
