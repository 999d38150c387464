//! Arrays that each iteration of a loop writes anew: the backward pass repeats an iteration from a
//! fresh one. What is left over from a former iteration must be seen all the same.
// Loops over indices and plain assignments are what is tested.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::manual_memcpy)]
#![allow(clippy::manual_swap, clippy::redundant_clone)]

use chainrule::{Differentiated, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

/// Tests programs against differences for several lengths of `x`, with `n` from 0 to 2, and hands the
/// residuals to `$look`.
macro_rules! programs {
    ($look:ident: $(fn $name:ident($x:ident, $n:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: &[f64], $n: usize) -> f64 $body

            for length in 1..6 {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 1.2).collect();
                for n in 0..3 {
                    let expected = differences(|at| program(at, n), &at);
                    assert_all_close(&program::gradient(&at, n), &expected);
                }
                let (_, residuals) = program::forward(&at, 1);
                $look(&residuals);
            }
        }
    )*};
}

/// Nothing is kept.
fn nothing<R>(_: &R) {
    assert_eq!(std::any::type_name::<R>(), "()");
}

/// One array is kept, not one of each iteration.
fn one_array(_: &[f64; 3]) {}

/// Something is kept of each iteration.
fn something<R>(_: &R) {
    assert!(std::any::type_name::<R>().contains("Vec<"));
}

#[differentiate]
fn products(#[constant] factor: f64, a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        out[i] = factor * a[i] * a[0];
    }
}

#[differentiate]
fn of_first(a: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = a[0] * (i + 1) as f64;
    }
    for i in 1..out.len() {
        out[i] *= out[i - 1];
    }
}

#[differentiate]
fn accumulated(a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        out[i] = 0.5 * out[i] + a[i];
    }
}

#[differentiate]
fn large_ones(a: &[f64], out: &mut [f64]) {
    for i in 0..a.len() {
        if a[i] > 1.3 {
            out[i] = a[i] * a[i];
        }
    }
}

#[differentiate]
fn energy(a: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in a {
        sum += v * v * v;
    }
    sum
}

programs! { nothing:
    fn filled_by_a_loop(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + x.len() {
            for j in 0..x.len() {
                s[j] = x[i % x.len()] * x[j];
            }
            for j in 0..x.len() {
                total += s[j] * s[j];
            }
        }
        total
    }

    fn filled_from_the_far_end(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            for j in (0..x.len()).rev() {
                s[j] = x[j] * x[j] * i as f64;
                total += s[j] * s[j];
            }
            total += energy(&s);
        }
        total
    }

    fn first_element_and_the_others(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            s[0] = x[0] * (i + 1) as f64;
            for j in 1..x.len() {
                s[j] = x[j] * x[j - 1];
            }
            total += energy(&s);
        }
        total
    }

    fn filled_and_changed(x, n) {
        let mut s = vec![1.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            s.fill(x[0] * i as f64);
            for j in 0..x.len() {
                s[j] += x[j] * x[j];
            }
            total += energy(&s);
        }
        total
    }

    fn copied(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            s.copy_from_slice(x);
            s[0] += x[0] * i as f64;
            total += energy(&s);
        }
        total
    }

    fn copied_in_two_parts(x, n) {
        let half = x.len() / 2;
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            s[..half].copy_from_slice(&x[..half]);
            s[half..x.len()].fill(x[0] * i as f64);
            total += energy(&s);
        }
        total
    }

    fn by_a_callee(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut r = vec![0.0; n];
        let mut total = 0.0;
        for i in 0..n {
            products(i as f64, x, &mut s);
            of_first(&s, &mut r);
            total += energy(&s) + energy(&r);
        }
        total
    }

    fn by_a_callee_for_a_part(x, n) {
        let d = x.len() / 2;
        let mut s = vec![0.0; d];
        let mut total = 0.0;
        for i in 0..n {
            for j in 0..2 {
                products(i as f64, &x[j * d..(j + 1) * d], &mut s);
                total += energy(&s);
            }
        }
        total
    }

    // Without a round of the inner loop, `s` stays as it was made.
    fn in_rounds_that_may_be_none(x, n) {
        let mut s = vec![0.7; x.len()];
        let mut total = 0.0;
        for i in 0..3 {
            for _ in 0..n {
                for _ in 0..n {
                    products(i as f64, x, &mut s);
                    total += energy(&s);
                }
            }
            total += energy(&s);
        }
        total
    }

    fn two_buffers(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut r = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            for j in 0..x.len() {
                s[j] = x[j] * i as f64;
                r[j] = s[j] * x[0];
            }
            total += energy(&r) - energy(&s);
        }
        total
    }
}

// The cotangent of an array is made in its shape.
programs! { one_array:
    fn elements_one_by_one(x, n) {
        let mut s = [0.0; 3];
        let mut total = 0.0;
        for i in 0..n {
            s[0] = x[0] * i as f64;
            s[1] = x[0] * x[x.len() - 1];
            s[2] = x[x.len() - 1];
            total += energy(&s);
        }
        total
    }
}

programs! { something:
    fn no_round_but_another_write(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            for _ in 0..n {
                s.fill(x[0] * i as f64);
            }
            total += x[0] * energy(&s);
            s[0] = x[0] * (i + 2) as f64;
        }
        total
    }

    fn a_write_before_the_loop(x, n) {
        let mut s = vec![0.0; x.len()];
        s[0] = x[0];
        let mut total = 0.0;
        for i in 0..3 {
            for _ in 0..n {
                s.fill(x[0] * i as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn rounds_that_vary(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..3 {
            for _ in 1..2 * n * (3 - i) - n {
                s.fill(x[0] * (i + 2) as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn only_sometimes(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..3 {
            if i % 2 == n % 2 {
                s.fill(x[0] * (i + 2) as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn all_but_the_last(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() - 1 {
                s[j] = x[j] * i as f64;
            }
            total += x[0] * energy(&s);
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn all_but_the_first(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 1..x.len() {
                s[j] = x[j] * i as f64;
            }
            total += x[0] * energy(&s);
            s[0] = x[0] * x[0];
        }
        total
    }

    fn up_to_a_varying_end(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..x.len() {
            let end = x.len() - i;
            for j in 0..end {
                s[j] = x[j] * (i + n) as f64;
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn up_to_the_index(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in (0..x.len()).rev() {
            for j in 0..i + 1 {
                s[j] = x[j] * (i + n) as f64;
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn read_before_it_is_written(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = s[j] * 0.5 + x[j] * i as f64;
            }
            total += energy(&s);
        }
        total
    }

    fn neighbours_are_read(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64 + 0.5 * s[(j + 1) % x.len()];
            }
            total += energy(&s);
        }
        total
    }

    fn neighbours_are_read_later_in_the_round(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64;
                total += (s[(j + 1) % x.len()] * x[j]).sin();
            }
        }
        total
    }

    fn added_to(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] += x[j] * i as f64;
            }
            total += energy(&s);
        }
        total
    }

    // Of another length in every other iteration.
    fn swapped(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut r = vec![0.5; x.len() + 1];
        let mut total = 0.0;
        for i in 0..n + 3 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64 + 0.1 * r[j] * r[j];
            }
            let held = s;
            s = r;
            r = held;
            total += energy(&s) * energy(&r);
        }
        total
    }

    fn read_before_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            total += x[0] * energy(&s);
            for _ in 0..n {
                s.fill(x[0] * (i + 1) as f64);
            }
        }
        total
    }

    fn remembered_before_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            let old = s.clone();
            for _ in 0..n {
                s.fill(x[0] * (i + 1) as f64);
                total += x[0] * energy(&old) + energy(&s);
            }
        }
        total
    }

    fn remembered_by_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut old = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            for _ in 0..n {
                old = s.clone();
                s.fill(x[0] * (i + 1) as f64);
            }
            total += x[0] * energy(&old) + energy(&s);
        }
        total
    }

    fn remembered(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            let old = s.clone();
            s.fill(x[0] * i as f64);
            total += energy(&old) * energy(&s);
        }
        total
    }

    fn remembered_in_part(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            let old = s[..1].to_vec();
            s.fill(x[0] * (i + 1) as f64);
            total += energy(&old) * energy(&s);
        }
        total
    }

    fn stopped_half_way(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                if j > i {
                    break;
                }
                s[j] = x[j] * (i + 1) as f64;
            }
            total += energy(&s) * x[0];
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn skipped(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 3 {
            for j in 0..x.len() {
                if j == i % 2 {
                    continue;
                }
                s[j] = x[j] * (i + 1) as f64;
            }
            total += energy(&s) * x[0];
        }
        total
    }

    fn by_a_callee_with_fewer_elements(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            products(i as f64, &x[..x.len() - 1], &mut s);
            total += x[0] * energy(&s);
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn by_a_callee_in_part(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            of_first(x, &mut s[1..]);
            total += x[0] * energy(&s) * (i + 1) as f64;
            s[0] = x[0] * x[0];
        }
        total
    }

    fn by_a_callee_that_reads(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            accumulated(x, &mut s);
            total += energy(&s) * (i + 1) as f64;
        }
        total
    }

    fn by_a_callee_sometimes(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            large_ones(x, &mut s);
            total += x[0] * energy(&s);
            for j in 0..x.len() {
                s[j] *= i as f64 * x[0];
            }
        }
        total
    }

    fn asked_by_the_condition(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        let mut i = 0;
        while i < n + 2 && s[0] < 20.0 {
            s.fill(x[0] * (i + 1) as f64);
            total += energy(&s) + s[0].sin();
            s[0] *= x[0];
            total *= s[0].sin();
            i += 1;
        }
        total
    }
}

#[test]
fn in_a_while() {
    #[differentiate]
    fn program(x: &[f64]) -> f64 {
        let mut s = vec![0.0; x.len()];
        let (mut total, mut i) = (0.0, 0);
        while i < 4 {
            products(i as f64, x, &mut s);
            total += energy(&s);
            i += 1;
        }
        total
    }

    let at = [0.7, -0.4, 1.3];
    assert_all_close(&program::gradient(&at), &differences(program, &at));
}

#[test]
fn single_precision() {
    #[differentiate]
    fn scaled(a: &[f32], out: &mut [f32]) {
        out.copy_from_slice(a);
        for i in 0..out.len() {
            out[i] *= a[0];
        }
    }

    #[differentiate]
    fn program(x: &[f32], n: usize) -> f32 {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for _ in 0..n {
            scaled(x, &mut s);
            for j in 0..x.len() {
                total += s[j] * s[j];
            }
        }
        total
    }

    let (_, residuals) = program::forward(&[3.0, 2.0], 2);
    nothing(&residuals);
    // 2 (x₀⁴ + x₀² x₁²)
    let expected = [4.0 * (2.0 * 27.0 + 3.0 * 4.0), 4.0 * 9.0 * 2.0];
    let found = program::gradient(&[3.0, 2.0], 2);
    found
        .iter()
        .zip(expected)
        .for_each(|(found, expected)| assert_close(f64::from(*found), expected));
}

/// A handle written by hand that promises the same.
mod by_hand {
    chainrule::signature!(
        pub fn doubled(a: &[f64], #[overwritten(len = a)] out: &mut [f64]));

    pub fn doubled(a: &[f64], out: &mut [f64]) {
        doubled::forward(a, out);
    }

    #[allow(non_camel_case_types)]
    pub enum doubled {}

    impl doubled {
        pub fn forward(a: &[f64], out: &mut [f64]) -> ((), ()) {
            out.iter_mut().zip(a).for_each(|(out, a)| *out = 2.0 * a);
            ((), ())
        }

        pub fn backward(a: &[f64], (): &(), a_bar: &mut [f64], out_bar: &mut [f64]) {
            for (a_bar, out_bar) in a_bar.iter_mut().zip(&mut out_bar[..a.len()]) {
                *a_bar += 2.0 * std::mem::take(out_bar);
            }
        }
    }

    impl chainrule::Differentiated for doubled {
        type Residuals = ();
    }
}

#[test]
fn promised_by_hand() {
    use by_hand::doubled;

    #[differentiate]
    fn program(x: &[f64], n: usize) -> f64 {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n {
            doubled(x, &mut s);
            total += energy(&s) * i as f64;
        }
        total
    }

    fn same<H: Differentiated<Residuals = ()>>() {}
    same::<program>();
    let at = [0.7, -0.4, 1.3];
    assert_all_close(&program::gradient(&at, 3), &differences(|at| program(at, 3), &at));
}
