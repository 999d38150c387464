//! Derivatives that read a transcendental value which the primal has computed anyway.

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
