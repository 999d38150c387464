//! Traits of the user's own that are over floats.

use std::fmt::Debug;

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use num_traits::{Float, FloatConst, FromPrimitive};

trait Real: Float + FloatConst + FromPrimitive + Debug {}
impl<T: Float + FloatConst + FromPrimitive + Debug> Real for T {}

/// With something of its own beside.
trait Number: num_traits::Float + 'static {
    fn tolerance() -> Self {
        Self::epsilon().sqrt()
    }
}

impl Number for f32 {}
impl Number for f64 {}

#[differentiate(hessian)]
fn area<T: Real>(r: T) -> T {
    let half = T::from_f64(0.5).unwrap();
    (T::PI() * r).sin() * r.powi(2) * half + T::one()
}

#[differentiate(hessian)]
fn behind<T>(x: &[T]) -> T
where
    T: Real + Copy,
{
    x.iter().map(|&e| area(e)).fold(T::zero(), |a, b| a + b)
}

#[differentiate(hessian)]
fn known_beside<T: Float + Number>(x: T) -> T {
    let small = chainrule::constant(T::tolerance());
    if x < small { T::zero() } else { x.ln() * x }
}

mod traits {
    pub trait Real: num_traits::Float + std::fmt::Debug {}
    impl<T: num_traits::Float + std::fmt::Debug> Real for T {}
}

#[differentiate(hessian)]
fn by_path<F: traits::Real>(x: &mut [F], y: F) {
    for e in x.iter_mut() {
        *e = e.exp() * y;
    }
}

#[differentiate(hessian)]
fn of_changed<F: traits::Real>(x: F, y: F) -> F {
    let mut both = [x, y];
    by_path(&mut both, y);
    both[0] * both[1]
}

#[derive(Differentiable, Clone, Copy)]
struct Well<T: Real> {
    depth: T,
    width: T,
}

#[differentiate(hessian)]
impl<T: Real> Well<T> {
    fn energy(&self, x: T) -> T {
        -self.depth * (-(x / self.width).powi(2) * T::FRAC_1_PI()).exp()
    }
}

#[test]
fn own_traits() {
    assert_close(area::gradient(0.7), difference(area, 0.7));
    assert_close(area::hvp(0.7, 1.0), difference(area::gradient, 0.7));
    assert!((area::gradient(0.7_f32) as f64 - area::gradient(0.7)).abs() < 1e-5);
    let x = [0.5, 1.5];
    assert_all_close(&behind::gradient(&x), &differences(|x| behind(x), &x));
    assert_close(behind::hvp(&x, &[1.0, 0.0])[0], area::hvp(0.5, 1.0));
    assert_close(known_beside::gradient(0.7), 0.7_f64.ln() + 1.0);
    assert_eq!(known_beside::gradient(-0.7_f32), 0.0);
    // x → eˣ y · eʸ y
    let (x_bar, y_bar) = of_changed::gradient(0.3, 0.7);
    assert_close(x_bar, 1.0_f64.exp() * 0.49);
    assert_close(y_bar, 1.0_f64.exp() * (0.49 + 1.4));
    assert_close(of_changed::hessian(0.3, 0.7)[0][0], 1.0_f64.exp() * 0.49);
}

#[test]
fn structs_of_own_traits() {
    let well = Well { depth: 2.0, width: 0.8 };
    let (well_bar, x_bar) = well.energy_gradient(0.5);
    assert_close(x_bar, difference(|x| well.energy(x), 0.5));
    assert_close(well_bar.depth, difference(|depth| Well { depth, ..well }.energy(0.5), 2.0));
    assert_close(well_bar.width, difference(|width| Well { width, ..well }.energy(0.5), 0.8));
    let direction = WellCotangent { depth: 0.0, width: 0.0 };
    let (_, product) = well.energy_hvp(0.5, &direction, 1.0);
    assert_close(product, difference(|x| well.energy_gradient(x).1, 0.5));
}

/// Conversions of its own.
trait Convertible: num_traits::Float {
    fn from_f64(x: f64) -> Self;
    fn from_usize(n: usize) -> Self;
}

impl<T: num_traits::Float> Convertible for T {
    fn from_f64(x: f64) -> T {
        T::from(2.0 * x).unwrap()
    }

    fn from_usize(n: usize) -> T {
        T::from(n + 1).unwrap()
    }
}

#[differentiate(hessian)]
fn converted<T: Convertible>(x: T, n: usize) -> T {
    let half = T::from(0.5).unwrap();
    let x = x.clamp(-T::max_value(), T::max_value());
    x.sqrt() * T::from_f64(0.5) + x * x * T::from_usize(n) * half + T::max(x, half)
}

#[test]
fn own_conversions() {
    assert_close(converted::gradient(0.7, 2), 0.5 / 0.7_f64.sqrt() + 3.0 * 0.7 + 1.0);
    assert_close(converted::hvp(0.7, 2, 1.0), -0.25 * 0.7_f64.powf(-1.5) + 3.0);
    assert_eq!(converted::value_and_gradient(0.7_f32, 2).0, converted(0.7_f32, 2));
}
