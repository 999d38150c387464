//! The elementary functions of floats where there is no standard library, from the crate `libm`.

/// What the standard library has as methods of `f32` and `f64`.
pub trait Elementary: Sized {
    fn sqrt(self) -> Self;
    fn cbrt(self) -> Self;
    fn hypot(self, y: Self) -> Self;
    fn powi(self, n: i32) -> Self;
    fn powf(self, y: Self) -> Self;
    fn exp(self) -> Self;
    fn exp2(self) -> Self;
    fn exp_m1(self) -> Self;
    fn ln(self) -> Self;
    fn ln_1p(self) -> Self;
    fn log2(self) -> Self;
    fn log10(self) -> Self;
    fn log(self, base: Self) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn tan(self) -> Self;
    fn sin_cos(self) -> (Self, Self);
    fn asin(self) -> Self;
    fn acos(self) -> Self;
    fn atan(self) -> Self;
    fn atan2(self, x: Self) -> Self;
    fn sinh(self) -> Self;
    fn cosh(self) -> Self;
    fn tanh(self) -> Self;
    fn asinh(self) -> Self;
    fn acosh(self) -> Self;
    fn atanh(self) -> Self;
    fn mul_add(self, a: Self, b: Self) -> Self;
    fn floor(self) -> Self;
    fn ceil(self) -> Self;
    fn round(self) -> Self;
    fn round_ties_even(self) -> Self;
    fn trunc(self) -> Self;
    fn fract(self) -> Self;
    fn rem_euclid(self, divisor: Self) -> Self;
    fn div_euclid(self, divisor: Self) -> Self;
}

macro_rules! elementary {
    ($t:ident: $($name:ident($($arg:ident),*) = $function:ident;)*) => {
        impl Elementary for $t {
            $(
                #[inline]
                fn $name(self $(, $arg: Self)*) -> Self {
                    libm::$function(self $(, $arg)*)
                }
            )*

            /// By squaring.
            fn powi(self, n: i32) -> Self {
                let (mut power, mut square, mut rest) = (1.0, self, n.unsigned_abs());
                while rest > 0 {
                    if rest % 2 == 1 {
                        power *= square;
                    }
                    square *= square;
                    rest /= 2;
                }
                if n < 0 { 1.0 / power } else { power }
            }

            #[inline]
            fn log(self, base: Self) -> Self {
                Elementary::ln(self) / Elementary::ln(base)
            }

            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                (Elementary::sin(self), Elementary::cos(self))
            }

            #[inline]
            fn fract(self) -> Self {
                self - Elementary::trunc(self)
            }

            #[inline]
            fn rem_euclid(self, divisor: Self) -> Self {
                let rest = self % divisor;
                if rest < 0.0 { rest + divisor.abs() } else { rest }
            }

            #[inline]
            fn div_euclid(self, divisor: Self) -> Self {
                let quotient = Elementary::trunc(self / divisor);
                match self % divisor < 0.0 {
                    true if divisor > 0.0 => quotient - 1.0,
                    true => quotient + 1.0,
                    false => quotient,
                }
            }
        }
    };
}

elementary! {
    f64:
    sqrt() = sqrt;
    cbrt() = cbrt;
    hypot(y) = hypot;
    powf(y) = pow;
    exp() = exp;
    exp2() = exp2;
    exp_m1() = expm1;
    ln() = log;
    ln_1p() = log1p;
    log2() = log2;
    log10() = log10;
    sin() = sin;
    cos() = cos;
    tan() = tan;
    asin() = asin;
    acos() = acos;
    atan() = atan;
    atan2(x) = atan2;
    sinh() = sinh;
    cosh() = cosh;
    tanh() = tanh;
    asinh() = asinh;
    acosh() = acosh;
    atanh() = atanh;
    mul_add(a, b) = fma;
    floor() = floor;
    ceil() = ceil;
    round() = round;
    round_ties_even() = rint;
    trunc() = trunc;
}

elementary! {
    f32:
    sqrt() = sqrtf;
    cbrt() = cbrtf;
    hypot(y) = hypotf;
    powf(y) = powf;
    exp() = expf;
    exp2() = exp2f;
    exp_m1() = expm1f;
    ln() = logf;
    ln_1p() = log1pf;
    log2() = log2f;
    log10() = log10f;
    sin() = sinf;
    cos() = cosf;
    tan() = tanf;
    asin() = asinf;
    acos() = acosf;
    atan() = atanf;
    atan2(x) = atan2f;
    sinh() = sinhf;
    cosh() = coshf;
    tanh() = tanhf;
    asinh() = asinhf;
    acosh() = acoshf;
    atanh() = atanhf;
    mul_add(a, b) = fmaf;
    floor() = floorf;
    ceil() = ceilf;
    round() = roundf;
    round_ties_even() = rintf;
    trunc() = truncf;
}
