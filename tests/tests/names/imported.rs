//! `use` inside a function, operands that change something, and copies of fixed arrays.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};

mod others {
    use chainrule::differentiate;

    pub const HALF: f64 = 0.5;

    #[differentiate]
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[differentiate(hessian)]
fn constants(x: f64) -> f64 {
    use std::f64::consts::{self, PI};
    x * PI + x * x * consts::E
}

#[differentiate]
fn functions(x: f64) -> f64 {
    use others::{HALF as PART, square};
    use std::cmp::max;
    let n = max(2, 3);
    square(x) * PART * n as f64
}

#[differentiate]
fn shadowed(x: f64) -> f64 {
    #[allow(unused_imports)]
    use others::square as half;
    let half = x * 2.0;
    half * x
}

/// The name stands for something else in the inner block.
#[differentiate]
fn covered(x: f64) -> f64 {
    #[allow(unused_imports)]
    use std::f64::consts::PI;
    let y = {
        const PI: f64 = 2.0;
        PI * x
    };
    y * x
}

#[test]
fn imports_in_a_function() {
    use std::f64::consts::{E, PI};
    assert_close(constants::gradient(2.0), PI + 4.0 * E);
    assert_close(constants::hessian(2.0)[0][0], 2.0 * E);
    assert_close(functions::gradient(2.0), 6.0);
    assert_close(shadowed::gradient(2.0), 8.0);
    assert_close(covered::gradient(3.0), 12.0);
}

#[differentiate(jvp)]
fn grows(x: &mut f64) -> bool {
    *x *= *x;
    *x < 10.0
}

#[differentiate(jvp)]
fn while_it_is_small(x: &[f64]) -> f64 {
    let mut s = x[0];
    let small = x[0] > 0.0 && grows(&mut s);
    if small && (x[1] > 5.0 || grows(&mut s)) {
        return s * x[1];
    }
    let mut k = 0;
    while k < 2 && grows(&mut s) {
        k += 1;
    }
    s + x[1] * x[1]
}

#[test]
fn operands_that_change_something() {
    for at in [[1.2, 0.5], [-0.7, 2.0], [1.7, 6.0], [3.5, 1.0], [2.5, 1.5]] {
        assert_all_close(&while_it_is_small::gradient(&at), &differences(while_it_is_small, &at));
    }
}

#[differentiate(jvp)]
fn copies(x: f64) -> f64 {
    let mut a = [x, x * x, 3.0 * x];
    let b = a.to_vec();
    a.rotate_left(1);
    let c = a.to_owned();
    a.reverse();
    a[0] * b[1] + c[2] * a[1]
}

#[test]
fn fixed_arrays() {
    // a = [x², 3x, x], then [x, 3x, x²]: x · x² + x · 3x
    assert_close(copies(2.0), 8.0 + 12.0);
    assert_close(copies::gradient(2.0), 12.0 + 12.0);
}
