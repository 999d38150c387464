//! One element at a time, through the standard library.

use super::Elementwise;

macro_rules! impl_elementwise {
    ($t:ty) => {
        impl Elementwise for $t {
            fn exp(src: &[$t], dst: &mut [$t]) {
                map(src, dst, <$t>::exp);
            }
            fn sigmoid(src: &[$t], dst: &mut [$t]) {
                map(src, dst, |x| logistic(x.into()) as $t);
            }
            fn tanh(src: &[$t], dst: &mut [$t]) {
                map(src, dst, <$t>::tanh);
            }
            fn relu(src: &[$t], dst: &mut [$t]) {
                map(src, dst, |x| if x <= 0.0 { 0.0 } else { x });
            }
            fn softplus(src: &[$t], dst: &mut [$t]) {
                map(src, dst, |x| if x > 0.0 { x } else { 0.0 } + (-x.abs()).exp().ln_1p());
            }
            fn sigmoid_backward(y: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate(y, g, dx, |y, g| y * (1.0 - y) * g);
            }
            fn tanh_backward(y: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate(y, g, dx, |y, g| (1.0 - y * y) * g);
            }
            fn relu_backward(x: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate(x, g, dx, |x, g| if x > 0.0 { g } else { 0.0 });
            }
            fn softplus_backward(x: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate(x, g, dx, |x, g| logistic(x.into()) as $t * g);
            }
            fn sum(src: &[$t]) -> $t {
                src.iter().sum()
            }
            fn max(src: &[$t]) -> $t {
                src.iter().fold(<$t>::NEG_INFINITY, |m, &x| if x > m { x } else { m })
            }
            fn exp_sub_sum(src: &[$t], shift: $t, dst: &mut [$t]) -> $t {
                map(src, dst, |x| (x - shift).exp());
                Self::sum(dst)
            }
        }
    };
}

impl_elementwise!(f32);
impl_elementwise!(f64);

fn logistic(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

fn map<T: Copy>(src: &[T], dst: &mut [T], f: impl Fn(T) -> T) {
    assert_eq!(src.len(), dst.len(), "`src` and `dst` differ in length");
    for (d, &x) in dst.iter_mut().zip(src) {
        *d = f(x);
    }
}

fn accumulate<T>(x: &[T], g: &[T], dx: &mut [T], f: impl Fn(T, T) -> T)
where
    T: Copy + std::ops::AddAssign,
{
    assert_eq!(x.len(), g.len(), "the value and its cotangent `g` differ in length");
    assert_eq!(x.len(), dx.len(), "the value and `dx` differ in length");
    for ((d, &x), &g) in dx.iter_mut().zip(x).zip(g) {
        *d += f(x, g);
    }
}
