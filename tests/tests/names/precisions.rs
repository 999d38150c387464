//! Calls of generic functions with another float type than the caller's.

use chainrule::{Differentiable, Float, Lanes, differentiate};

#[differentiate(hessian)]
fn square<T: Float>(x: T) -> T {
    x * x
}

#[differentiate(hessian)]
fn norm<T: Float, const N: usize>(x: [T; N]) -> T {
    let mut s = T::from_f64(0.0);
    for i in 0..N {
        s += x[i] * x[i];
    }
    s
}

#[differentiate(hessian)]
fn of_a_literal(x: f64) -> f64 {
    square::<f32>(3.0) as f64 * x
}

#[differentiate(hessian)]
fn of_a_cast(x: f64) -> f64 {
    square::<f32>(x as f32) as f64 * x
}

#[differentiate(hessian)]
fn inferred(x: f64) -> f64 {
    square(x as f32) as f64 * square(x)
}

#[differentiate(hessian)]
fn by_from(x: f64, n: usize) -> f64 {
    x * f64::from(square(n as f32)) + square(2.0f32) as f64
}

#[differentiate(jvp)]
fn wider(x: f32) -> f32 {
    (square::<f64>(3.0) as f32) * x + square::<f64>(x as f64) as f32
}

#[differentiate(jvp)]
fn of_arrays(x: f64) -> f64 {
    norm::<f32, 2>([3.0, x as f32]) as f64 * x * norm::<f64, 1>([1.0])
}

#[differentiate(jvp)]
fn derivatives(x: f64) -> f64 {
    square::gradient::<f32>(3.0) as f64 * x + square::gradient(x)
}

#[differentiate(jvp)]
fn in_a_generic<T: Float>(x: T) -> T {
    square::<T>(x) * T::from_f64(square::<f64>(2.0)) + T::from_f64(square::<f32>(2.0) as f64)
}

#[differentiate(jvp)]
fn in_a_loop(x: f64) -> f64 {
    let mut s = 0.0f32;
    for i in 0..3 {
        s += square::<f32>(i as f32);
    }
    if s > 4.0 {
        let k: f32 = square(2.0);
        x * k as f64 * s as f64
    } else {
        x
    }
}

#[test]
fn calls_have_a_float_type_of_their_own() {
    assert_eq!(of_a_literal::gradient(2.0), 9.0);
    assert_eq!(of_a_cast::gradient(2.0), 12.0);
    assert_eq!(inferred::gradient(2.0), 32.0);
    assert_eq!(by_from::gradient(2.0, 3), 9.0);
    assert_eq!(wider::gradient(2.0), 13.0);
    assert_eq!(of_arrays::gradient(2.0), 9.0 + 12.0);
    assert_eq!(derivatives::gradient(2.0), 6.0 + 2.0);
    assert_eq!(in_a_generic::gradient(2.0), 16.0);
    assert_eq!(in_a_loop::gradient(2.0), 20.0);
    assert_eq!(in_a_loop::jvp(2.0, 1.0), (40.0, 20.0));
    assert_eq!(of_arrays::jvp(2.0, 1.0), (26.0, 21.0));
    assert_eq!(of_a_cast::hessian(2.0), [[12.0]]);
    assert_eq!(inferred::hessian(2.0), [[48.0]]);
    assert_eq!(of_a_literal::hessian(2.0), [[0.0]]);
}

#[derive(Clone, Copy, Differentiable)]
struct Spring<T: Float> {
    k: T,
}

#[differentiate]
mod springs {
    use super::{Float, Spring};

    impl<T: Float> Spring<T> {
        fn energy(&self, x: T) -> T {
            self.k * x * x
        }
        fn scaled<U: Float>(&self, n: usize, y: U) -> U {
            U::from_f64(n as f64) * y
        }
    }
    pub fn both(k: f64) -> f64 {
        let s = Spring { k: k as f32 };
        let a = s.energy(3.0) as f64 * k;
        let b = Spring::<f32>::energy(&s, 2.0) as f64;
        a + b + Spring { k }.energy(1.0) + s.scaled::<f32>(2, k as f32) as f64
    }
}

#[differentiate(lanes)]
fn third<T: Float>(x: T) -> T {
    x * x * x
}

#[differentiate(lanes)]
fn in_lanes(x: f64) -> f64 {
    third::<f32>(3.0) as f64 * x + third::<f32>(x as f32) as f64
}

#[differentiate]
fn of_elements(x: f64) -> f64 {
    let w = [1.0f32, 2.0];
    let k = w.iter().map(|e| square(*e)).sum::<f32>();
    x * k as f64 + square::<f32>(w[0]) as f64
}

#[test]
fn methods_lanes_and_elements() {
    assert_eq!(springs::both::gradient(2.0), 36.0 + 4.0 + 1.0 + 2.0);
    assert_eq!(in_lanes::gradient(2.0), 27.0 + 12.0);
    assert_eq!(in_lanes::jvp_lanes(2.0, Lanes([1.0, 2.0])).1, Lanes([39.0, 78.0]));
    assert_eq!(of_elements::gradient(2.0), 5.0);
}

#[differentiate(hessian)]
fn power<const N: usize>(x: f64) -> f64 {
    let mut y = 1.0;
    for _ in 0..N {
        y *= x;
    }
    y
}

#[differentiate(hessian)]
fn cube(x: f64) -> f64 {
    power::<3>(x) * power::<2>(x)
}

#[differentiate(jvp)]
fn scaled<T: Float, const N: usize>(x: T) -> T {
    x * T::from_f64(N as f64)
}

#[differentiate(jvp)]
fn both(x: f32) -> f32 {
    scaled::<f32, 3>(x) * scaled::<f64, 2>(x as f64) as f32
}

#[differentiate(lanes)]
fn in_lanes_too(x: f64) -> f64 {
    sixth::<6>(x) * x
}

#[differentiate(lanes)]
fn sixth<const N: usize>(x: f64) -> f64 {
    x / N as f64
}

#[differentiate]
fn deep(x: f64) -> f64 {
    power::gradient::<3>(x)
}

/// What no argument mentions.
#[test]
fn lengths_that_only_the_call_says() {
    assert_eq!(cube::gradient(2.0), 80.0);
    assert_eq!(cube::jvp(2.0, 1.0), (32.0, 80.0));
    assert_eq!(cube::hessian(2.0), [[160.0]]);
    assert_eq!(both::gradient(2.0), 24.0);
    assert_eq!(deep::gradient(2.0), 12.0);
    let (value, dots) = in_lanes_too::jvp_lanes(3.0, Lanes([1.0, 2.0]));
    assert_eq!((value, dots.0), (1.5, [1.0, 2.0]));
}

/// Methods by their paths, of numbers whose type nothing else tells.
mod by_path {
    use chainrule::differentiate;
    use chainrule_tests::{assert_close, difference};

    #[differentiate(hessian)]
    fn of_literals(x: f64) -> f64 {
        let k = [0.5, -0.2];
        let (a, b) = (-0.4, 1.0 / 3.0);
        let mut s = f64::sin(-0.4) * x + f64::max(1.0 + 2.0, x) * f64::powi(-(1.0 / 3.0), 3);
        for i in 0..2 {
            s += f64::exp(-k[i]) * x * x + f64::hypot(a, b) * x;
        }
        s * s
    }

    #[differentiate(jvp)]
    fn of_single(x: f32) -> f32 {
        let t = (0.5, 1.5);
        f32::exp(t.0) * x + f32::hypot(t.1, -t.0) * x
    }

    #[test]
    fn of_numbers_without_a_type() {
        for x in [0.7, 4.1] {
            assert_close(of_literals::gradient(x), difference(of_literals, x));
            let bend = difference(of_literals::gradient, x);
            assert_close(of_literals::hessian(x)[0][0], bend);
        }
        let expected = 0.5_f32.exp() + 1.5_f32.hypot(0.5);
        assert_eq!(of_single::gradient(2.0), expected);
    }
}
