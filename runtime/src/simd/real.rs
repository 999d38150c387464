//! What the kernels need of a floating-point type.

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// `f32` or `f64`, with the constants of the polynomials.
pub(super) trait Real:
    Copy
    + 'static
    + Debug
    + PartialOrd
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    const ZERO: Self;
    const ONE: Self;
    const HALF: Self;
    const TWO: Self;
    const NEG_INFINITY: Self;

    /// Below this `exp` rounds to 0, and -150 (`f32`) or -1075 (`f64`) is still the largest power
    /// of 2 needed.
    const EXP_LOW: Self;
    /// Above this `exp` is infinite.
    const EXP_HIGH: Self;
    /// From here on `tanh` rounds to 1.
    const TANH_HIGH: Self;

    const LOG2_E: Self;
    /// ln 2, cut so that its product with an exponent is exact.
    const LN_2_HIGH: Self;
    /// The rest of ln 2.
    const LN_2_LOW: Self;
    /// 3/2 times the power of 2 whose unit in the last place is 1: adding it rounds to an integer,
    /// which then stands in the low bits.
    const ROUNDER: Self;

    /// `p` with `eʳ ≈ 1 + r + r² p(r)` for `|r| ≤ ln(2) / 2`, lowest power first.
    const EXP_TAIL: &'static [Self];
    /// `p` with `ln((1 + s) / (1 - s)) ≈ 2 s + s³ p(s²)` for `0 ≤ s ≤ 1/3`, lowest power first.
    const LOG_TAIL: &'static [Self];

    fn abs(self) -> Self;
    fn copysign(self, sign: Self) -> Self;

    /// `self * a + b`, rounded once where `FMA`, else twice.
    fn mul_add<const FMA: bool>(self, a: Self, b: Self) -> Self;

    /// Two powers of 2 whose product is `2ᵏ`, for `self = k + ROUNDER`. Neither overflows nor is
    /// subnormal where `2ᵏ` or half of it rounds to something else than 0 or ∞.
    fn split_power(self) -> (Self, Self);

    /// `2ᵏ` for `self = k + ROUNDER`, where that is a normal number.
    fn power(self) -> Self;
}

macro_rules! impl_real {
    ($t:ident, $bits:ident, $mantissa:literal, { $($constants:tt)* }) => {
        impl Real for $t {
            const ZERO: $t = 0.0;
            const ONE: $t = 1.0;
            const HALF: $t = 0.5;
            const TWO: $t = 2.0;
            const NEG_INFINITY: $t = $t::NEG_INFINITY;
            const LOG2_E: $t = std::$t::consts::LOG2_E;
            const ROUNDER: $t = 1.5 / $t::EPSILON;
            $($constants)*

            #[inline(always)]
            fn abs(self) -> $t {
                $t::abs(self)
            }

            #[inline(always)]
            fn copysign(self, sign: $t) -> $t {
                $t::copysign(self, sign)
            }

            #[inline(always)]
            fn mul_add<const FMA: bool>(self, a: $t, b: $t) -> $t {
                if FMA { $t::mul_add(self, a, b) } else { self * a + b }
            }

            #[inline(always)]
            fn split_power(self) -> ($t, $t) {
                // Biased twice, the sum of both exponents is positive: a logical shift halves it.
                let zero = Self::ROUNDER.to_bits() - 2 * ($t::MAX_EXP as $bits - 1);
                let both = self.to_bits().wrapping_sub(zero);
                let half = both >> 1;
                let power = |biased| $t::from_bits(biased << $mantissa);
                (power(half), power(both.wrapping_sub(half)))
            }

            #[inline(always)]
            fn power(self) -> $t {
                let zero = Self::ROUNDER.to_bits() - ($t::MAX_EXP as $bits - 1);
                $t::from_bits(self.to_bits().wrapping_sub(zero) << $mantissa)
            }
        }
    };
}

// The polynomials come from `tests/data/simd_coefficients.py`.
impl_real!(f32, u32, 23, {
    const EXP_LOW: f32 = -104.0;
    const EXP_HIGH: f32 = 89.0;
    const TANH_HIGH: f32 = 10.0;
    const LN_2_HIGH: f32 = 0.693_145_75;
    const LN_2_LOW: f32 = 1.4286068e-06;
    const EXP_TAIL: &'static [f32] =
        &[0.5, 0.16666666, 0.041666362, 0.00833339, 0.0013940628, 0.00019845879];
    const LOG_TAIL: &'static [f32] = &[0.6666641, 0.400217, 0.27999142, 0.2802446];
});

impl_real!(f64, u64, 52, {
    const EXP_LOW: f64 = -746.0;
    const EXP_HIGH: f64 = 710.0;
    const TANH_HIGH: f64 = 20.0;
    const LN_2_HIGH: f64 = 0.693147180559663;
    const LN_2_LOW: f64 = 2.823_529_056_303_157_7e-13;
    const EXP_TAIL: &'static [f64] = &[
        0.5,
        0.16666666666666677,
        0.04166666666666651,
        0.008333333333321691,
        0.0013888888888962372,
        0.00019841269885966244,
        2.4801587172536282e-05,
        2.7557244373868643e-06,
        2.7557402644119793e-07,
        2.5108978993141634e-08,
        2.087532967966573e-09,
    ];
    const LOG_TAIL: &'static [f64] = &[
        0.6666666666666631,
        0.40000000000157243,
        0.2857142854785388,
        0.22222223969732718,
        0.18181743924839494,
        0.15386559925379814,
        0.13300973551724765,
        0.12106086544400012,
        0.08340100200792223,
        0.17018577757919337,
    ];
});
