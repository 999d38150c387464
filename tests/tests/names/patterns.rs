//! Names in patterns: constants of the function, what a `use` in it brings, and variables in capitals.
#![allow(non_snake_case, clippy::match_single_binding)]

use std::cmp::Ordering;

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};

#[differentiate(jvp, hessian)]
fn constant_of_the_function(x: &[f64], n: usize) -> f64 {
    const TWO: usize = 2;
    const LAST: usize = TWO;
    const BELOW: i32 = -3;
    let a = match n {
        LAST => x[0] * x[0] * x[1],
        _ => x[0],
    };
    match n as i32 - 6 {
        BELOW => a * x[1],
        0 | 1 => x[0] * x[0],
        _ => a * a,
    }
}

#[differentiate(jvp, hessian)]
fn constants_in_ranges(x: &[f64], n: usize) -> f64 {
    const A: usize = 1;
    const K: usize = 4;
    let first = match n {
        0 | A => x[0] * x[1],
        m @ A..K => x[1] * m as f64,
        ..=K => x[0] * x[0],
        _ => 2.0 * x[0] * x[1],
    };
    if let K = n { first * x[0] } else { first }
}

#[differentiate(jvp, hessian)]
fn constant_in_a_loop(x: &[f64], n: usize) -> f64 {
    const K: usize = 2;
    let mut t = 1.0;
    for i in 0..n {
        match i {
            K => t *= x[0],
            _ => t += x[i % 2] * t,
        }
    }
    t
}

mod limits {
    pub const LIMIT: usize = 3;
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    L,
    R,
}

#[differentiate(jvp, hessian)]
fn ordered(x: &[f64], #[constant] order: Ordering) -> f64 {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match order {
        Less => x[0] * x[1],
        Equal => x[1],
        Greater => x[0] * x[0],
    }
}

#[differentiate(jvp, hessian)]
fn imported_in_the_function(x: &[f64], n: usize) -> f64 {
    use Side::{L, R};
    use limits::LIMIT;
    let side = if n > 4 { L } else { R };
    let first = match n {
        LIMIT => x[0] * x[1],
        _ => x[1] * x[1],
    };
    let second = match side {
        L => x[0],
        R => x[0] * x[0],
    };
    first * second
}

#[differentiate(jvp, hessian)]
fn imported_in_blocks(x: &[f64], n: usize) -> f64 {
    let a = {
        use std::f64::consts::PI;
        x[0] * PI
    };
    let scaled = |y: f64| {
        use std::f64::consts::E;
        y * E
    };
    if n > 3 {
        use std::f64::consts::{LN_2, SQRT_2 as ROOT};
        scaled(a * x[1]) * ROOT * LN_2
    } else {
        a * a
    }
}

#[derive(Clone, Copy, Differentiable)]
struct State {
    T: f64,
    P: f64,
}

#[differentiate(jvp, hessian)]
fn fields_in_capitals(x: &[f64], n: usize) -> f64 {
    let s = State { T: x[0], P: x[1] };
    let T = x[1] * n as f64;
    let hot = match s {
        State { T, .. } => T * T,
    };
    let chosen = match s {
        State { T, P } if T > 100.0 => P,
        State { T, P } => T * P,
    };
    hot + T * s.P + chosen
}

#[differentiate(jvp, hessian)]
fn variables_in_capitals(x: &[f64], n: usize) -> f64 {
    let N = x.len();
    let first = match n {
        N => x[0] * x[1] * N as f64,
    };
    first * N as f64
}

macro_rules! check {
    ($($name:ident)*) => {$(for n in 0..8 {
        let at = [0.7, 1.3];
        let gradient = $name::gradient(&at, n);
        let f = |x: &[f64]| $name(x, n);
        assert_eq!($name::forward(&at, n).0, f(&at), "{} {n}", stringify!($name));
        assert_eq!($name::jvp(&at, n, &at).0, f(&at), "{} {n}", stringify!($name));
        assert_all_close(&gradient, &differences(f, &at));
        let hessian = $name::hessian(&at, n);
        for i in 0..2 {
            let slope = differences(|x| $name::gradient(x, n)[i], &at);
            assert_all_close(&hessian.row(i).to_vec(), &slope);
        }
    })*};
}

#[test]
fn names_of_constants_are_no_bindings() {
    for order in [Ordering::Less, Ordering::Equal, Ordering::Greater] {
        let at = [0.7, 1.3];
        assert_eq!(ordered::forward(&at, order).0, ordered(&at, order));
        assert_all_close(&ordered::gradient(&at, order), &differences(|x| ordered(x, order), &at));
    }
    check!(constant_of_the_function constants_in_ranges constant_in_a_loop imported_in_the_function imported_in_blocks);
}

#[test]
fn variables_in_capitals_are_bound() {
    check!(fields_in_capitals variables_in_capitals);
}
