//! Programs that differentiators get wrong: overwritten values, shadowing, loops and their limits.
// The plain form is what is tested.
#![allow(clippy::assign_op_pattern, clippy::let_and_return, unused_qualifications)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// Functions of scalars, each tested at points against differences.
macro_rules! scalar_programs {
    ($($(#[$doc:meta])* fn $name:ident($($x:ident),* $(; $($n:ident: $t:ty),*)?) at [$($point:expr),*] $body:block)*) => {$(
        mod $name {
            use super::*;

            $(#[$doc])*
            #[differentiate]
            fn program($($x: f64,)* $($($n: $t),*)?) -> f64 $body

            #[test]
            #[allow(unused_parens)]
            fn agrees_with_differences() {
                for (($($x),*), ($($($n),*)?)) in [$($point),*] {
                    let at = [$($x),*];
                    let expected = differences(|at| {
                        let [$($x),*] = *at else { unreachable!() };
                        program($($x,)* $($($n),*)?)
                    }, &at);
                    let ($($x),*) = program::gradient($($x,)* $($($n),*)?);
                    assert_all_close(&[$($x),*], &expected);
                }
            }
        }
    )*};
}

scalar_programs! {
    fn overwritten(x) at [(1.5, ()), (-0.7, ())] {
        let mut s = x;
        s = s * x;
        s *= x;
        s -= x.sin();
        s /= x;
        s += s;
        s
    }

    fn overwritten_in_a_branch(x, y) at [((1.5, 0.4), ()), ((0.5, 0.4), ())] {
        let mut s = x * y;
        let before = s;
        if x > 1.0 {
            s = s * s;
            s *= y;
        }
        s * before
    }

    fn overwritten_in_a_loop(x, y; n: usize) at [
        ((1.1, 0.4), 0), ((1.1, 0.4), 1), ((1.1, 0.4), 4)
    ] {
        let mut s = x;
        for i in 0..n {
            let t = s * y;
            s = t.sin() + x * i as f64;
            s *= t;
        }
        s
    }

    fn a_branch_between_loops(x, y; n: usize) at [
        ((1.1, 0.4), 3), ((0.2, 1.4), 4), ((-0.3, 0.9), 5)
    ] {
        let mut s = x;
        let mut p = 1.0;
        for i in 0..n {
            p *= y;
            if i % 2 == 0 {
                for j in 0..=i {
                    s = s * 0.5 + p * j as f64;
                    if s > 1.0 {
                        s = s.sqrt() * x;
                    } else {
                        p += s * 0.1;
                    }
                }
            } else {
                s -= p.cos();
            }
        }
        s * p
    }

    fn swapped_by_a_tuple(x, y; n: usize) at [((1.1, 0.4), 1), ((1.1, 0.4), 4)] {
        let mut a = x;
        let mut b = y.exp();
        for _ in 0..n {
            (a, b) = (b, a);
            a *= 1.5;
            (a, b) = (a + b, a * b);
        }
        a * a + b
    }

    fn swapped_by_a_temporary(x, y; n: usize) at [((1.1, 0.4), 1), ((1.1, 0.4), 4)] {
        let (mut a, mut b) = (x, y);
        for _ in 0..n {
            let t = a;
            a = b * 2.0;
            b = t + a * t;
        }
        a * a + b
    }

    fn fibonacci(x, y; n: usize) at [((0.3, 0.4), 0), ((0.3, 0.4), 1), ((0.3, 0.4), 6)] {
        let mut previous = x;
        let mut current = y;
        for _ in 0..n {
            let next = previous + current * 0.5;
            previous = current;
            current = next;
        }
        current
    }

    fn shadowed(x, y) at [((1.1, 0.4), ())] {
        let x = x * y;
        let y = {
            let x = x.sin();
            let y = x * y;
            y + x
        };
        let x = x + y;
        {
            let x = x * 100.0;
            let _ = x;
        }
        x * y
    }

    fn a_loop_variable_that_shadows(x; n: usize) at [(1.2, 3)] {
        let mut i = x;
        let mut s = 0.0;
        for i in 0..n {
            s += i as f64 * x;
            let x = s * 0.5;
            s += x.cos();
        }
        i *= s;
        i
    }

    fn nested_tuples(x, y) at [((1.1, 0.4), ())] {
        let ((a, b), c) = ((x * y, x), y.ln());
        let t = (a * b, (c, a));
        let (p, (q, _)) = t;
        let pair = (p, q);
        pair.0 * pair.1 + (t.1).1
    }

    fn blocks_as_values(x, y) at [((1.1, 0.4), ()), ((0.1, 0.4), ())] {
        let s = {
            let t = x * y;
            if t > 0.2 { t * t } else { t.exp() }
        } * {
            let mut u = x;
            u *= 3.0;
            u
        };
        s + if x > y { x } else { y * { let z = x; z } }
    }

    fn logic_of_integers(x, y; n: i32, flag: bool) at [
        ((1.1, 0.4), (3, true)), ((1.1, 0.4), (-4, false)), ((1.1, 0.4), (0, true))
    ] {
        const HALF: f64 = 0.5;
        let m = n * 2 + 1;
        let even = n % 2 == 0;
        let mut s = x * m as f64 * HALF;
        if (flag && !even) || n < -3 {
            s *= y * super::SCALE;
        } else if flag != even && s > -1.0 {
            s = s - n.abs() as f64 * y * std::f64::consts::PI;
        }
        let sign = if n >= 0 { 1.0 } else { -1.0 };
        s * sign * (if flag { x } else { 2.0 })
    }

    fn casts(x, y) at [((1.1, 0.4), ()), ((7.3, 0.4), ())] {
        let n = x as usize;
        let mut s = y;
        for k in 0..n {
            s += (k as f64 + 0.5) * x;
            s *= (k as i32 - 3) as f64;
        }
        s * (n as f64)
    }

    fn unused_and_unread(x, y, z) at [((1.1, 0.4, 3.0), ())] {
        let mut s = x;
        let _unread = y.sin();
        s = s * x;
        let t = z;
        s + t - z
    }

    fn dead_stores(x, y; n: usize) at [((1.1, 0.4), 3), ((1.1, 0.4), 0)] {
        let mut s = x * 17.0;
        let mut t = y;
        for _ in 0..n {
            s = y * t;
            t = s.sin();
            s = t * x;
        }
        s
    }
}

const SCALE: f64 = 1.25;

/// Loops over ranges of every form.
macro_rules! ranges {
    ($($name:ident($($arg:ident: $t:ty),*) over $range:expr;)*) => {$(
        #[differentiate]
        fn $name(x: f64, $($arg: $t),*) -> f64 {
            let mut s = x;
            for i in $range {
                s = s * 0.9 + (s * i as f64).sin();
            }
            s
        }
    )*};
}

ranges! {
    forwards(a: i32, b: i32) over a..b;
    inclusive(a: i32, b: i32) over a..=b;
    backwards(a: i32, b: i32) over (a..b).rev();
    inclusive_backwards(a: i32, b: i32) over (a..=b).rev();
    strided(a: usize, b: usize, by: usize) over (a..b).step_by(by);
    strided_backwards(a: usize, b: usize, by: usize) over (a..b).rev().step_by(by);
    backwards_strided(a: usize, b: usize, by: usize) over (a..b).step_by(by).rev();
    literal() over -2..3;
    computed(n: usize) over n / 2 + 1..2 * n;
    down(n: usize) over (0..n).rev();
}

#[test]
fn ranges_agree_with_differences() {
    let x = 0.7;
    for (a, b) in [(0, 4), (-3, 2), (2, 2), (3, -1), (-1, -1)] {
        assert_close(forwards::gradient(x, a, b), difference(|x| forwards(x, a, b), x));
        assert_close(inclusive::gradient(x, a, b), difference(|x| inclusive(x, a, b), x));
        assert_close(backwards::gradient(x, a, b), difference(|x| backwards(x, a, b), x));
        let expected = difference(|x| inclusive_backwards(x, a, b), x);
        assert_close(inclusive_backwards::gradient(x, a, b), expected);
    }
    for (a, b, by) in [(0, 7, 2), (1, 7, 3), (0, 6, 1), (2, 2, 5), (3, 1, 2), (0, 3, 9)] {
        assert_close(strided::gradient(x, a, b, by), difference(|x| strided(x, a, b, by), x));
        let expected = difference(|x| strided_backwards(x, a, b, by), x);
        assert_close(strided_backwards::gradient(x, a, b, by), expected);
        let expected = difference(|x| backwards_strided(x, a, b, by), x);
        assert_close(backwards_strided::gradient(x, a, b, by), expected);
    }
    assert_close(literal::gradient(x), difference(literal, x));
    for n in 0..5 {
        assert_close(computed::gradient(x, n), difference(|x| computed(x, n), x));
        assert_close(down::gradient(x, n), difference(|x| down(x, n), x));
    }
}

/// The standard library turns tuples of up to 12 into arrays.
#[test]
fn a_hessian_of_thirteen_numbers() {
    #[differentiate(hessian)]
    #[allow(clippy::too_many_arguments)]
    fn sum_of_squares(
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
        g: f64,
        h: f64,
        i: f64,
        j: f64,
        k: f64,
        l: f64,
        m: f64,
    ) -> f64 {
        let s = a + b + c + d + e + f + g + h + i + j + k + l + m;
        0.5 * s * s + m * m
    }
    let hessian =
        sum_of_squares::hessian(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1.0, 2.0, 3.0, 4.0);
    let mut expected = [[1.0; 13]; 13];
    expected[12][12] = 3.0;
    assert_eq!(hessian, expected);
}

/// `gen` is a keyword in the edition of 2024, which the parser does not know.
mod raw_names {
    use super::*;

    #[differentiate(hessian, lanes, checkpoint)]
    fn r#gen<T: chainrule::Float>(x: T) -> T {
        x * x
    }

    #[differentiate(hessian, jacobian)]
    fn of_raw(r#gen: f64, x: f64) -> f64 {
        let mut r#async = r#gen * self::r#gen(x);
        for _ in 0..2 {
            r#async *= r#gen;
        }
        r#async
    }

    #[test]
    fn are_raw_where_they_must_be() {
        assert_eq!(r#gen::gradient(3.0_f32), 6.0);
        let (g, x) = (1.5, 0.8);
        let (g_bar, x_bar) = of_raw::gradient(g, x);
        assert_all_close(&[g_bar, x_bar], &[3.0 * g * g * x * x, 2.0 * g.powi(3) * x]);
        assert_all_close(&of_raw::hessian(g, x)[1], &[6.0 * g * g * x, 2.0 * g.powi(3)]);
    }
}

/// Types of the standard library are not asked, by whatever path they are named.
#[differentiate]
mod types_by_their_paths {
    #[derive(Clone, Copy, chainrule::Differentiable)]
    pub struct Spring {
        pub rest: f64,
    }

    impl Spring {
        pub fn energy(&self, x: f64) -> f64 {
            (x - self.rest) * (x - self.rest)
        }
    }

    impl std::fmt::Display for Spring {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{}", self.rest)
        }
    }

    pub fn read(path: &std::path::Path) -> std::io::Result<Vec<f64>> {
        path.metadata().map(|_| vec![])
    }

    pub fn stretched(x: f64, #[constant] at: &std::path::Path) -> f64 {
        let _ = at;
        Spring { rest: 2.0 }.energy(x)
    }
}

#[test]
fn types_of_the_standard_library_are_not_asked() {
    use types_by_their_paths::{Spring, read, stretched};
    assert_eq!(Spring { rest: 2.0 }.to_string(), "2");
    let nowhere = std::path::Path::new("/nowhere");
    assert!(read(nowhere).is_err());
    assert_eq!(stretched::gradient(5.0, nowhere), 6.0);
}
