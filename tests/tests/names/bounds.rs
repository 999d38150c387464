//! Bounds of the float behind, `where`, on functions and methods.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_close, difference};

#[differentiate(hessian)]
fn behind<T>(x: T, y: T) -> T
where
    T: Float,
{
    x * x.sin() * y
}

#[differentiate(hessian)]
#[rustfmt::skip]
fn on_one_line<T>(x: &[T]) -> T where T: Float { x[0] * x[1] * x[0] }

#[differentiate(jvp)]
fn with_others<T, const N: usize>(x: [T; N], #[constant] name: &str) -> T
where
    T: Float + Copy + PartialOrd,
{
    let mut s = T::ZERO;
    for e in x {
        s += e * e * T::from_f64(name.len() as f64);
    }
    s
}

#[differentiate(jvp)]
fn of_two<T, U>(x: T, y: U) -> T
where
    T: Float,
    U: Float,
{
    let _ = y * y;
    x * x
}

#[derive(Differentiable, Clone, Copy)]
struct Spring<T>
where
    T: Float,
{
    k: T,
}

#[differentiate]
impl<T> Spring<T>
where
    T: Float,
{
    fn energy(&self, x: T) -> T {
        self.k * x * x
    }
}

#[test]
fn bounds_behind() {
    let (x_bar, y_bar) = behind::gradient(0.7, 1.3);
    assert_close(x_bar, difference(|x| behind(x, 1.3), 0.7));
    assert_close(y_bar, 0.7 * 0.7_f64.sin());
    assert_close(behind::hessian(0.7, 1.3)[0][1], difference(|x| behind::gradient(x, 1.3).1, 0.7));
    assert_eq!(on_one_line::gradient(&[2.0_f32, 3.0]), [12.0, 4.0]);
    assert_eq!(with_others::gradient([1.0, 2.0], "abc"), [6.0, 12.0]);
    assert_eq!(of_two::gradient(3.0, 1.0_f32), (6.0, 0.0));
    let (s_bar, x_bar) = Spring { k: 2.0 }.energy_gradient(3.0);
    assert_eq!((s_bar.k, x_bar), (9.0, 12.0));
}
