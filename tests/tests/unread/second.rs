//! Conventions that meet, in second order.

use chainrule::differentiate;

const INF: f64 = f64::INFINITY;

#[differentiate(hessian)]
fn power(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[test]
fn powers() {
    // Limits from the right of y (y − 1) x^(y−2), x^(y−1) (1 + y ln x) and x^y ln² x.
    assert_eq!(power::gradient(0.0, 0.0), (0.0, -INF));
    assert_eq!(power::hessian(0.0, 0.0), [[0.0, INF], [INF, INF]]);
    assert_eq!(power::gradient(0.0, 1.0), (1.0, 0.0));
    assert_eq!(power::hessian(0.0, 1.0), [[0.0, -INF], [-INF, 0.0]]);
    assert_eq!(power::hessian(0.0, 1.5), [[INF, 0.0], [0.0, 0.0]]);
    assert_eq!(power::hessian(0.0, 2.0), [[2.0, 0.0], [0.0, 0.0]]);
    let ln2 = std::f64::consts::LN_2;
    assert_eq!(power::hessian(2.0, 0.0), [[0.0, 0.5], [0.5, ln2 * ln2]]);
}

/// Functions of one number, with first and second derivatives at 0.
macro_rules! at_zero {
    ($($name:ident($x:ident) is $first:expr, $second:expr => $body:expr;)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: f64) -> f64 { $body }
            assert_eq!(f::gradient(0.0), $first);
            assert_eq!(f::jvp(0.0, 1.0).1, $first);
            assert_eq!(f::hessian(0.0), [[$second]]);
        }
    )*};
}

at_zero! {
    power_0(x) is 0.0, 0.0 => x.powi(0);
    power_1(x) is 1.0, 0.0 => x.powi(1);
    power_2(x) is 0.0, 2.0 => x.powi(2);
    power_3(x) is 0.0, 0.0 => x.powi(3);
    real_power_2(x) is 0.0, 2.0 => x.powf(2.0);
    absolute(x) is 0.0, 0.0 => x.abs();
    root(x) is INF, -INF => x.sqrt();
    root_as_power(x) is INF, -INF => x.powf(0.5);
    at_a_bound(x) is 1.0, 0.0 => x.clamp(0.0, 1.0);
    fractional_power(x) is 1.0, 0.0 => x * (1.0 - x.powf(1.1));
}

#[test]
fn ties() {
    #[differentiate(hessian)]
    fn f(x: f64, y: f64) -> f64 {
        x.max(y) + x.min(y) * x.max(y)
    }
    let [[_, a], [b, _]] = f::hessian(1.0, 1.0);
    assert_eq!(f::gradient(1.0, 1.0), (1.5, 1.5));
    assert_eq!(a, b);
    #[differentiate(hessian)]
    fn h(x: f64, y: f64) -> f64 {
        x.hypot(y)
    }
    assert_eq!(h::gradient(0.0, 0.0), (0.0, 0.0));
    assert_eq!(h::hessian(0.0, 0.0), [[0.0; 2]; 2]);
}

#[test]
fn far_out() {
    #[differentiate(hessian)]
    fn logistic(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }
    assert_eq!(logistic(-800.0), 0.0);
    assert_eq!(logistic::gradient(-800.0), 0.0);
    assert_eq!(logistic::jvp(-800.0, 1.0).1, 0.0);
    assert_eq!(logistic::hessian(-800.0), [[0.0]]);
}

#[test]
fn an_iteration_that_is_left_before_its_value_is_read() {
    #[differentiate(hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let mut t = x * y;
        for i in 0..3 {
            let r = x.abs().powf(y.abs()) * y;
            if x.abs() < 0.05 {
                continue;
            }
            t += (r * (i as f64)).sin();
        }
        t
    }
    assert_eq!(f::gradient(0.0, 0.45), (0.45, 0.0));
    assert_eq!(f::hessian(0.0, 0.45), [[0.0, 1.0], [1.0, 0.0]]);
}

#[test]
fn a_condition_on_what_is_unread() {
    #[differentiate(hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let angle = x.min(1.0).acos();
        let s = angle.sin();
        if s.abs() < 1e-7 { y * x } else { (y * angle).sin() / s }
    }
    // That of x y, since the other arm is not taken.
    assert_eq!(f::gradient(1.0, 0.8), (0.8, 1.0));
    assert_eq!(f::hessian(1.0, 0.8), [[0.0, 1.0], [1.0, 0.0]]);
}
