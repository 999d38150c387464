//! The functions, one element at a time and without branches, so that loops over them vectorise.
//!
//! Every step is chosen to be accurate with and without a fused multiply-add. Comparisons are
//! written such that NaN passes through.

use super::real::Real;

/// A function of one number.
pub(super) trait Function<T> {
    /// Whether slices are taken in blocks. The compiler unrolls a block of a few instructions
    /// before it comes to vectorise, and then leaves it scalar: such functions want a plain loop.
    const BLOCKS: bool;

    fn apply<const FMA: bool>(&self, x: T) -> T;
}

/// `eˣ`.
pub(super) struct Exp;
/// `eˣ⁻ᵐ`.
pub(super) struct ExpSub<T>(pub(super) T);
/// `1 / (1 + e⁻ˣ)`.
pub(super) struct Sigmoid;
/// `tanh x`.
pub(super) struct Tanh;
/// `max(x, 0)`.
pub(super) struct Relu;
/// `ln(1 + eˣ)`.
pub(super) struct Softplus;

impl<T: Real> Function<T> for Exp {
    const BLOCKS: bool = true;

    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        exp::<T, FMA>(at_least(at_most(x, T::EXP_HIGH), T::EXP_LOW))
    }
}

impl<T: Real> Function<T> for ExpSub<T> {
    const BLOCKS: bool = true;

    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        Exp.apply::<FMA>(x - self.0)
    }
}

impl<T: Real> Function<T> for Sigmoid {
    const BLOCKS: bool = true;

    /// `1 / (1 + e)` or `e / (1 + e)` with `e = e^-|x|`, which loses nothing on either side.
    ///
    /// What rounding took from `1 + e` is known exactly, and its share of the quotient is added.
    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        let e = exp_neg_abs::<T, FMA>(x);
        let denominator = T::ONE + e;
        let lost = e - (denominator - T::ONE);
        let quotient = if x < T::ZERO { e } else { T::ONE } / denominator;
        let reciprocal = if x < T::ZERO { T::ONE - quotient } else { quotient };
        (-quotient * lost).mul_add::<FMA>(reciprocal, quotient)
    }
}

impl<T: Real> Function<T> for Tanh {
    const BLOCKS: bool = true;

    /// `-m / (2 + m)` with `m = e^-2|x| - 1`, which for small `x` is a polynomial without a
    /// constant term and thus relatively accurate.
    ///
    /// What rounding took from `m` and from `2 + m` is known exactly, and its share of the
    /// quotient is added, using `2 / (2 + m) = 1 - m / (2 + m)`.
    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        let (scale, r) = reduce::<T, FMA>(-T::TWO * at_most(x.abs(), T::TANH_HIGH));
        let scale = scale.power();
        let small = exp_m1_reduced::<T, FMA>(r) * scale;
        let large = scale - T::ONE;
        let m = small + large;
        let m_lost = small - (m - large);
        let denominator = T::TWO + m;
        let lost = m - (denominator - T::TWO) + m_lost;
        let quotient = -m / denominator;
        let share = quotient.mul_add::<FMA>(lost, m_lost) * T::HALF;
        (-share).mul_add::<FMA>(T::ONE + quotient, quotient).copysign(x)
    }
}

impl<T: Real> Function<T> for Relu {
    const BLOCKS: bool = false;

    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        if x <= T::ZERO { T::ZERO } else { x }
    }
}

impl<T: Real> Function<T> for Softplus {
    const BLOCKS: bool = true;

    /// `max(x, 0) + ln(1 + e^-|x|)`.
    #[inline(always)]
    fn apply<const FMA: bool>(&self, x: T) -> T {
        let positive = if x > T::ZERO { x } else { T::ZERO };
        let e = exp_neg_abs::<T, FMA>(x);
        // In this order the first difference is small where the sum is just below 1.
        positive - ln_1p_correction::<T, FMA>(e) + e
    }
}

#[inline(always)]
fn at_most<T: Real>(x: T, bound: T) -> T {
    if x > bound { bound } else { x }
}

#[inline(always)]
fn at_least<T: Real>(x: T, bound: T) -> T {
    if x < bound { bound } else { x }
}

/// `e^-|x|`, NaN for NaN.
#[inline(always)]
fn exp_neg_abs<T: Real, const FMA: bool>(x: T) -> T {
    exp::<T, FMA>(at_least(-x.abs(), T::EXP_LOW))
}

/// `eˣ` for `EXP_LOW ≤ x ≤ EXP_HIGH`.
#[inline(always)]
fn exp<T: Real, const FMA: bool>(x: T) -> T {
    let (scale, r) = reduce::<T, FMA>(x);
    let (first, second) = scale.split_power();
    // The first product is exact; the second rounds where the result is subnormal.
    (T::ONE + exp_m1_reduced::<T, FMA>(r)) * first * second
}

/// `(k + ROUNDER, r)` with `x = k ln 2 + r`, `k` an integer and `|r| ≤ ln(2) / 2` or a hair more:
/// the reduction of W. Cody and W. Waite, *Software Manual for the Elementary Functions* (1980).
#[inline(always)]
fn reduce<T: Real, const FMA: bool>(x: T) -> (T, T) {
    let scale = x.mul_add::<FMA>(T::LOG2_E, T::ROUNDER);
    let k = scale - T::ROUNDER;
    let r = (-k).mul_add::<FMA>(T::LN_2_HIGH, x);
    (scale, (-k).mul_add::<FMA>(T::LN_2_LOW, r))
}

/// `eʳ - 1` for `|r| ≤ ln(2) / 2`.
#[inline(always)]
fn exp_m1_reduced<T: Real, const FMA: bool>(r: T) -> T {
    let tail = polynomial::<T, FMA>(T::EXP_TAIL, r);
    (r * r).mul_add::<FMA>(tail, r)
}

/// `e - ln(1 + e)` for `0 ≤ e ≤ 1`.
///
/// With `s = e / (2 + e)` the logarithm is `2 atanh s`, and this is `e²/2 - s (e²/2 + R(s²))`: the
/// arrangement of K. C. Ng (FDLIBM, 1993), in which `e` itself is not rounded again.
#[inline(always)]
fn ln_1p_correction<T: Real, const FMA: bool>(e: T) -> T {
    let s = e / (T::TWO + e);
    let z = s * s;
    let half_square = T::HALF * e * e;
    let rest = z.mul_add::<FMA>(polynomial::<T, FMA>(T::LOG_TAIL, z), half_square);
    (-s).mul_add::<FMA>(rest, half_square)
}

/// Horner's rule; coefficients start with the lowest power.
#[inline(always)]
fn polynomial<T: Real, const FMA: bool>(coefficients: &[T], x: T) -> T {
    let (last, rest) = coefficients.split_last().expect("a polynomial has coefficients");
    let mut sum = *last;
    for &c in rest.iter().rev() {
        sum = sum.mul_add::<FMA>(x, c);
    }
    sum
}
