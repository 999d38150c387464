//! Closures, and functions inside functions.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]
// What stands in closures is written in several ways.
#![allow(clippy::needless_return, clippy::redundant_closure_call)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Functions of two numbers, each tested against differences; the value must be the primal's.
macro_rules! programs {
    ($(fn $name:ident($x:ident, $y:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: f64, $y: f64) -> f64 $body

            for at in [[0.3, 1.2], [1.0, 0.7], [-0.5, 2.1], [1.9, -0.4]] {
                let expected = differences(|at| program(at[0], at[1]), &at);
                let (value, (x_bar, y_bar)) = program::value_and_gradient(at[0], at[1]);
                assert_eq!(value.to_bits(), program(at[0], at[1]).to_bits());
                assert_all_close(&[x_bar, y_bar], &expected);
            }
        }
    )*};
}

programs! {
    fn one_parameter(x, y) {
        let square = |a| a * a;
        square(x) * y + square(y.sin())
    }

    fn captures(x, y) {
        let k = x * y;
        let f = |a: f64, b: f64| -> f64 { (a + k).sin() * b + x };
        f(x, 2.0) * f(y, k)
    }

    fn a_block_with_locals(x, y) {
        let f = |a: f64| {
            let k = a.exp();
            let b = k * y;
            b + k
        };
        let k = f(x);
        k * f(k * 0.1)
    }

    fn patterns(x, y) {
        let f = |(a, b): (f64, f64), [c, d]: [f64; 2]| a * b + c.cos() * d;
        let p = (x, y);
        f(p, [y, x]) + f((y, 1.5), [x, x])
    }

    fn references(x, y) {
        let f = |a: &f64, &b: &f64| *a * b + a.sin();
        f(&x, &y) + f(&y, &x)
    }

    fn captures_as_of_the_definition(x, y) {
        let k = x;
        let f = |a: f64| a * k;
        let k = y * y;
        f(k) + k
    }

    fn a_moved_copy(x, y) {
        let mut k = x;
        let f = move |a: f64| a * k;
        k = k * y;
        f(k) + k
    }

    fn a_moved_array(x, y) {
        let mut k = [x, y];
        let f = move |a: f64| a * k[0] * k[1];
        k[0] = k[1] * 2.0;
        f(k[0]) + k[0] * f(x)
    }

    fn a_state_of_its_own(x, y) {
        let mut s = x;
        let mut next = move |a: f64| {
            s *= a;
            s
        };
        let mut sum = next(y);
        for _ in 0..2 {
            sum += next(2.0) * s;
        }
        s += 1.0;
        sum * s + next(s)
    }

    fn a_name_taken_by_another(x, y) {
        let mut s = x;
        let mut add = |a: f64| s += a * s;
        let s = 2.0 * y;
        for s in [s, x] {
            add(s);
        }
        if s > 1.0 {
            let s = s * s;
            add(s);
        }
        s
    }

    fn what_has_lost_its_name(x, y) {
        let mut s = x;
        let mut next = || {
            s *= y;
            s
        };
        let s = 2.0 * y;
        let mut p = s;
        for _ in 0..3 {
            p += next();
        }
        p
    }

    fn a_reference_is_changed(x, y) {
        let mut a = [x, y];
        let scale = |v: &mut [f64], k: f64| {
            for e in v.iter_mut() {
                *e *= k;
            }
        };
        scale(&mut a, y);
        fn shift(v: &mut f64, by: f64) {
            *v += by * *v;
        }
        shift(&mut a[0], x);
        shift(&mut a[1], 0.5);
        a[0] * a[1]
    }

    fn closures_call_closures(x, y) {
        let f = |a: f64| a.sin() * y;
        let g = |a: f64| f(a) * a + f(y);
        let h = |a: f64| g(f(a));
        h(x) + g(x)
    }

    fn a_counter(x, y) {
        let mut s = 0.0;
        let mut add = |a: f64| s += a * s + y;
        add(x);
        add(x * x);
        add(y);
        s * x
    }

    fn a_counter_in_loops_and_branches(x, y) {
        let mut s = x;
        let mut n = 0;
        let mut step = |a: f64| {
            s = (s * a).cos();
            n += 1;
        };
        for i in 0..4 {
            if i % 2 == 0 || y > 1.0 {
                step(y + i as f64);
            } else {
                step(0.5);
            }
        }
        s * n as f64
    }

    fn an_array_is_changed(x, y) {
        let mut a = [x, y, x * y];
        let mut rotate = |k: f64| {
            let t = a[0];
            a[0] = a[1] * k;
            a[1] = a[2];
            a[2] = t * a[0];
        };
        for _ in 0..3 {
            rotate(0.9);
        }
        rotate(y);
        a[0] + a[1] * a[2]
    }

    fn a_closure_changes_through_a_closure(x, y) {
        let mut s = 1.0;
        let mut inner = |a: f64| s *= a;
        let mut outer = |a: f64| {
            inner(a + 2.0);
            inner(y);
        };
        for i in 1..3 {
            outer(x * i as f64);
        }
        s
    }

    fn a_closure_in_a_loop(x, y) {
        let mut s = 0.0;
        for i in 0..3 {
            let k = i as f64 * y;
            let f = |a: f64| (a * k).sin() + s;
            s = f(x) + f(y);
        }
        s
    }

    fn branches_inside(x, y) {
        let f = |a: f64| if a > 0.5 { a * a } else { y - a };
        f(x) * f(y)
    }

    fn loops_inside(x, y) {
        let power = |a: f64, n: usize| {
            let mut p = 1.0;
            for _ in 0..n {
                p *= a;
            }
            p
        };
        power(x, 3) * power(y, 2) + power(x, 0)
    }

    fn a_tuple_of_results(x, y) {
        let polar = |a: f64, b: f64| (a.hypot(b), b.atan2(a));
        let (r, t) = polar(x, y);
        let p = polar(r, t);
        p.0 * p.1 + t
    }

    fn the_types_of_literals_agree(x, y) {
        let f = |a, b| a * b + 1.0;
        let z = f(2.0, 3.0);
        f(x, y) * z
    }

    fn a_last_return(x, y) {
        let f = |a: f64| {
            let b = a * y;
            return b.sin();
        };
        f(x) + f(y)
    }

    fn a_call_as_an_argument(x, y) {
        let f = |a: f64, b: f64| a - b * b;
        f(f(x, y), f(y, f(x, 1.0)))
    }

    fn called_at_once(x, y) {
        (|a: f64| a * y)(x) + 1.0
    }

    fn a_name_like_a_function(x, y) {
        let sin = |a: f64| a * 2.0;
        sin(x) * y.sin()
    }

    fn a_function_inside(x, y) {
        fn cube(a: f64) -> f64 {
            a * a * a
        }
        const K: f64 = 1.5;
        fn scaled(a: f64, b: &[f64]) -> f64 {
            cube(a) * K + b[1] * b[0]
        }
        let k = cube(y);
        scaled(x, &[k, y]) + k
    }

    fn a_function_of_a_function(x, y) {
        fn apply(f: impl Fn(f64) -> f64, a: f64) -> f64 {
            f(f(a))
        }
        fn half(a: f64) -> f64 {
            return a * 0.5;
        }
        apply(|a| a.sin() * y, x) + apply(half, y)
    }

    fn a_generic_function(x, y) {
        fn product<T: chainrule::Float>(a: T, b: T) -> T {
            a * b + a
        }
        product(x, y) * f64::from(product(x as f32, 2.0)).signum()
    }

    fn a_constant_capture(x, y) {
        let n = 3;
        let f = |a: f64| a.powi(n) + n as f64;
        f(x) * f(y)
    }

    fn unused_results(x, y) {
        let mut calls = 0;
        let mut f = |a: f64| {
            calls += 1;
            a * y
        };
        f(x);
        let a = f(x);
        a * calls as f64
    }

    fn a_tuple_in_an_assertion(x, y) {
        let p = (x, y);
        let f = |a: f64| a * p.0;
        assert!(p.0 + p.1 > -10.0, "{p:?}");
        f(p.1)
    }
}

#[differentiate]
fn single(x: f32, y: f32) -> f32 {
    let f = |a: f32| a * y + 0.5;
    f(f(x))
}

#[differentiate]
fn generic<T: chainrule::Float>(x: T, y: T) -> T {
    let f = |a: T, b| a * b + y;
    f(f(x, y), x)
}

#[test]
fn other_floats() {
    // (xy + ½)y + ½
    assert_eq!(single::gradient(3.0, 2.0), (4.0, 12.5));
    // (xy + y)x + y
    assert_eq!(generic::gradient(3.0_f32, 2.0), (14.0, 13.0));
    assert_eq!(generic::gradient(3.0_f64, 2.0), (14.0, 13.0));
}

#[differentiate]
fn outside(x: f64) -> f64 {
    x * x * x
}

#[differentiate]
fn calls_a_handle(x: f64, y: f64) -> f64 {
    let f = |a: f64| outside(a) * y;
    fn twice(a: f64) -> f64 {
        outside(a) + a
    }
    f(x) + twice(x)
}

#[test]
fn handles_are_called_inside() {
    assert_eq!(calls_a_handle::gradient(2.0, 5.0), (5.0 * 12.0 + 13.0, 8.0));
}
