//! Expressions that are long: what is generated for them is broken into lines, or rustc runs out of its stack.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

/// Ten times the last tokens, handed to another macro.
macro_rules! tenfold {
    ($next:ident $($last:ident)* {$($head:tt)*} {$($start:tt)*} {$($end:tt)*} [$($t:tt)*]) => {
        $next! { $($last)* {$($head)*} {$($start)*} {$($end)*} [
            $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)* $($t)*
        ] }
    };
}

/// A function with a long body.
macro_rules! written {
    ({$($head:tt)*} {$($start:tt)*} {$($end:tt)*} [$($t:tt)*]) => {
        $($head)* {
            $($start)* $($t)* $($end)*
        }
    };
}

tenfold!(tenfold tenfold written {
    #[differentiate(hessian)]
    fn thousand_sines(x: f64) -> f64
} { x } {} [.sin()]);

tenfold!(tenfold tenfold written {
    #[differentiate(hessian)]
    fn thousand_terms(x: f64) -> f64
} { x.sin() } {} [+ x]);

tenfold!(tenfold written {
    #[differentiate(jvp)]
    fn squared(x: f64, y: f64) -> f64
} { let z = x } { ; z * z } [* y - 0.5 * x.cos() + y.tanh()]);

tenfold!(tenfold written {
    #[differentiate(jvp)]
    fn arrays(x: &ndarray::Array1<f64>, k: f64) -> f64
} { let y = k * x } { ; y.sum() } [+ k * x]);

#[differentiate(jvp)]
fn twice(x: f64) -> f64 {
    2.0 * x
}

tenfold!(tenfold written {
    #[differentiate(jvp)]
    fn calls(x: f64) -> f64
} { x } {} [* 1.01 + twice(x)]);

#[test]
fn derivatives_are_right_all_the_same() {
    assert_close(thousand_sines::gradient(0.7), difference(thousand_sines, 0.7));
    assert_close(thousand_sines::hessian(0.7)[0][0], difference(thousand_sines::gradient, 0.7));
    assert_close(thousand_terms::gradient(0.7), 0.7_f64.cos() + 1000.0);
    assert_close(thousand_terms::hessian(0.7)[0][0], -(0.7_f64.sin()));
    let (x_bar, y_bar) = squared::gradient(0.7, 0.3);
    assert_close(x_bar, difference(|x| squared(x, 0.3), 0.7));
    assert_close(y_bar, difference(|y| squared(0.7, y), 0.3));
    let x = ndarray::arr1(&[1.0, 2.0]);
    let (x_bar, k_bar) = arrays::gradient(&x, 0.5);
    assert_close(x_bar[1], 101.0 * 0.5);
    assert_close(k_bar, 101.0 * 3.0);
    assert_close(calls::gradient(0.7), difference(calls, 0.7));
    assert_close(calls::jvp(0.7, 2.0).1, 2.0 * difference(calls, 0.7));
}
