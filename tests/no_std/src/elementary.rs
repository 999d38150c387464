//! Elementary functions. The trait brings them to `f32` and `f64`.

use chainrule::{Float, differentiate};

/// By methods.
#[allow(unused_imports)]
#[differentiate(hessian)]
pub fn wave(x: f64, t: f64) -> f64 {
    (-0.5 * x * x).exp() * (x - t).sin() + x.hypot(t).ln() + x.powi(3) / t.sqrt()
}

/// Of any float.
#[differentiate(hessian)]
pub fn smooth<T: Float>(x: T, y: T) -> T {
    (x * y).tanh() + x.powf(y) * y.atan2(x) + x.ln_1p().cbrt()
}

/// Of any float of `num-traits`.
#[differentiate(hessian)]
pub fn theirs<T: num_traits::Float + num_traits::FloatConst>(x: T, y: T) -> T {
    (x * y).sin() * T::PI() + x.powf(y) * T::from(0.5).unwrap()
}

/// Of `f32`.
#[differentiate]
pub fn single(x: f32) -> f32 {
    x.sinh() / x.cosh() + x.exp_m1() + x.rem_euclid(2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-6 * (1.0 + b.abs()), "{a} and {b}");
    }

    fn slope(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
    }

    #[test]
    fn derivatives_are_those_of_differences() {
        let (x_bar, t_bar) = wave::gradient(0.7, 1.3);
        close(x_bar, slope(|x| wave(x, 1.3), 0.7));
        close(t_bar, slope(|t| wave(0.7, t), 1.3));
        close(wave::hessian(0.7, 1.3)[0][1], slope(|t| wave::gradient(0.7, t).0, 1.3));
        let (x_bar, y_bar) = smooth::gradient(0.7, 1.3);
        close(x_bar, slope(|x| smooth(x, 1.3), 0.7));
        close(y_bar, slope(|y| smooth(0.7, y), 1.3));
        let (x_bar, y_bar) = theirs::gradient(0.7, 1.3);
        close(x_bar, slope(|x| theirs(x, 1.3), 0.7));
        close(y_bar, slope(|y| theirs(0.7, y), 1.3));
        close(theirs::hessian(0.7, 1.3)[0][1], slope(|y| theirs::gradient(0.7, y).0, 1.3));
        // 1 - tanh² + exp + 1
        let right = 1.0 - 0.5_f64.tanh().powi(2) + 0.5_f64.exp() + 1.0;
        assert!((f64::from(single::gradient(0.5)) - right).abs() < 1e-5);
    }

    #[test]
    fn the_functions_are_those_of_the_standard_library() {
        for x in [-2.5, -1.0, -0.3, 0.0, 0.5, 1.0, 1.5, 2.5, 7.25] {
            close(Float::powi(x, -3).recip(), f64::powi(x, 3));
            close(Float::rem_euclid(x, -1.5), f64::rem_euclid(x, -1.5));
            close(Float::div_euclid(x, -1.5), f64::div_euclid(x, -1.5));
            close(Float::div_euclid(x, 1.5), f64::div_euclid(x, 1.5));
            close(Float::round(x), f64::round(x));
            close(Float::round_ties_even(x), f64::round_ties_even(x));
            close(Float::fract(x), f64::fract(x));
            close(Float::exp_m1(x), f64::exp_m1(x));
            close(Float::sin_cos(x).1, f64::sin_cos(x).1);
            close(Float::log(x.abs() + 1.0, 3.0), f64::log(x.abs() + 1.0, 3.0));
        }
    }
}
