//! Derivatives that read a transcendental value which the primal has computed anyway, and known values at extreme
//! magnitudes.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[differentiate]
fn turned(angle: f64, x: f64) -> f64 {
    let (sin, cos) = angle.sin_cos();
    (x * cos - sin).hypot(x * sin + cos * cos)
}

#[test]
fn the_sine_and_the_cosine_of_one_angle() {
    let (angle, x) = turned::gradient(0.4, 1.3);
    assert_close(angle, difference(|angle| turned(angle, 1.3), 0.4));
    assert_close(x, difference(|x| turned(0.4, x), 1.3));
}

#[differentiate]
fn carried(x: f64, n: usize) -> f64 {
    let outer = x.cos();
    let mut s = x;
    for i in 0..n {
        let before = s.sin();
        s = before * s.cos() * outer + x.sin();
        for _ in 0..i {
            s += 0.1 * s.cosh() * x.sin() + before.cos();
        }
        let after = before.sin() * s.sinh();
        s = s * 0.1 + after;
    }
    s
}

#[test]
fn values_of_the_same_iteration_and_from_before_the_loop() {
    for n in 0..4 {
        assert_close(carried::gradient(0.7, n), difference(|x| carried(x, n), 0.7));
    }
}

#[differentiate]
fn in_one_arm(x: f64) -> f64 {
    let chosen = if x > 0.0 { x.cos() } else { x.exp() };
    let other = if x > 1.0 { x.sin() } else { x.sinh() };
    chosen * other * x.sin()
}

#[test]
fn a_value_of_an_arm_is_not_read_outside_it() {
    for x in [-0.7, 0.4, 1.6] {
        assert_close(in_one_arm::gradient(x), difference(in_one_arm, x));
    }
}

/// Lengths and angles do not depend on the unit, however large or small it is.
mod units {
    use chainrule::differentiate;
    use chainrule_tests::assert_all_close;

    #[differentiate(jvp, hessian)]
    fn length(x: f64, y: f64, #[constant] unit: f64) -> f64 {
        (x * unit).hypot(y * unit) / unit
    }

    #[differentiate(jvp, hessian)]
    fn angle(x: f64, y: f64, #[constant] unit: f64) -> f64 {
        (x * unit).atan2(y * unit)
    }

    #[test]
    fn lengths_and_angles_at_extreme_magnitudes() {
        let (x, y): (f64, f64) = (1.0, 1.3);
        let r = x.hypot(y);
        for unit in [1.0, 1e200, 1e-200] {
            let (gx, gy) = length::gradient(x, y, unit);
            assert_all_close(&[gx, gy], &[x / r, y / r]);
            let along = length::jvp(x, y, unit, 0.3, -0.7).1;
            assert_all_close(&[along], &[(0.3 * x - 0.7 * y) / r]);
            let hessian = length::hessian(x, y, unit);
            let cube = r * r * r;
            let second = [y * y / cube, -x * y / cube, -x * y / cube, x * x / cube];
            assert_all_close(hessian.as_flattened(), &second);

            let (gx, gy) = angle::gradient(x, y, unit);
            assert_all_close(&[gx, gy], &[y / (r * r), -x / (r * r)]);
            let along = angle::jvp(x, y, unit, 0.3, -0.7).1;
            assert_all_close(&[along], &[(0.3 * y + 0.7 * x) / (r * r)]);
            let (fourth, mixed) = (r * r * r * r, x * x - y * y);
            let second = [-2.0 * x * y, mixed, mixed, 2.0 * x * y].map(|entry| entry / fourth);
            assert_all_close(angle::hessian(x, y, unit).as_flattened(), &second);
        }
    }
}
