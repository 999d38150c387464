//! Points without a derivative: the conventions, one test a row of their table.

use chainrule::{constant, differentiate};

/// Differentiated functions of one expression.
macro_rules! functions {
    ($($name:ident($($x:ident: $t:ty),*) = $body:expr;)*) => {$(
        #[differentiate]
        fn $name($($x: $t),*) -> f64 {
            $body
        }
    )*};
}

functions! {
    abs(x: f64) = x.abs();
    relu(x: f64) = x.max(0.0);
    larger(a: f64, b: f64) = a.max(b);
    smaller(a: f64, b: f64) = a.min(b);
    clamped(x: f64, lo: f64, hi: f64) = x.clamp(lo, hi);
    sqrt(x: f64) = x.sqrt();
    ln(x: f64) = x.ln();
    powi(x: f64, n: i32) = x.powi(n);
    powf(x: f64, y: f64) = x.powf(y);
    hypot(x: f64, y: f64) = x.hypot(y);
    floor(x: f64) = x.floor() * 3.0;
    ceil(x: f64) = x.ceil() * 3.0;
    round(x: f64) = x.round() * 3.0;
    round_ties_even(x: f64) = x.round_ties_even() * 3.0;
    trunc(x: f64) = x.trunc() * 3.0;
    signum(x: f64) = x.signum() * 3.0;
    fract(x: f64) = x.fract();
    remainder(a: f64, b: f64) = a % b;
    rem_euclid(a: f64, b: f64) = a.rem_euclid(b);
    div_euclid(a: f64, b: f64) = a.div_euclid(b);
    copysign(a: f64, b: f64) = a.copysign(b);
    product(a: f64, b: f64, c: f64, d: f64) = a * b * c * d;
    stopped(x: f64) = x * constant(x);
    stopped_whole(x: f64) = x + constant(x * x.sin());
    positive_root(x: f64) = if x > 0.0 { x.sqrt() } else { 0.0 };
    positive_log(x: f64) = if x == 0.0 { 0.0 } else { x * x.ln() };
    taken(x: f64) = if x > 0.0 { 2.0 * x } else { 3.0 * x };
    cast(x: f64) = (x as i64) as f64 + x;
    exp(x: f64) = x.exp();
    tanh(x: f64) = x.tanh();
    steps(x: f64) = if x.is_nan() || x.is_finite() && x >= 1.0 { 5.0 } else { x };
}

const NAN: f64 = f64::NAN;

#[test]
fn the_absolute_value() {
    assert_eq!(abs::gradient(0.0), 0.0);
    assert_eq!(abs::gradient(-0.0), 0.0);
    assert_eq!(abs::gradient(-1e-300), -1.0);
    assert_eq!(abs::gradient(1e-300), 1.0);
    assert!(abs::gradient(NAN).is_nan());
}

#[test]
fn a_tie_is_halved() {
    assert_eq!(larger::gradient(2.0, 2.0), (0.5, 0.5));
    assert_eq!(smaller::gradient(2.0, 2.0), (0.5, 0.5));
    assert_eq!(larger::gradient(0.0, -0.0), (0.5, 0.5));
    assert_eq!(relu::gradient(0.0), 0.5);
    assert_eq!(larger::gradient(2.0, 1.0), (1.0, 0.0));
    assert_eq!(larger::gradient(1.0, 2.0), (0.0, 1.0));
    assert_eq!(smaller::gradient(2.0, 1.0), (0.0, 1.0));
    assert_eq!(smaller::gradient(1.0, 2.0), (1.0, 0.0));
}

/// What is not chosen gets nothing, however large the cotangent is.
#[test]
fn nothing_of_what_is_infinite() {
    #[differentiate(hessian)]
    fn least<T: chainrule::Float>(x: &[T]) -> T {
        let mut sum = T::ZERO;
        for i in 1..x.len() {
            sum += x[i - 1].min(x[i]).sqrt() + x[i].max(x[i - 1]);
        }
        sum
    }
    assert_eq!(least::gradient(&[4.0, 0.0]), [1.0, f64::INFINITY]);
    assert_eq!(least::gradient(&[0.0f32, 4.0]), [f32::INFINITY, 1.0]);
    assert_eq!(least::gradient(&[4.0, 4.0, 1.0]), [0.625, 1.625, 0.5]);
    assert_eq!(least::gradient(&[NAN, 4.0]), [0.0, 1.25]);
    assert_eq!(least::hvp(&[4.0, 1.0], &[1.0, 1.0]), [0.0, -0.25]);
    assert_eq!(least::hvp(&[1.0f32, 4.0], &[1.0, 1.0]), [-0.25, 0.0]);
}

#[test]
fn a_nan_is_passed_over() {
    assert_eq!(larger::gradient(NAN, 2.0), (0.0, 1.0));
    assert_eq!(larger::gradient(2.0, NAN), (1.0, 0.0));
    assert_eq!(smaller::gradient(NAN, 2.0), (0.0, 1.0));
    assert_eq!(smaller::gradient(2.0, NAN), (1.0, 0.0));
}

#[test]
fn confined_to_an_interval() {
    let at = |x| clamped::gradient(x, -1.0, 1.0);
    assert_eq!(at(0.5), (1.0, 0.0, 0.0));
    assert_eq!(at(1.0), (1.0, 0.0, 0.0));
    assert_eq!(at(-1.0), (1.0, 0.0, 0.0));
    assert_eq!(at(1.5), (0.0, 0.0, 1.0));
    assert_eq!(at(-1.5), (0.0, 1.0, 0.0));
}

#[test]
fn infinite_slopes() {
    assert_eq!(sqrt::gradient(0.0), f64::INFINITY);
    assert_eq!(ln::gradient(0.0), f64::INFINITY);
    assert!(sqrt::gradient(-1.0).is_nan());
}

#[test]
fn powers_at_zero() {
    assert_eq!(powi::gradient(0.0, 0), 0.0);
    assert_eq!(powi::gradient(0.0, 1), 1.0);
    assert_eq!(powi::gradient(0.0, 2), 0.0);
    assert_eq!(powi::gradient(-2.0, 3), 12.0);
    assert_eq!(powi::gradient(f64::INFINITY, 0), 0.0);
    assert_eq!(powf::gradient(0.0, 0.0).0, 0.0);
    assert_eq!(powf::gradient(0.0, 1.0), (1.0, 0.0));
    assert_eq!(powf::gradient(0.0, 2.5), (0.0, 0.0));
    let (x_bar, y_bar) = powf::gradient(-2.0, 3.0);
    assert_eq!(x_bar, 12.0);
    assert!(y_bar.is_nan());
}

#[test]
fn the_distance_from_the_origin() {
    assert_eq!(hypot::gradient(0.0, 0.0), (0.0, 0.0));
    assert_eq!(hypot::gradient(0.0, 2.0), (0.0, 1.0));
    let (x_bar, y_bar) = hypot::gradient(-3e200, 4e200);
    assert!((x_bar + 0.6).abs() < 1e-15 && (y_bar - 0.8).abs() < 1e-15);
}

#[test]
fn steps_are_flat() {
    for x in [-1.5, -1.0, -0.5, 0.0, 0.25, 1.0, 2.5] {
        assert_eq!(floor::gradient(x), 0.0);
        assert_eq!(ceil::gradient(x), 0.0);
        assert_eq!(round::gradient(x), 0.0);
        assert_eq!(round_ties_even::gradient(x), 0.0);
        assert_eq!(trunc::gradient(x), 0.0);
        assert_eq!(signum::gradient(x), 0.0);
        assert_eq!(fract::gradient(x), 1.0);
        assert_eq!(cast::gradient(x), 1.0);
        assert_eq!(div_euclid::gradient(x, 2.0), (0.0, 0.0));
    }
}

#[test]
fn remainders_keep_their_quotient() {
    assert_eq!(remainder::gradient(7.5, 2.0), (1.0, -3.0));
    assert_eq!(remainder::gradient(-7.5, 2.0), (1.0, 3.0));
    assert_eq!(remainder::gradient(6.0, 2.0), (1.0, -3.0));
    assert_eq!(rem_euclid::gradient(7.5, 2.0), (1.0, -3.0));
    assert_eq!(rem_euclid::gradient(-7.5, 2.0), (1.0, 4.0));
    assert_eq!(rem_euclid::gradient(7.5, -2.0), (1.0, 3.0));
}

#[test]
fn a_borrowed_sign() {
    assert_eq!(copysign::gradient(2.0, -1.0), (-1.0, 0.0));
    assert_eq!(copysign::gradient(-2.0, -1.0), (1.0, 0.0));
    assert_eq!(copysign::gradient(-2.0, 1.0), (-1.0, 0.0));
}

#[test]
fn a_product_with_zeros() {
    assert_eq!(product::gradient(2.0, 0.0, 3.0, 5.0), (0.0, 30.0, 0.0, 0.0));
    assert_eq!(product::gradient(2.0, 0.0, 0.0, 5.0), (0.0, 0.0, 0.0, 0.0));
}

#[test]
fn far_out() {
    assert_eq!(tanh::gradient(800.0), 0.0);
    assert_eq!(tanh::gradient(-800.0), 0.0);
    assert_eq!(tanh::gradient(f64::INFINITY), 0.0);
    assert_eq!(exp::gradient(800.0), f64::INFINITY);
    assert_eq!(exp::gradient(-800.0), 0.0);
    assert_eq!(exp::gradient(f64::NEG_INFINITY), 0.0);
}

#[test]
fn a_constant_stops_the_derivative() {
    assert_eq!(stopped::gradient(3.0), 3.0);
    assert_eq!(stopped_whole::gradient(3.0), 1.0);
}

#[test]
fn the_branch_not_taken_contributes_nothing() {
    assert_eq!(positive_root::gradient(0.0), 0.0);
    assert_eq!(positive_root::gradient(-4.0), 0.0);
    assert_eq!(positive_root::gradient(4.0), 0.25);
    assert_eq!(positive_log::gradient(0.0), 0.0);
    assert_eq!(positive_log::gradient(1.0), 1.0);
    assert_eq!(taken::gradient(0.0), 3.0);
    assert_eq!(taken::gradient(1.0), 2.0);
    assert_eq!(steps::gradient(0.5), 1.0);
    assert_eq!(steps::gradient(1.5), 0.0);
    assert_eq!(steps::gradient(NAN), 0.0);
}
