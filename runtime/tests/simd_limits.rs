//! Elementwise functions at zeros, infinities, NaN, and the ends of the exponents' range.

#![cfg(feature = "std")]

use chainrule::simd::Elementwise;

fn one<T: Elementwise>(f: fn(&[T], &mut [T]), x: T) -> T {
    let mut y = x;
    f(&[x], std::slice::from_mut(&mut y));
    y
}

macro_rules! limits {
    ($t:ident, largest_exp: $largest:literal, least_exp: $least:literal) => {
        mod $t {
            use super::{Elementwise, one};

            const INF: $t = $t::INFINITY;
            const NAN: $t = $t::NAN;
            const TINY: $t = $t::from_bits(1);

            fn check(f: fn(&[$t], &mut [$t]), cases: &[($t, $t)]) {
                for &(x, expected) in cases {
                    let got = one(f, x);
                    assert_eq!(got.to_bits(), expected.to_bits(), "at {x}: {got}, not {expected}");
                }
                assert!(one(f, NAN).is_nan());
                assert!(one(f, -NAN).is_nan());
            }

            #[test]
            fn exp() {
                let f = <$t as Elementwise>::exp;
                check(f, &[(INF, INF), (-INF, 0.0), (0.0, 1.0), (-0.0, 1.0), (TINY, 1.0)]);
                check(f, &[($t::MAX, INF), ($t::MIN, 0.0)]);
                check(f, &[($t::next_up($largest), INF), ($t::next_down($least), 0.0)]);
                check(f, &[($least, TINY)]);
                assert!(one(f, $largest).is_finite());
            }

            #[test]
            fn sigmoid() {
                let f = <$t as Elementwise>::sigmoid;
                check(f, &[(INF, 1.0), (-INF, 0.0), (0.0, 0.5), (-0.0, 0.5), (TINY, 0.5)]);
                check(f, &[($t::MAX, 1.0), ($t::MIN, 0.0), ($least, TINY)]);
            }

            #[test]
            fn tanh() {
                let f = <$t as Elementwise>::tanh;
                check(f, &[(INF, 1.0), (-INF, -1.0), (0.0, 0.0), (-0.0, -0.0)]);
                check(f, &[(TINY, TINY), (-TINY, -TINY), ($t::MAX, 1.0), ($t::MIN, -1.0)]);
                let normal = $t::MIN_POSITIVE;
                check(f, &[(normal, normal), (-normal, -normal)]);
            }

            #[test]
            fn relu() {
                let f = <$t as Elementwise>::relu;
                check(f, &[(INF, INF), (-INF, 0.0), (0.0, 0.0), (-0.0, 0.0), (TINY, TINY)]);
                check(f, &[(-TINY, 0.0), ($t::MAX, $t::MAX), ($t::MIN, 0.0)]);
            }

            #[test]
            fn softplus() {
                let f = <$t as Elementwise>::softplus;
                let ln_2 = std::$t::consts::LN_2;
                check(f, &[(INF, INF), (-INF, 0.0), ($t::MAX, $t::MAX), ($t::MIN, 0.0)]);
                check(f, &[($least, TINY), (1000.0, 1000.0)]);
                assert!((one(f, 0.0) - ln_2).abs() <= 2.0 * $t::EPSILON * ln_2);
            }

            #[test]
            fn derivatives_far_out_are_their_limits() {
                let pull = |f: fn(&[$t], &[$t], &mut [$t]), x: $t, g: $t| {
                    let mut dx = [0.25];
                    f(&[x], &[g], &mut dx);
                    dx[0]
                };
                assert_eq!(pull($t::sigmoid_backward, 1.0, 2.0), 0.25);
                assert_eq!(pull($t::sigmoid_backward, 0.0, 2.0), 0.25);
                assert_eq!(pull($t::tanh_backward, 1.0, 2.0), 0.25);
                assert_eq!(pull($t::tanh_backward, -1.0, 2.0), 0.25);
                assert_eq!(pull($t::relu_backward, INF, 2.0), 2.25);
                assert_eq!(pull($t::relu_backward, 0.0, 2.0), 0.25);
                assert_eq!(pull($t::relu_backward, -1.0, INF), 0.25);
                assert_eq!(pull($t::softplus_backward, INF, 2.0), 2.25);
                assert_eq!(pull($t::softplus_backward, -INF, 2.0), 0.25);
                assert!(pull($t::softplus_backward, NAN, 2.0).is_nan());
            }

            #[test]
            fn reductions_of_nothing() {
                assert_eq!(<$t as Elementwise>::sum(&[]), 0.0);
                assert_eq!(<$t as Elementwise>::max(&[]), -INF);
                assert_eq!($t::exp_sub_sum(&[], 0.0, &mut []), 0.0);
            }
        }
    };
}

// The last arguments whose exponentials are finite, and not 0: ln(MAX) and ln(TINY / 2).
limits!(f32, largest_exp: 88.72283, least_exp: -103.972_08);
limits!(f64, largest_exp: 709.782712893384, least_exp: -745.1332191019411);
