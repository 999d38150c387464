//! Loops of unknown length and early exits, against differences and closed forms.
// The plain form is what is tested.
#![allow(
    clippy::assign_op_pattern,
    clippy::manual_is_multiple_of,
    clippy::let_and_return,
    clippy::needless_return,
    clippy::needless_range_loop,
    clippy::never_loop,
    clippy::while_let_loop,
    clippy::explicit_counter_loop,
    clippy::manual_find,
    clippy::needless_late_init,
    clippy::collapsible_if,
    clippy::if_same_then_else,
    clippy::while_immutable_condition,
    unused_assignments
)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};

/// Functions of two numbers and an integer: their value to the bit, and their gradient against
/// differences.
macro_rules! programs {
    ($(fn $name:ident($x:ident, $y:ident; $n:ident) at [$($point:expr),*] $body:block)*) => {$(
        mod $name {
            use super::*;

            #[differentiate]
            fn program($x: f64, $y: f64, $n: usize) -> f64 $body

            #[test]
            fn agrees_with_differences() {
                for ($x, $y, $n) in [$($point),*] {
                    let expected = differences(|at| program(at[0], at[1], $n), &[$x, $y]);
                    let (value, gradient) = program::value_and_gradient($x, $y, $n);
                    assert_eq!(value.to_bits(), program($x, $y, $n).to_bits());
                    assert_all_close(&[gradient.0, gradient.1], &expected);
                }
            }
        }
    )*};
}

#[differentiate]
fn doubled(x: f64) -> f64 {
    let mut s = x;
    while s < 10.0 {
        s *= 2.0;
    }
    s
}

#[test]
fn a_loop_on_an_active_value_gives_the_derivative_of_the_path() {
    assert_eq!(doubled::value_and_gradient(3.0), (12.0, 4.0));
    assert_eq!(doubled::value_and_gradient(11.0), (11.0, 1.0));
}

/// √y by Newton's method: the derivative is that of the root, whatever the start.
#[differentiate]
fn newton(y: f64) -> f64 {
    let mut r = y;
    loop {
        let next = 0.5 * (r + y / r);
        let step = (next - r).abs();
        r = next;
        if step < 1e-13 {
            break r;
        }
    }
}

#[test]
fn newton_until_it_stands_still() {
    for y in [0.3_f64, 2.0, 50.0] {
        let (root, slope) = newton::value_and_gradient(y);
        assert_close(root, y.sqrt());
        assert_close(slope, 0.5 / y.sqrt());
    }
}

/// The root of t³ = x between 0 and 2 by bisection, and one step of Newton from there.
#[differentiate]
fn bisection(x: f64) -> f64 {
    let (mut lo, mut hi) = (0.0, 2.0);
    while hi - lo > 1e-12 {
        let middle = 0.5 * (lo + hi);
        if middle * middle * middle < x {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    lo - (lo * lo * lo - x) / (3.0 * lo * lo)
}

#[test]
fn bisection_with_a_last_step() {
    for x in [0.2_f64, 1.7, 6.0] {
        let (root, slope) = bisection::value_and_gradient(x);
        assert_close(root, x.cbrt());
        assert_close(slope, 1.0 / (3.0 * x.cbrt() * x.cbrt()));
    }
}

programs! {
    fn collatz(x, y; n) at [(1.1, 0.4, 1), (1.1, 0.4, 6), (0.9, -0.3, 27)] {
        let mut k = n;
        let mut s = x;
        while k != 1 {
            if k % 2 == 0 {
                k /= 2;
                s = s * 0.9 + y;
            } else {
                k = 3 * k + 1;
                s = (s * x).sin();
            }
        }
        s
    }

    fn returned_from_a_loop(x, y; n) at [(1.3, 0.4, 0), (1.3, 0.4, 1), (1.3, 0.4, 9), (0.1, 0.2, 5)] {
        let mut s = y;
        for i in 0..n {
            s = s * x + i as f64 * y;
            if s > 3.0 {
                return s * s;
            }
        }
        s.sin()
    }

    fn continued(x, y; n) at [(1.3, 0.4, 0), (1.3, 0.4, 1), (1.3, 0.4, 7)] {
        let mut s = y;
        for i in 0..n {
            if i % 2 == 1 {
                continue;
            }
            s = s * x + i as f64 * y;
        }
        s
    }

    fn continued_in_a_while(x, y; n) at [(1.3, 0.4, 0), (1.3, 0.4, 1), (1.3, 0.4, 7)] {
        let (mut s, mut i) = (y, 0);
        while i < n {
            i += 1;
            if s > 2.0 && i % 2 == 1 {
                s -= x;
                continue;
            }
            s = s * x + y;
        }
        s
    }

    fn two_levels(x, y; n) at [(0.6, 0.4, 0), (0.6, 0.4, 3), (1.3, 0.9, 6)] {
        let mut s = y;
        'outer: for i in 0..n {
            let mut j = 0;
            while j < 4 {
                if s > 9.0 {
                    break 'outer;
                }
                if i == j {
                    continue 'outer;
                }
                s += x * s;
                j += 1;
            }
            s -= y;
        }
        s.sin() + s
    }

    fn three_levels(x, y; n) at [(0.3, 0.4, 0), (0.3, 0.4, 2), (0.5, 1.9, 4), (0.1, 0.2, 4)] {
        let mut s = x * y;
        for i in 0..n {
            let mut k = i;
            while k < n {
                loop {
                    s = s + x * k as f64 * y;
                    if s > 2.5 {
                        return s * x;
                    }
                    if s > y {
                        break;
                    }
                    s = s * 1.5 + 0.1;
                }
                k += 1;
            }
        }
        s * y
    }

    fn a_block_with_a_label(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (0.5, 1.9, 4)] {
        let v = 'block: {
            if x > 1.0 {
                break 'block x * x;
            }
            for i in 0..n {
                if i == 3 {
                    break 'block y * x;
                }
            }
            y
        };
        v * v + x
    }

    fn a_value_from_an_inner_loop(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (0.5, 1.9, 4)] {
        let (mut s, mut rounds) = (x, 0);
        let v = 'outer: loop {
            rounds += 1;
            s += 0.5;
            let mut k = 0;
            loop {
                s = s * y + x;
                k += 1;
                if k > n {
                    break;
                }
                if s > 3.0 {
                    break 'outer s * s;
                }
            }
            if s > 1.5 || rounds > 3 {
                break s;
            }
        };
        v * x
    }

    fn an_exit_inside_an_expression(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (-0.5, 1.9, 4)] {
        let mut s = y;
        let t = s * x + if x < 0.0 { return s * s } else { s = s + 1.0; s.sin() } * s;
        t * if n > 1 && { if t > 5.0 { return t; } t > 0.1 } { x } else { y }
    }

    fn late_initialised(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2)] {
        let v;
        let w: f64;
        if n == 0 {
            v = x * y;
            w = y;
        } else {
            v = x.sin();
            w = v * y;
        }
        v * w
    }

    fn backwards_and_stopped(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (0.9, 1.4, 5)] {
        let a = [x, y, x * y, x + y, 0.5];
        let mut s = 0.0;
        for i in (1..n + 1).rev() {
            s = s * x + i as f64 * y;
            if s > 6.0 {
                break;
            }
        }
        for (i, v) in a.iter().enumerate().rev() {
            if i < n {
                break;
            }
            s += v * v * i as f64;
        }
        for i in 0.. {
            s += x;
            if i > n {
                break;
            }
        }
        for v in a.iter().filter(|v| **v > 0.35).map(|v| v * x) {
            if v > 2.0 {
                return s * v;
            }
            s += v;
        }
        s
    }

    fn elements_are_changed(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (0.5, 1.9, 4)] {
        let mut a = [x, y, x * y];
        let mut i = 0;
        while a[i % 3] < 4.0 {
            if i == n {
                a[2] *= x;
                break;
            }
            a[(i + 1) % 3] += a[i % 3] * y;
            i += 1;
            if i > 5 {
                return a[0] * a[1];
            }
        }
        a[0] + a[1] * a[2]
    }

    fn calls_in_and_before_exits(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2), (0.5, 1.9, 4)] {
        let mut s = x;
        for i in 0..n {
            s = returned_inside(s, y);
            if s > 2.0 {
                return returned_inside(s, x);
            }
            if i % 2 == 0 {
                continue;
            }
            s += y;
        }
        s
    }

    fn no_round_at_all(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2)] {
        let mut s = x;
        while false {
            s *= y;
        }
        for _ in 5..n {
            if s > 1.0 {
                return y;
            }
        }
        loop {
            break;
        }
        s
    }

    fn assertions_stay(x, y; n) at [(0.3, 0.4, 0), (1.3, 0.4, 2)] {
        let mut s = x;
        for i in 0..n {
            if i > 7 {
                panic!("never so far");
            }
            assert!(i < 8);
            s = if s > 100.0 { unreachable!() } else { s * y };
        }
        s
    }
}

#[differentiate]
fn returned_inside(x: f64, y: f64) -> f64 {
    if x > 1.0 {
        if y > 1.0 {
            return x * y;
        }
        return x.sin() * y;
    }
    x.exp() * y
}

#[test]
fn a_check_that_fails_fails_in_both() {
    let primal = std::panic::catch_unwind(|| positive(-1.0));
    let forward = std::panic::catch_unwind(|| positive::gradient(-1.0));
    assert!(primal.is_err() && forward.is_err());
    assert_eq!(positive::gradient(2.0), 4.0);
}

#[differentiate]
fn positive(x: f64) -> f64 {
    if x < 0.0 {
        panic!("{x} is negative");
    }
    x * x
}

#[differentiate]
fn first_large(x: &[f64], bound: f64) -> f32 {
    for v in x {
        if *v > bound {
            return (v * v) as f32;
        }
    }
    bound as f32
}

#[test]
fn nothing_is_kept_of_elements_that_were_passed_over() {
    let x = [0.5, 3.0, 4.0];
    let (value, mut x_bar) = (first_large(&x, 2.0), vec![0.0; 3]);
    let (again, residuals) = first_large::forward(&x, 2.0);
    assert_eq!(value, again);
    let bound_bar = first_large::backward(&x, 2.0, &residuals, 1.0, &mut x_bar);
    assert_eq!((bound_bar, x_bar), (0.0, vec![0.0, 6.0, 0.0]));
    assert_eq!(first_large::gradient(&x, 9.0), (vec![0.0; 3], 1.0));
}

#[differentiate]
fn the_same_in_both_arms(x: f64, y: f64) -> f64 {
    let mut s = x;
    if y > 1.0 {
        s = y;
    } else {
        s = y;
    }
    if x > 2.0 {
        if y > 2.0 {
            return y;
        }
        return y;
    }
    s * x
}

#[test]
fn arms_that_do_the_same() {
    assert_eq!(the_same_in_both_arms::value_and_gradient(1.0, 3.0), (3.0, (3.0, 1.0)));
    assert_eq!(the_same_in_both_arms::value_and_gradient(3.0, 3.0), (3.0, (0.0, 1.0)));
}

/// Tuples that leave a loop by `return` and by `break`, the nested and those with a count among them.
#[test]
fn tuples_leave_loops() {
    #[differentiate(jvp)]
    fn powers(x: f64) -> (f64, f64) {
        let mut n = 0.0;
        let mut y = x;
        loop {
            n += 1.0;
            y *= x;
            if n > 3.0 {
                return (y, n);
            }
        }
    }
    assert_eq!(powers::jvp(2.0, 1.0), ((32.0, 4.0), (80.0, 0.0)));
    let (_, residuals) = powers::forward(2.0);
    assert_eq!(powers::backward(2.0, &residuals, (1.0, 1.0)), 80.0);

    #[differentiate(jvp)]
    fn nested(x: f64, m: usize) -> (f64, (f64, f64)) {
        for i in 0..m {
            if i as f64 > x {
                return (x * x, (x, 1.0));
            }
        }
        (x, (x * x * x, 2.0))
    }
    assert_eq!(nested::jvp(2.0, 5, 1.0), ((4.0, (2.0, 1.0)), (4.0, (1.0, 0.0))));
    assert_eq!(nested::jvp(2.0, 1, 1.0), ((2.0, (8.0, 2.0)), (1.0, (12.0, 0.0))));
    let (_, residuals) = nested::forward(2.0, 5);
    assert_eq!(nested::backward(2.0, 5, &residuals, (1.0, (10.0, 1.0))), 14.0);

    #[differentiate(jvp)]
    fn counted(x: f64, m: usize) -> (f64, usize) {
        let mut y = x;
        let mut n = 0;
        while n < 10 {
            y *= x;
            n += 1;
            if n == m {
                return (y, n);
            }
        }
        (x, 0)
    }
    assert_eq!(counted::jvp(2.0, 3, 1.0), ((16.0, 3), (32.0, ())));
    assert_eq!(counted::jvp(2.0, 11, 1.0), ((2.0, 0), (1.0, ())));

    #[differentiate]
    fn broken_out(x: f64) -> f64 {
        let mut y = x;
        let (a, b) = loop {
            y *= x;
            if y > 20.0 {
                break (y, x);
            }
        };
        a * b
    }
    assert_eq!(broken_out::gradient(2.0), 192.0);
}
