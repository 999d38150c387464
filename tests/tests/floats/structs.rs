//! Structs over floats, and methods of theirs and of their traits.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_close, difference};
use num_traits::{Float, FloatConst, FromPrimitive, NumAssign};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Quaternion<T: Float> {
    w: T,
    x: T,
    y: T,
    z: T,
}

#[differentiate(hessian)]
impl<T: Float> Quaternion<T> {
    fn new(w: T, x: T, y: T, z: T) -> Self {
        Self { w, x, y, z }
    }

    fn norm_squared(&self) -> T {
        self.w * self.w + self.x * self.x + self.y * self.y + self.z * self.z
    }

    fn scaled(&self, by: T) -> Quaternion<T> {
        Self::new(self.w * by, self.x * by, self.y * by, self.z * by)
    }

    fn normalized(&self) -> Self {
        let n = self.norm_squared().sqrt();
        self.scaled(n.recip())
    }

    fn times(self, o: Quaternion<T>) -> Quaternion<T> {
        Quaternion {
            w: self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
            x: self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
            y: self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
            z: self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w,
        }
    }

    fn conjugate(self) -> Self {
        Self::new(self.w, -self.x, -self.y, -self.z)
    }

    /// The first coordinate of a vector that is turned.
    fn turned(&self, v: [T; 3]) -> T {
        let q = self.normalized();
        let v = Quaternion::new(T::zero(), v[0], v[1], v[2]);
        q.times(v).times(q.conjugate()).x
    }

    fn angle(&self) -> T {
        let two = T::one() + T::one();
        two * (self.w / self.norm_squared().sqrt()).acos()
    }
}

#[test]
fn quaternions() {
    let q = Quaternion::new(0.9, 0.1, -0.4, 0.3);
    let v = [1.0, 2.0, -0.5];
    let (q_bar, v_bar) = q.turned_gradient(v);
    assert_close(q_bar.w, difference(|w| Quaternion { w, ..q }.turned(v), q.w));
    assert_close(q_bar.y, difference(|y| Quaternion { y, ..q }.turned(v), q.y));
    assert_close(v_bar[1], difference(|e| q.turned([1.0, e, -0.5]), 2.0));
    let angle_bar = q.angle_gradient();
    assert_close(angle_bar.x, difference(|x| Quaternion { x, ..q }.angle(), q.x));
    let along = QuaternionCotangent { w: 0.0, x: 1.0, y: 0.0, z: 0.0 };
    let product = q.angle_hvp(&along);
    assert_close(product.w, difference(|x| Quaternion { x, ..q }.angle_gradient().w, q.x));
    let single = Quaternion::new(0.9_f32, 0.1, -0.4, 0.3);
    assert!((single.angle_gradient().x as f64 - angle_bar.x).abs() < 1e-5);
}

trait Potential<T> {
    fn energy(&self, x: T) -> T;
}

#[derive(Differentiable, Clone)]
struct Spring<T>
where
    T: num_traits::Float,
{
    k: T,
    rest: T,
}

#[differentiate(hessian)]
impl<T> Potential<T> for Spring<T>
where
    T: Float + FloatConst,
{
    fn energy(&self, x: T) -> T {
        let stretch = x - self.rest;
        self.k * stretch * stretch * T::FRAC_1_SQRT_2()
    }
}

/// Without a bound on the struct.
#[derive(Differentiable, Clone)]
struct Pair<T> {
    a: T,
    b: Vec<T>,
    #[constant]
    n: usize,
}

#[differentiate(hessian)]
fn of_pair<T: Float + NumAssign>(pair: &Pair<T>, x: T) -> T {
    let mut s = pair.a * T::from(pair.n).unwrap();
    for &b in &pair.b {
        s += b * x.exp();
    }
    s * x
}

#[derive(Differentiable, Clone)]
struct Model<T: Float + FromPrimitive, const N: usize> {
    springs: Vec<Spring<T>>,
    weights: [T; N],
}

#[differentiate(hessian)]
mod models {
    use super::*;

    impl<T, const N: usize> Model<T, N>
    where
        T: Float + FromPrimitive + FloatConst,
    {
        pub fn energy(&self, x: &[T]) -> T {
            let mut s = T::zero();
            for i in 0..x.len() {
                s = s + self.one(i, x[i]) * T::from_f64(0.5).unwrap();
            }
            s
        }

        fn one(&self, i: usize, x: T) -> T {
            let spring = &self.springs[i];
            spring.k * x * spring.rest * self.weights[i % N].sin()
        }
    }
}

#[test]
fn methods_of_traits() {
    let spring = Spring { k: 3.0, rest: 0.5 };
    let (spring_bar, x_bar) = spring.energy_gradient(2.0);
    assert_eq!(Potential::energy(&spring, 2.0), spring.energy_value_and_gradient(2.0).0);
    assert_close(spring_bar.k, 2.25 / 2.0_f64.sqrt());
    assert_close(spring_bar.rest, -9.0 / 2.0_f64.sqrt());
    assert_close(x_bar, 9.0 / 2.0_f64.sqrt());
}

#[test]
fn structs_without_bounds() {
    let pair = Pair { a: 2.0, b: vec![1.0, 3.0], n: 2 };
    let (pair_bar, x_bar) = of_pair::gradient(&pair, 0.7);
    assert_close(pair_bar.a, 1.4);
    assert_close(pair_bar.b[1], 0.7 * 0.7_f64.exp());
    assert_close(x_bar, difference(|x| of_pair(&pair, x), 0.7));
    let direction = PairCotangent { a: 1.0, b: vec![0.0, 0.0] };
    assert_close(of_pair::hvp(&pair, 0.7, &direction, 0.0).1, 2.0);
}

#[test]
fn structs_in_structs() {
    let springs = vec![Spring { k: 3.0, rest: 0.5 }, Spring { k: 1.0, rest: 0.25 }];
    let model = Model { springs, weights: [0.3, 0.9] };
    let x = [0.5, 2.0];
    let (model_bar, x_bar) = model.energy_gradient(&x);
    assert_close(model_bar.springs[1].k, 2.0 * 0.25 * 0.9_f64.sin() * 0.5);
    assert_close(model_bar.weights[0], 3.0 * 0.5 * 0.5 * 0.3_f64.cos() * 0.5);
    assert_close(x_bar[0], 3.0 * 0.5 * 0.3_f64.sin() * 0.5);
}
