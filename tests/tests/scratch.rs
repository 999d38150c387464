//! Arrays that each iteration of a loop writes anew: the backward pass repeats an iteration from a
//! fresh one. What is left over from a former iteration must be seen all the same.
// Loops over indices and plain assignments are what is tested.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::manual_memcpy)]
#![allow(clippy::manual_swap, clippy::redundant_clone)]

#[macro_use]
mod scratch_programs;

use chainrule::{Differentiated, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};
use scratch_programs::{energy, nothing, of_first, products};

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

// The cotangent of an array of fixed length is made without it.
programs! { nothing:
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
