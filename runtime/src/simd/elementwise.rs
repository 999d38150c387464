//! The public functions: lengths are checked here, then the fastest path is run.

use super::Elementwise;
use super::backward::Pullback;
use super::dispatch::Path;
use super::functions::{Exp, ExpSub, Function, Relu, Sigmoid, Softplus, Tanh};
use super::loops::{Accumulate, Map, MapSum, Max, Sum};
use super::real::Real;

macro_rules! impl_elementwise {
    ($t:ty, $block:literal) => {
        impl Elementwise for $t {
            fn exp(src: &[$t], dst: &mut [$t]) {
                map::<_, _, $block>(Path::fastest(), Exp, src, dst);
            }
            fn sigmoid(src: &[$t], dst: &mut [$t]) {
                map::<_, _, $block>(Path::fastest(), Sigmoid, src, dst);
            }
            fn tanh(src: &[$t], dst: &mut [$t]) {
                map::<_, _, $block>(Path::fastest(), Tanh, src, dst);
            }
            fn relu(src: &[$t], dst: &mut [$t]) {
                map::<_, _, $block>(Path::fastest(), Relu, src, dst);
            }
            fn softplus(src: &[$t], dst: &mut [$t]) {
                map::<_, _, $block>(Path::fastest(), Softplus, src, dst);
            }
            fn sigmoid_backward(y: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate::<_, _, $block>(Path::fastest(), Sigmoid, y, g, dx);
            }
            fn tanh_backward(y: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate::<_, _, $block>(Path::fastest(), Tanh, y, g, dx);
            }
            fn relu_backward(x: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate::<_, _, $block>(Path::fastest(), Relu, x, g, dx);
            }
            fn softplus_backward(x: &[$t], g: &[$t], dx: &mut [$t]) {
                accumulate::<_, _, $block>(Path::fastest(), Softplus, x, g, dx);
            }
            fn sum(src: &[$t]) -> $t {
                Path::fastest().run(Sum::<_, $block>(src))
            }
            fn max(src: &[$t]) -> $t {
                Path::fastest().run(Max::<_, $block>(src))
            }
            fn exp_sub_sum(src: &[$t], shift: $t, dst: &mut [$t]) -> $t {
                map_sum::<_, _, $block>(Path::fastest(), ExpSub(shift), src, dst)
            }
        }
    };
}

impl_elementwise!(f32, 32);
impl_elementwise!(f64, 16);

#[inline]
pub(super) fn map<T: Real, F: Function<T>, const N: usize>(
    path: Path,
    f: F,
    src: &[T],
    dst: &mut [T],
) {
    check_lengths(("src", src.len()), ("dst", dst.len()));
    path.run(Map::<T, F, N> { f, src, dst });
}

#[inline]
pub(super) fn map_sum<T: Real, F: Function<T>, const N: usize>(
    path: Path,
    f: F,
    src: &[T],
    dst: &mut [T],
) -> T {
    check_lengths(("src", src.len()), ("dst", dst.len()));
    path.run(MapSum::<T, F, N> { f, src, dst })
}

#[inline]
pub(super) fn accumulate<T: Real, F: Pullback<T>, const N: usize>(
    path: Path,
    f: F,
    x: &[T],
    g: &[T],
    dx: &mut [T],
) {
    check_lengths(("dx", dx.len()), ("the value", x.len()));
    check_lengths(("dx", dx.len()), ("its cotangent", g.len()));
    path.run(Accumulate::<T, F, N> { f, x, g, dx });
}

#[inline]
fn check_lengths((a, a_len): (&str, usize), (b, b_len): (&str, usize)) {
    assert!(a_len == b_len, "slices differ in length: {a} has {a_len}, {b} has {b_len}");
}
