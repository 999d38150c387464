//! [`Float`], the bound of generic differentiated functions, and [`Scalar`], what it stands on.

#[cfg(all(feature = "libm", not(feature = "std")))]
mod elementary;
mod scalar;

#[cfg(all(feature = "libm", not(feature = "std")))]
use self::elementary::Elementary;
pub use self::scalar::{Scalar, is_float, is_real};

macro_rules! float {
    (
        methods { $($(#[$note:meta])* fn $name:ident($($arg:ident: $arg_type:tt),*) -> $out:tt;)* }
        elementary { $($(#[$e_note:meta])* fn $e_name:ident($($e_arg:ident: $e_type:tt),*) -> $e_out:tt;)* }
        constants { $($constant:ident = $($path:ident)::+, $summary:literal;)* }
    ) => {
        /// The floating-point types: `f32` and `f64`.
        ///
        /// `T: Float` is the one bound that a generic differentiated function needs: arithmetic,
        /// the differentiable methods of the standard library's `f64` (those beyond rounding-free
        /// arithmetic with feature `std` or `libm`), and with feature `ndarray` all that arrays of `T` want.
        /// The traits of the crate `num-traits` are as good.
        ///
        /// ```
        /// use chainrule::Float;
        ///
        /// fn norm<T: Float>(x: T, y: T) -> T {
        ///     (x * x + y * y).sqrt()
        /// }
        /// assert_eq!(norm(3.0_f32, 4.0), 5.0);
        /// ```
        pub trait Float: Scalar {
            $(#[doc = $summary] const $constant: Self;)*

            /// The nearest value of this type.
            fn from_f64(x: f64) -> Self;

            /// The value as an `f64`, exactly.
            fn to_f64(self) -> f64;

            $($(#[$note])* fn $name(self $(, $arg: $arg_type)*) -> $out;)*

            $(
                $(#[$e_note])*
                #[cfg(any(feature = "std", feature = "libm"))]
                fn $e_name(self $(, $e_arg: $e_type)*) -> $e_out;
            )*
        }

        impl<T: Scalar> Float for T {
            $(const $constant: T = T::CONSTANTS.$constant;)*

            #[inline]
            fn from_f64(x: f64) -> T {
                T::nearest(x)
            }

            #[inline]
            fn to_f64(self) -> f64 {
                self.widen()
            }

            $(#[inline] fn $name(self $(, $arg: $arg_type)*) -> $out {
                let y = Inherent::$name(self.into_simd() $(, float!(@in $arg_type $arg))*);
                float!(@out $out y)
            })*

            $(
                #[cfg(any(feature = "std", feature = "libm"))]
                #[inline]
                fn $e_name(self $(, $e_arg: $e_type)*) -> $e_out {
                    let y = Inherent::$e_name(self.into_simd() $(, float!(@in $e_type $e_arg))*);
                    float!(@out $e_out y)
                }
            )*
        }

        /// The methods of `f32` and `f64` themselves.
        pub trait Inherent: Copy {
            $(fn $name(self $(, $arg: $arg_type)*) -> $out;)*
            $(
                #[cfg(any(feature = "std", feature = "libm"))]
                fn $e_name(self $(, $e_arg: $e_type)*) -> $e_out;
            )*
        }

        /// The constants of a float type, behind one name.
        #[derive(Clone, Copy)]
        #[allow(non_snake_case)]
        pub struct Constants<T> {
            $($constant: T,)*
        }

        float!(@impl f32 { $($constant = $($path)::+;)* }
            { $(fn $name($($arg: $arg_type),*) -> $out;)* }
            { $(fn $e_name($($e_arg: $e_type),*) -> $e_out;)* });
        float!(@impl f64 { $($constant = $($path)::+;)* }
            { $(fn $name($($arg: $arg_type),*) -> $out;)* }
            { $(fn $e_name($($e_arg: $e_type),*) -> $e_out;)* });
    };
    (@impl $t:ident
        { $($constant:ident = $head:ident $(:: $tail:ident)*;)* }
        { $(fn $name:ident($($arg:ident: $arg_type:tt),*) -> $out:tt;)* }
        { $(fn $e_name:ident($($e_arg:ident: $e_type:tt),*) -> $e_out:tt;)* }
    ) => {
        impl Constants<$t> {
            const OF_TYPE: Self = Constants {
                $($constant: float!(@constant $t $head $($tail)*),)*
            };
        }

        impl Inherent for $t {
            // The inherent methods come first in name resolution.
            $(#[inline] fn $name(self $(, $arg: $arg_type)*) -> $out {
                <$t>::$name(self $(, $arg)*)
            })*

            $(
                #[cfg(feature = "std")]
                #[inline]
                fn $e_name(self $(, $e_arg: $e_type)*) -> $e_out {
                    <$t>::$e_name(self $(, $e_arg)*)
                }

                #[cfg(all(feature = "libm", not(feature = "std")))]
                #[inline]
                fn $e_name(self $(, $e_arg: $e_type)*) -> $e_out {
                    <$t as Elementary>::$e_name(self $(, $e_arg)*)
                }
            )*
        }
    };
    (@constant $t:ident literal zero) => { 0.0 };
    (@constant $t:ident literal one) => { 1.0 };
    (@constant $t:ident inherent $name:ident) => { $t::$name };
    (@constant $t:ident consts $name:ident) => { core::$t::consts::$name };
    (@in Self $x:ident) => { $x.into_simd() };
    (@in i32 $x:ident) => { $x };
    (@out Self $y:ident) => { T::from_simd($y) };
    (@out bool $y:ident) => { $y };
    (@out (Self, Self) $y:ident) => { (T::from_simd($y.0), T::from_simd($y.1)) };
}

float! {
    methods {
        /// `|x|`.
        fn abs() -> Self;
        /// ±1 with the sign of `x`; NaN for NaN.
        fn signum() -> Self;
        /// The magnitude of `self` with the sign of `sign`.
        fn copysign(sign: Self) -> Self;
        /// `1 / x`.
        fn recip() -> Self;
        /// The smaller of two, and the number where one is NaN.
        fn min(other: Self) -> Self;
        /// The larger of two, and the number where one is NaN.
        fn max(other: Self) -> Self;
        /// `x` moved into `[low, high]`. Panics where `low > high` or either is NaN.
        fn clamp(low: Self, high: Self) -> Self;
        /// Radians to degrees.
        fn to_degrees() -> Self;
        /// Degrees to radians.
        fn to_radians() -> Self;
        /// Whether this is not a number.
        fn is_nan() -> bool;
        /// Whether this is `±∞`.
        fn is_infinite() -> bool;
        /// Whether this is neither infinite nor NaN.
        fn is_finite() -> bool;
        /// Whether this is neither zero, subnormal, infinite nor NaN.
        fn is_normal() -> bool;
        /// Whether the sign bit is clear.
        fn is_sign_positive() -> bool;
        /// Whether the sign bit is set.
        fn is_sign_negative() -> bool;
    }
    elementary {
        /// `√x`.
        fn sqrt() -> Self;
        /// `∛x`.
        fn cbrt() -> Self;
        /// `√(x² + y²)` without overflow between.
        fn hypot(y: Self) -> Self;
        /// `xⁿ` for an integer `n`.
        fn powi(n: i32) -> Self;
        /// `x` to the power `y`.
        fn powf(y: Self) -> Self;
        /// `eˣ`.
        fn exp() -> Self;
        /// `2ˣ`.
        fn exp2() -> Self;
        /// `eˣ - 1`, accurate near 0.
        fn exp_m1() -> Self;
        /// The natural logarithm.
        fn ln() -> Self;
        /// `ln(1 + x)`, accurate near 0.
        fn ln_1p() -> Self;
        /// The logarithm to base 2.
        fn log2() -> Self;
        /// The logarithm to base 10.
        fn log10() -> Self;
        /// The logarithm to base `base`.
        fn log(base: Self) -> Self;
        /// The sine of an angle in radians.
        fn sin() -> Self;
        /// The cosine of an angle in radians.
        fn cos() -> Self;
        /// The tangent of an angle in radians.
        fn tan() -> Self;
        /// Sine and cosine together.
        fn sin_cos() -> (Self, Self);
        /// The arcsine, in `[-π/2, π/2]`.
        fn asin() -> Self;
        /// The arccosine, in `[0, π]`.
        fn acos() -> Self;
        /// The arctangent, in `[-π/2, π/2]`.
        fn atan() -> Self;
        /// The angle of the point with ordinate `self` and abscissa `x`, in `(-π, π]`.
        fn atan2(x: Self) -> Self;
        /// The hyperbolic sine.
        fn sinh() -> Self;
        /// The hyperbolic cosine.
        fn cosh() -> Self;
        /// The hyperbolic tangent.
        fn tanh() -> Self;
        /// The inverse of the hyperbolic sine.
        fn asinh() -> Self;
        /// The inverse of the hyperbolic cosine, NaN below 1.
        fn acosh() -> Self;
        /// The inverse of the hyperbolic tangent, NaN outside `[-1, 1]`.
        fn atanh() -> Self;
        /// `self · a + b`, rounded once.
        fn mul_add(a: Self, b: Self) -> Self;
        /// The largest integer not above `x`.
        fn floor() -> Self;
        /// The smallest integer not below `x`.
        fn ceil() -> Self;
        /// The nearest integer, halves away from zero.
        fn round() -> Self;
        /// The nearest integer, halves to the even one.
        fn round_ties_even() -> Self;
        /// The integer part, towards zero.
        fn trunc() -> Self;
        /// `x - x.trunc()`.
        fn fract() -> Self;
        /// The remainder that is never negative.
        fn rem_euclid(divisor: Self) -> Self;
        /// The quotient that goes with [`rem_euclid`](Float::rem_euclid).
        fn div_euclid(divisor: Self) -> Self;
    }
    constants {
        ZERO = literal::zero, "0.";
        ONE = literal::one, "1.";
        EPSILON = inherent::EPSILON, "The distance from 1 to the next larger value.";
        MIN_POSITIVE = inherent::MIN_POSITIVE, "The smallest positive normal value.";
        MIN = inherent::MIN, "The smallest finite value.";
        MAX = inherent::MAX, "The largest finite value.";
        INFINITY = inherent::INFINITY, "`+∞`.";
        NEG_INFINITY = inherent::NEG_INFINITY, "`-∞`.";
        NAN = inherent::NAN, "Not a number.";
        PI = consts::PI, "`π`.";
        TAU = consts::TAU, "`2π`.";
        E = consts::E, "Euler's number.";
        LN_2 = consts::LN_2, "`ln 2`.";
        LN_10 = consts::LN_10, "`ln 10`.";
        SQRT_2 = consts::SQRT_2, "`√2`.";
    }
}
