//! Operators that a program defines for its own structs.
// Programs are written as one finds them.
#![allow(clippy::assign_op_pattern)]

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[derive(Clone, Copy, Debug, Differentiable)]
struct V {
    x: f64,
    y: f64,
}

macro_rules! operator {
    ($of:ident<$other:ty>: fn $name:ident($this:ident, $o:ident) $body:expr) => {
        #[differentiate(hessian)]
        impl $of<$other> for V {
            type Output = V;

            fn $name($this, $o: $other) -> V {
                $body
            }
        }
    };
}

operator! { Add<V>: fn add(self, o) V { x: self.x + o.x, y: self.y + o.y } }
operator! { Sub<V>: fn sub(self, o) V { x: self.x - o.x, y: self.y - o.y } }
operator! { Mul<f64>: fn mul(self, o) V { x: self.x * o, y: self.y * o } }
operator! { Div<f64>: fn div(self, o) V { x: self.x / o, y: self.y / o } }
operator! { Rem<&V>: fn rem(self, o) V { x: self.x % o.x, y: self.y % o.y } }

#[differentiate(hessian)]
impl Neg for V {
    type Output = Self;

    fn neg(self) -> Self::Output {
        V { x: -self.x, y: -self.y }
    }
}

#[differentiate(hessian)]
impl AddAssign for V {
    fn add_assign(&mut self, o: V) {
        self.x += o.x;
        self.y += o.y;
    }
}

#[differentiate(hessian)]
impl SubAssign<&V> for V {
    fn sub_assign(&mut self, o: &V) {
        self.x -= o.x;
        self.y -= o.y;
    }
}

#[differentiate(hessian)]
impl MulAssign<f64> for V {
    fn mul_assign(&mut self, k: f64) {
        *self = *self * k;
    }
}

#[differentiate(hessian)]
fn all(x: f64, y: f64) -> f64 {
    let a = V { x, y };
    let mut b = a + V { x: y, y: x * x } / y;
    for i in 0..3 {
        b += a * x;
        b = b - -a;
        if i > 0 {
            b *= y;
            b -= &a;
        }
    }
    let c = b % &(a * 3.0);
    b.x * c.y + (c * 2.0 - a).x
}

#[test]
fn of_every_kind() {
    let at = [0.7, 0.4];
    let (x_bar, y_bar) = all::gradient(at[0], at[1]);
    assert_all_close(&[x_bar, y_bar], &differences(|p| all(p[0], p[1]), &at));
    let second = differences(|p| all::gradient(p[0], p[1]).0, &at);
    assert_all_close(&all::hessian(at[0], at[1])[0], &second);
    assert_close(all::jvp(at[0], at[1], 0.0, 1.0).1, y_bar);
}

#[derive(Clone, Debug, Differentiable)]
struct Polynomial {
    c: Vec<f64>,
}

#[differentiate]
impl<'a> Mul<&'a Polynomial> for &'a Polynomial {
    type Output = Polynomial;

    fn mul(self, o: &Polynomial) -> Polynomial {
        let mut c = vec![0.0; self.c.len() + o.c.len() - 1];
        for (i, a) in self.c.iter().enumerate() {
            for (j, b) in o.c.iter().enumerate() {
                c[i + j] += a * b;
            }
        }
        Polynomial { c }
    }
}

#[differentiate]
fn cubed(c: &[f64]) -> f64 {
    let p = Polynomial { c: c.to_vec() };
    let square = &p * &p;
    let cube = &square * &p;
    cube.c.iter().enumerate().map(|(i, c)| c * i as f64).sum()
}

#[test]
fn of_references() {
    let at = [0.3, -0.7, 1.1];
    assert_all_close(&cubed::gradient(&at), &differences(cubed, &at));
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Complex<T: Float>(T, T);

#[differentiate(hessian)]
impl<T: Float> Mul for Complex<T> {
    type Output = Complex<T>;

    fn mul(self, o: Self) -> Self {
        Complex(self.0 * o.0 - self.1 * o.1, self.0 * o.1 + self.1 * o.0)
    }
}

#[differentiate(hessian)]
impl<T: Float> Add for Complex<T> {
    type Output = Complex<T>;

    fn add(self, o: Self) -> Self {
        Complex(self.0 + o.0, self.1 + o.1)
    }
}

/// Points of a field, added up.
#[differentiate(hessian, checkpoint)]
fn escaped<T: Float>(x: T, y: T, rounds: usize) -> T {
    let c = Complex(x, y);
    let mut z = c;
    for _ in 0..rounds {
        if z.0 * z.0 + z.1 * z.1 > T::from_f64(4.0) {
            return z.0 * c.1;
        }
        z = z * z + c;
    }
    z.0 * z.1
}

#[test]
fn of_generic_structs() {
    for (x, rounds) in [(0.3, 4), (1.4, 6)] {
        let slope = escaped::gradient(x, 0.4, rounds).0;
        assert_close(slope, difference(|x| escaped(x, 0.4, rounds), x));
        let bend = difference(|x| escaped::gradient(x, 0.4, rounds).0, x);
        assert_close(escaped::hessian(x, 0.4, rounds)[0][0], bend);
    }
    let single = escaped::gradient(0.3_f32, 0.4, 4).0;
    assert!((f64::from(single) - escaped::gradient(0.3, 0.4, 4).0).abs() < 1e-5);
}

#[differentiate(jvp)]
fn folded(v: &[V], k: f64) -> f64 {
    let mut s = V { x: 1.0, y: k };
    for (i, e) in v.iter().enumerate() {
        s += *e * k;
        s = s + v[i];
    }
    let t = v.iter().fold(s, |a, b| a + *b * k);
    t.x * t.y
}

#[test]
fn in_loops_and_closures() {
    let of = |x: &[f64]| vec![V { x: x[0], y: x[1] }, V { x: x[2], y: x[3] }];
    let at = [0.3, 0.2, -0.4, 0.8];
    let (bar, k_bar) = folded::gradient(&of(&at), 0.7);
    let ours: Vec<f64> = bar.iter().flat_map(|v| [v.x, v.y]).collect();
    assert_all_close(&ours, &differences(|x| folded(&of(x), 0.7), &at));
    assert_close(k_bar, difference(|k| folded(&of(&at), k), 0.7));
}
