//! Without loops.

use chainrule::{Differentiable, differentiate};

/// Differentiated functions of two numbers, the point, and the gradient by hand.
macro_rules! unread {
    ($($name:ident($x:ident, $y:ident) at ($a:expr, $b:expr) is ($p:expr, $q:expr) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian, lanes)]
            fn f($x: f64, $y: f64) -> f64 { $($body)* }
            assert_eq!(f::gradient($a, $b), ($p, $q));
            assert_eq!(f::jvp($a, $b, 1.0, 0.0).1, $p);
            assert_eq!(f::jvp($a, $b, 0.0, 1.0).1, $q);
            let [x, y] = [chainrule::Lanes::<f64, 2>::unit(0), chainrule::Lanes::unit(1)];
            assert_eq!(f::jvp_lanes($a, $b, x, y).1, chainrule::Lanes([$p, $q]));
            let (gradient, _) = f::gradient_jvp($a, $b, 1.0, 1.0);
            assert_eq!(gradient, ($p, $q));
        }
    )*};
}

unread! {
    larger(x, y) at (0.0, 4.0) is (0.0, 1.0) { x.sqrt().max(y) }
    smaller(x, y) at (0.0, 4.0) is (0.0, 1.0) { y.min(1.0 / x) }
    largest_of_three(x, y) at (0.0, 4.0) is (0.0, 2.0) { x.ln().max(y).max(2.0 * y) }
    clamped(x, y) at (0.0, 4.0) is (0.0, 1.0) { x.ln().clamp(1.0, 2.0) + y }
    rectified(x, y) at (0.0, 4.0) is (0.0, 1.0) { (x.sqrt() - 1.0).max(0.0) + y }
    overtaken(x, y) at (0.0, 4.0) is (0.0, 1.0) { let mut b = x.sqrt(); if y > b { b = y; } b }
    overtaken_twice(x, y) at (0.0, 4.0) is (0.0, 3.0) {
        let mut b = x.cbrt();
        if y > b { b = y; }
        if y > 1.0 { b = 3.0 * y; }
        b
    }
    norm_before_a_branch(x, y) at (0.0, 4.0) is (0.0, 2.0) {
        let n = (x * x + 0.0).sqrt();
        if y > 1.0 { 2.0 * y } else { n * y }
    }
    chained_before_a_branch(x, y) at (0.0, 4.0) is (0.0, 1.0) {
        let a = x.sqrt();
        let b = a.ln();
        let c = b.exp() / a;
        if y < 1.0 { c } else { y }
    }
    in_an_arm_of_an_arm(x, y) at (0.0, 4.0) is (0.0, 1.0) {
        let r = x.powf(0.3);
        if y > 1.0 { if y > 10.0 { r } else { y } } else { y }
    }
    literal_zero(x, y) at (3.0, 0.0) is (0.0, f64::INFINITY) { (0.0 * x + y).ln() }
    literal_zero_behind(x, y) at (3.0, 0.0) is (0.0, f64::INFINITY) { (y - x * 0.0).sqrt() }
    product_with_an_infinite_factor(x, y) at (0.0, 4.0) is (0.0, 1.0) { (x.ln() * y).max(y) }
    exponential(x, y) at (800.0, 4.0) is (0.0, 1.0) { x.exp().min(y) }
    logistic(x, y) at (-800.0, 4.0) is (0.0, 1.0) { 1.0 / (1.0 + (-x).exp()) + y }
    logistic_by_recip(x, y) at (-800.0, 4.0) is (0.0, 1.0) { ((-x).exp() + 1.0).recip() + y }
    gompertz(x, y) at (-800.0, 4.0) is (0.0, 1.0) { (-(-x).exp()).exp() + y }
    steep_angle(x, y) at (800.0, 4.0) is (0.0, 1.0) { x.exp().atan() + y }
    absolute(x, y) at (0.0, 4.0) is (0.0, 1.0) { x.sqrt().abs() + y }
    element_left_out(x, y) at (0.0, 4.0) is (0.0, 2.0) { let v = [x.ln(), y]; 2.0 * v[1] }
    overwritten_element(x, y) at (0.0, 4.0) is (0.0, 2.0) {
        let mut v = vec![x.ln(), y];
        v[0] = y;
        v[0] + v[1]
    }
}

#[differentiate(jvp)]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[test]
fn through_a_call() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        root(x).max(y)
    }
    assert_eq!(f::gradient(0.0, 4.0), (0.0, 1.0));
    assert_eq!(f::jvp(0.0, 4.0, 1.0, 0.0).1, 0.0);
}

#[derive(Differentiable, Clone)]
struct Pair {
    a: f64,
    b: f64,
}

#[test]
fn a_field() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let pair = Pair { a: x.ln(), b: y };
        pair.b * 2.0
    }
    assert_eq!(f::gradient(0.0, 4.0), (0.0, 2.0));
    assert_eq!(f::jvp(0.0, 4.0, 1.0, 0.0).1, 0.0);
}

#[test]
fn a_zero_that_changes_counts_in_second_order() {
    // At x = 1 the cotangent of `w` is 0, but not around it.
    #[differentiate(hessian)]
    fn f(x: f64, z: f64) -> f64 {
        let w = z.ln();
        let v = [w, z];
        (x - 1.0) * v[0]
    }
    assert_eq!(f::hessian(1.0, 2.0), [[0.0, 0.5], [0.5, 0.0]]);
}

#[test]
fn a_squared_norm_by_way_of_its_root_has_no_gradient_at_the_origin() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let n = (x * x + y * y).sqrt();
        n * n
    }
    assert!(f::gradient(0.0, 0.0).0.is_nan());
    assert!(f::jvp(0.0, 0.0, 1.0, 0.0).1.is_nan());
}

#[test]
fn a_pole_within_is_not_silenced() {
    // Limits from the right are 1 and −1, and not 0.
    #[differentiate(jvp)]
    fn f(x: f64) -> f64 {
        1.0 / (1.0 + 1.0 / x)
    }
    #[differentiate(jvp)]
    fn g(x: f64) -> f64 {
        (1.0 / x).atan()
    }
    assert!(f::gradient(0.0).is_nan() && f::jvp(0.0, 1.0).1.is_nan());
    assert!(g::gradient(0.0).is_nan() && g::jvp(0.0, 1.0).1.is_nan());
}

#[test]
fn a_pole_within_a_value_that_may_be_overtaken() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        (1.0 / (1.0 + 1.0 / x)).max(y)
    }
    // Read twice on the way.
    #[differentiate(jvp)]
    fn g(x: f64, y: f64) -> f64 {
        let u = 1.0 / x;
        (u.atan() - 1.0 / u).max(y)
    }
    assert_eq!(f::gradient(0.0, 4.0), (0.0, 1.0));
    assert_eq!(g::gradient(0.0, 4.0), (0.0, 1.0));
    assert!(f::gradient(0.0, -1.0).0.is_nan() && f::jvp(0.0, -1.0, 1.0, 0.0).1.is_nan());
    assert!(g::gradient(0.0, -1.0).0.is_nan() && g::jvp(0.0, -1.0, 1.0, 0.0).1.is_nan());
}

#[test]
fn a_singular_point_beside_the_direction() {
    use chainrule::Lanes;

    #[differentiate(jvp, lanes)]
    fn cone(x: f64, y: f64, z: f64) -> f64 {
        (x * x + y * y).sqrt() + z
    }
    #[differentiate(jvp, lanes)]
    fn flat(x: f64, y: f64, z: f64) -> f64 {
        (x * x + y * y * y * y).powf(0.25) + z.sin()
    }
    #[differentiate(jvp, lanes)]
    fn factor(x: f64, y: f64, z: f64) -> f64 {
        let n = (x * x + y * y).sqrt();
        n * z + 2.0 * z
    }
    let [x, y, z] = [0, 1, 2].map(Lanes::<f64, 3>::unit);
    for (gradient, along_x, along_z, lanes) in [
        (
            cone::gradient(0.0, 0.0, 0.0),
            cone::jvp(0.0, 0.0, 0.0, 1.0, 0.0, 0.0).1,
            cone::jvp(0.0, 0.0, 0.0, 0.0, 0.0, 1.0).1,
            cone::jvp_lanes(0.0, 0.0, 0.0, x, y, z).1,
        ),
        (
            flat::gradient(0.0, 0.0, 0.0),
            flat::jvp(0.0, 0.0, 0.0, 1.0, 0.0, 0.0).1,
            flat::jvp(0.0, 0.0, 0.0, 0.0, 0.0, 1.0).1,
            flat::jvp_lanes(0.0, 0.0, 0.0, x, y, z).1,
        ),
    ] {
        assert!(gradient.0.is_nan() && along_x.is_nan() && lanes[0].is_nan() && lanes[1].is_nan());
        assert_eq!((gradient.2, along_z, lanes[2]), (1.0, 1.0, 1.0));
    }
    assert_eq!(factor::gradient(0.0, 0.0, 1.0).2, 2.0);
    assert_eq!(factor::jvp(0.0, 0.0, 1.0, 0.0, 0.0, 1.0).1, 2.0);
    assert_eq!(factor::jvp_lanes(0.0, 0.0, 1.0, x, y, z).1[2], 2.0);
    assert!(factor::jvp_lanes(0.0, 0.0, 1.0, x, y, z).1[0].is_nan());
}
