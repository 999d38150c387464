//! Methods of traits: their derivatives stand beside the type.

use std::fmt;
use std::ops::{Add, Mul};

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close};

mod shapes {
    /// A trait of another module, which is not imported.
    pub trait Area {
        const SIDES: usize;
        type Size;
        fn area(&self, scale: f64) -> Self::Size;
        fn name(&self) -> String;
        fn doubled(&self, scale: f64) -> Self::Size
        where
            Self::Size: std::ops::Add<Output = Self::Size>,
        {
            self.area(scale) + self.area(scale)
        }
    }
}

trait Potential {
    fn energy(&self, x: &[f64]) -> f64;
    fn force(&self, x: f64) -> f64;
}

#[derive(Clone, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: f64,
}

#[differentiate]
impl Potential for Spring {
    fn energy(&self, x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 1..x.len() {
            sum += self.force(x[i] - x[i - 1]) * 0.5;
        }
        sum
    }

    fn force(&self, x: f64) -> f64 {
        let stretch = x - self.rest;
        self.stiffness * stretch * stretch
    }
}

#[test]
fn methods_that_call_each_other() {
    let spring = Spring { stiffness: 3.0, rest: 0.5 };
    let x = [0.0, 2.0, 3.0];
    // k/2 Σ (d - r)², d = 2, 1
    assert_close(spring.energy(&x), 1.5 * (2.25 + 0.25));
    let (s_bar, x_bar) = spring.energy_gradient(&x);
    assert_close(s_bar.stiffness, 0.5 * (2.25 + 0.25));
    assert_close(s_bar.rest, -3.0 * (1.5 + 0.5));
    assert_all_close(&x_bar, &[-4.5, 4.5 - 1.5, 1.5]);
    let (value, (s_bar, slope)) = Spring::force_value_and_gradient(&spring, 2.0);
    assert_close(value, 6.75);
    assert_close(slope, 9.0);
    assert_close(s_bar.stiffness, 2.25);
}

#[derive(Clone, Differentiable)]
struct Rectangle<T> {
    a: T,
    b: T,
}

#[differentiate]
impl shapes::Area for Rectangle<f64> {
    const SIDES: usize = 4;
    type Size = f64;

    fn area(&self, scale: f64) -> Self::Size {
        let factor: f64 = scale * scale;
        let size: Self::Size = self.a * self.b;
        size * factor
    }

    fn name(&self) -> String {
        format!("{} sides", <Self as shapes::Area>::SIDES)
    }
}

#[test]
fn associated_types_and_methods_without_numbers() {
    use shapes::Area;
    let r = Rectangle { a: 2.0, b: 3.0 };
    let (r_bar, scale_bar) = r.area_gradient(2.0);
    assert_close(r_bar.a, 12.0);
    assert_close(r_bar.b, 8.0);
    assert_close(scale_bar, 24.0);
    assert_eq!((r.name().as_str(), r.doubled(1.0)), ("4 sides", 12.0));
}

trait Norm<T> {
    fn norm(&self) -> T;
    fn unit(scale: T) -> Self;
}

#[differentiate(hessian)]
impl<T: Float> Norm<T> for Rectangle<T> {
    fn norm(&self) -> T {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    fn unit(scale: T) -> Self {
        Rectangle { a: scale, b: scale * scale }
    }
}

#[test]
fn generic_blocks_and_functions_without_self() {
    let r = Rectangle { a: 3.0_f32, b: 4.0 };
    assert_eq!((r.norm(), Rectangle::unit(3.0).b), (5.0, 9.0));
    let r_bar = r.norm_gradient();
    assert!((r_bar.a - 0.6).abs() < 1e-6 && (r_bar.b - 0.8).abs() < 1e-6);
    let (_, kept) = Rectangle::<f64>::unit_forward(3.0);
    let bar = RectangleCotangent { a: 1.0, b: 1.0 };
    assert_close(Rectangle::<f64>::unit_backward(3.0, &kept, bar), 7.0);
}

#[differentiate]
mod vectors {
    use super::*;

    #[derive(Clone, Copy, Differentiable)]
    pub struct V {
        pub x: f64,
        pub y: f64,
    }

    impl fmt::Display for V {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} {}", self.x, self.y)
        }
    }

    impl Add for V {
        type Output = V;
        fn add(self, other: V) -> V {
            V { x: self.x + other.x, y: self.y + other.y }
        }
    }

    #[differentiate]
    impl Mul<f64> for V {
        type Output = V;
        fn mul(self, k: f64) -> Self::Output {
            V { x: self.x * k, y: self.y * k }
        }
    }

    #[differentiate]
    impl Mul<V> for V {
        type Output = f64;
        #[differentiate(name = dot)]
        fn mul(self, other: V) -> Self::Output {
            self.x * other.x + self.y * other.y
        }
    }

    pub fn half(x: f64) -> f64 {
        x * 0.5
    }
}

#[test]
fn operators_in_a_module() {
    use vectors::V;
    let (v, w) = (V { x: 1.0, y: 2.0 }, V { x: 3.0, y: 5.0 });
    assert_eq!((v + w).to_string(), "4 7");
    let (value, kept) = v.mul_forward(3.0);
    let (v_bar, k_bar) = v.mul_backward(3.0, &kept, vectors::VCotangent { x: 1.0, y: 10.0 });
    assert_eq!((value.x, v_bar.x, v_bar.y, k_bar), (3.0, 3.0, 30.0, 21.0));
    let (v_bar, w_bar) = v.dot_gradient(w);
    assert_eq!((v_bar.x, v_bar.y, w_bar.x, w_bar.y), (3.0, 5.0, 1.0, 2.0));
    assert_eq!(vectors::half::gradient(2.0), 0.5);
}
