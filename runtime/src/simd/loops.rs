//! The loops over slices, in blocks of `N` elements.
//!
//! A block is a loop of known length, which the compiler turns into vector code without a scalar
//! remainder. What is left over at the end of the slices is padded to one more block. Sums add by
//! position in the block whatever the registers, hence in the same order on every machine.

use super::backward::Pullback;
use super::dispatch::Task;
use super::functions::Function;
use super::real::Real;

/// `dst = f(src)`.
pub(super) struct Map<'a, T, F, const N: usize> {
    pub(super) f: F,
    pub(super) src: &'a [T],
    pub(super) dst: &'a mut [T],
}

/// `dx += f(x, g)`.
pub(super) struct Accumulate<'a, T, F, const N: usize> {
    pub(super) f: F,
    pub(super) x: &'a [T],
    pub(super) g: &'a [T],
    pub(super) dx: &'a mut [T],
}

/// `dst = f(src)`, returning the sum of `dst`.
pub(super) struct MapSum<'a, T, F, const N: usize> {
    pub(super) f: F,
    pub(super) src: &'a [T],
    pub(super) dst: &'a mut [T],
}

/// The sum.
pub(super) struct Sum<'a, T, const N: usize>(pub(super) &'a [T]);

/// The largest element, passing over NaN.
pub(super) struct Max<'a, T, const N: usize>(pub(super) &'a [T]);

impl<T: Real, F: Function<T>, const N: usize> Task for Map<'_, T, F, N> {
    type Output = ();

    #[inline(always)]
    fn run<const FMA: bool>(self) {
        if !F::BLOCKS {
            for (d, &x) in self.dst.iter_mut().zip(self.src) {
                *d = self.f.apply::<FMA>(x);
            }
            return;
        }
        let (src, src_tail) = self.src.as_chunks::<N>();
        let (dst, dst_tail) = self.dst.as_chunks_mut::<N>();
        for (d, x) in dst.iter_mut().zip(src) {
            *d = map_block::<T, F, N, FMA>(&self.f, x);
        }
        if !src_tail.is_empty() {
            let block = map_block::<T, F, N, FMA>(&self.f, &padded(src_tail, T::ZERO));
            dst_tail.copy_from_slice(&block[..dst_tail.len()]);
        }
    }
}

impl<T: Real, F: Pullback<T>, const N: usize> Task for Accumulate<'_, T, F, N> {
    type Output = ();

    #[inline(always)]
    fn run<const FMA: bool>(self) {
        if !F::BLOCKS {
            for ((dx, &x), &g) in self.dx.iter_mut().zip(self.x).zip(self.g) {
                *dx += self.f.pull::<FMA>(x, g);
            }
            return;
        }
        let (x, x_tail) = self.x.as_chunks::<N>();
        let (g, g_tail) = self.g.as_chunks::<N>();
        let (dx, dx_tail) = self.dx.as_chunks_mut::<N>();
        for ((dx, x), g) in dx.iter_mut().zip(x).zip(g) {
            accumulate_block::<T, F, N, FMA>(&self.f, x, g, dx);
        }
        if !x_tail.is_empty() {
            let x = padded(x_tail, T::ZERO);
            let g = padded(g_tail, T::ZERO);
            let mut dx = padded(dx_tail, T::ZERO);
            accumulate_block::<T, F, N, FMA>(&self.f, &x, &g, &mut dx);
            dx_tail.copy_from_slice(&dx[..dx_tail.len()]);
        }
    }
}

impl<T: Real, F: Function<T>, const N: usize> Task for MapSum<'_, T, F, N> {
    type Output = T;

    #[inline(always)]
    fn run<const FMA: bool>(self) -> T {
        let (src, src_tail) = self.src.as_chunks::<N>();
        let (dst, dst_tail) = self.dst.as_chunks_mut::<N>();
        let mut sums = [T::ZERO; N];
        for (d, x) in dst.iter_mut().zip(src) {
            *d = map_block::<T, F, N, FMA>(&self.f, x);
            add_block(&mut sums, d);
        }
        if !src_tail.is_empty() {
            let block = map_block::<T, F, N, FMA>(&self.f, &padded(src_tail, T::ZERO));
            dst_tail.copy_from_slice(&block[..dst_tail.len()]);
            add_block(&mut sums, &padded(dst_tail, T::ZERO));
        }
        fold(sums, |a, b| a + b)
    }
}

impl<T: Real, const N: usize> Task for Sum<'_, T, N> {
    type Output = T;

    #[inline(always)]
    fn run<const FMA: bool>(self) -> T {
        let (blocks, tail) = self.0.as_chunks::<N>();
        let mut sums = [T::ZERO; N];
        for block in blocks {
            add_block(&mut sums, block);
        }
        if !tail.is_empty() {
            add_block(&mut sums, &padded(tail, T::ZERO));
        }
        fold(sums, |a, b| a + b)
    }
}

impl<T: Real, const N: usize> Task for Max<'_, T, N> {
    type Output = T;

    #[inline(always)]
    fn run<const FMA: bool>(self) -> T {
        let (blocks, tail) = self.0.as_chunks::<N>();
        let mut largest = [T::NEG_INFINITY; N];
        for block in blocks {
            max_block(&mut largest, block);
        }
        if !tail.is_empty() {
            max_block(&mut largest, &padded(tail, T::NEG_INFINITY));
        }
        fold(largest, larger)
    }
}

#[inline(always)]
fn map_block<T: Real, F: Function<T>, const N: usize, const FMA: bool>(
    f: &F,
    x: &[T; N],
) -> [T; N] {
    let mut block = [T::ZERO; N];
    for i in 0..N {
        block[i] = f.apply::<FMA>(x[i]);
    }
    block
}

#[inline(always)]
fn accumulate_block<T: Real, F: Pullback<T>, const N: usize, const FMA: bool>(
    f: &F,
    x: &[T; N],
    g: &[T; N],
    dx: &mut [T; N],
) {
    for i in 0..N {
        dx[i] += f.pull::<FMA>(x[i], g[i]);
    }
}

#[inline(always)]
fn add_block<T: Real, const N: usize>(sums: &mut [T; N], block: &[T; N]) {
    for i in 0..N {
        sums[i] += block[i];
    }
}

#[inline(always)]
fn max_block<T: Real, const N: usize>(largest: &mut [T; N], block: &[T; N]) {
    for i in 0..N {
        largest[i] = larger(largest[i], block[i]);
    }
}

/// The larger, `a` where `b` is NaN.
#[inline(always)]
fn larger<T: Real>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

/// A block that starts with `tail`, which is shorter than a block.
#[inline(always)]
fn padded<T: Real, const N: usize>(tail: &[T], padding: T) -> [T; N] {
    let mut block = [padding; N];
    block[..tail.len()].copy_from_slice(tail);
    block
}

/// Combines a block's elements pairwise; `N` is a power of 2.
#[inline(always)]
fn fold<T: Real, const N: usize>(mut block: [T; N], combine: impl Fn(T, T) -> T) -> T {
    let mut half = N / 2;
    while half > 0 {
        for i in 0..half {
            block[i] = combine(block[i], block[i + half]);
        }
        half /= 2;
    }
    block[0]
}
