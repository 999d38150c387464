//! Calls between functions whose bounds are spelled in other ways.

use chainrule::differentiate;
use chainrule::nn::{mse, tanh};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, NdFloat, array};
use num_traits::{Float, FloatConst, FromPrimitive};

mod ours {
    use chainrule::{Float, differentiate};

    #[differentiate(hessian)]
    pub fn square<T: Float>(x: T) -> T {
        let mut y = x;
        y *= x;
        y * T::from_f64(0.5)
    }

    #[differentiate(hessian)]
    pub fn behind<T>(x: &[T]) -> T
    where
        T: chainrule::Float,
    {
        let mut s = T::default();
        for &e in x {
            s += square(e) * e.exp();
        }
        s
    }
}

#[differentiate(hessian)]
fn wave<T: Float>(x: T, y: T) -> T {
    x.sin() * y
}

#[differentiate(hessian)]
fn at_once<T>(x: T) -> T
where
    T: num_traits::Float + FloatConst,
{
    wave(x, T::PI()) + wave(x * x, wave(x, x))
}

/// A caller with more bounds than what it calls, and one more function.
#[differentiate(hessian, checkpoint)]
fn in_a_loop<T: Float + FloatConst + FromPrimitive>(x: &[T]) -> T {
    let mut s = T::zero();
    for (i, &e) in x.iter().enumerate() {
        if e < T::zero() {
            continue;
        }
        s = s + at_once(e) * T::from_usize(i + 1).unwrap();
    }
    s
}

/// Over both kinds of functions.
#[differentiate(hessian)]
fn both<T: Float + chainrule::Scalar>(x: &[T]) -> T {
    let mut s = ours::behind(x);
    for &e in x {
        s += wave(e, ours::square(e)).cos();
    }
    s
}

#[differentiate(hessian)]
fn concrete(x: f64, y: f32) -> f64 {
    wave(x, ours::square(x)) * wave(y, ours::square(y)) as f64
}

#[differentiate(hessian)]
fn power<T: Float>(x: T, n: usize) -> T {
    if n == 0 { T::one() } else { x * power(x, n - 1) }
}

#[differentiate(hessian)]
fn even<T: Float>(x: T, n: usize) -> T {
    if n == 0 { x } else { x * odd(x, n - 1) }
}

#[differentiate(hessian)]
fn odd<A: num_traits::Float>(x: A, n: usize) -> A {
    if n == 0 { A::one() } else { x.sin() * x }
}

#[differentiate]
fn layer<T: NdFloat + chainrule::Scalar>(x: &Array1<T>, #[constant] y: &Array1<T>) -> T {
    let h = tanh(&(x * T::one()));
    mse(&h, y)
}

#[test]
fn other_spellings() {
    let x = [0.5, -0.3, 1.1];
    assert_all_close(&in_a_loop::gradient(&x), &differences(|x| in_a_loop(x), &x));
    let product = in_a_loop::hvp(&x, &[1.0, 0.0, 0.0]);
    assert_close(product[0], difference(|e| in_a_loop::gradient(&[e, -0.3, 1.1])[0], 0.5));
    assert_eq!(in_a_loop::gradient(&x.map(|e| e as f32)).len(), 3);
    assert_all_close(&both::gradient(&x), &differences(|x| both(x), &x));
    let product = both::hvp(&x, &[1.0, 0.0, 0.0]);
    assert_close(product[0], difference(|e| both::gradient(&[e, -0.3, 1.1])[0], 0.5));
    let (x_bar, y_bar) = concrete::gradient(0.7, 1.5);
    assert_close(x_bar, difference(|x| concrete(x, 1.5), 0.7));
    let slope = difference(|y| wave(y, y * y / 2.0), 1.5) * wave(0.7, 0.245);
    assert!((y_bar as f64 - slope).abs() < 1e-5);
}

#[test]
fn recursion() {
    assert_eq!(power::gradient(3.0, 4), 108.0);
    assert_eq!(power::hvp(3.0_f32, 4, 1.0), 108.0);
    assert_close(even::gradient(0.7, 3), difference(|x| even(x, 3), 0.7));
    assert_close(even::hvp(0.7, 3, 1.0), difference(|x| even::gradient(x, 3), 0.7));
}

#[test]
fn layers() {
    let (x, y) = (array![0.3, -0.8], array![0.1, 0.4]);
    let x_bar = layer::gradient(&x, &y);
    let at = |e: f64| layer(&array![e, -0.8], &y);
    assert_close(x_bar[0], difference(at, 0.3));
}
