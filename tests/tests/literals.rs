//! Floats of which only the user's `let` or closure says that they are floats, and whose methods are called.
#![allow(clippy::unnecessary_wraps, clippy::same_item_push, clippy::useless_vec)]
#![allow(clippy::unnecessary_literal_unwrap, clippy::question_mark, clippy::needless_range_loop)]
#![allow(
    clippy::manual_memcpy,
    clippy::if_same_then_else,
    clippy::never_loop,
    clippy::let_and_return
)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

/// Tests of functions of a number: with each way to keep values, the value to the bit, and first and second derivatives
/// against differences.
macro_rules! programs {
    ($(fn $name:ident($x:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            programs!(@once (hessian) $x $body);
            programs!(@once (hessian, checkpoint) $x $body);
            programs!(@once (jvp, checkpoint(loops)) $x $body);
        }
    )*};
    (@once ($($options:tt)*) $x:ident $body:block) => {{
        #[differentiate($($options)*)]
        fn program($x: f64) -> f64 $body

        for at in [0.7, 1.3] {
            let slope = difference(program, at);
            let (value, x_bar) = program::value_and_gradient(at);
            assert_eq!(value.to_bits(), program(at).to_bits(), "at {at}");
            assert_close(x_bar, slope);
            assert_close(program::jvp(at, 1.0).1, slope);
            programs!(@second ($($options)*) at);
        }
    }};
    (@second (hessian $($more:tt)*) $at:ident) => {
        assert_close(program::hessian($at)[0][0], difference(program::gradient, $at));
    };
    (@second ($($options:tt)*) $at:ident) => {};
}

programs! {
    fn an_element_of_a_list_that_a_closure_takes(x) {
        let m = |a: f64| -> f64 { a.min(2.0) };
        let v = vec![1.5; 3];
        let mut w = [1.5; 3];
        w[0] = x.sin();
        x * m(v[1]) * w[0] + m(w[1])
    }

    fn a_table_that_is_filled(x) {
        let smallest = |a: f64, b: f64| -> f64 { -((-a).exp() + (-b).exp()).ln() };
        let mut table = vec![vec![0.5; 4]; 3];
        for i in 1..3 {
            for j in 1..4 {
                table[i][j] = smallest(table[i - 1][j], table[i][j - 1])
                    + smallest(table[i - 1][j - 1], 0.25) * x.sin();
            }
        }
        table[2][3]
    }

    fn a_row_after_another(x) {
        let smallest = |a: f64, b: f64| -> f64 { -((-a).exp() + (-b).exp()).ln() };
        let mut row = vec![1e2; 4];
        row[0] = 0.0;
        for i in 0..3 {
            let mut next = vec![1e2; 4];
            for j in 0..3 {
                let d = x - (i + 2 * j) as f64 * 0.3;
                next[j + 1] = d * d + smallest(row[j + 1], row[j]);
            }
            next[0] = 0.1;
            row = next;
        }
        row[3]
    }

    fn an_option_that_is_nothing_yet(x) {
        let mut best: Option<f64> = None;
        if x > 1.0 {
            return best.unwrap_or(0.25).powi(2) * x.exp();
        }
        let early = best.unwrap_or(0.75).sin();
        best = Some(x * x);
        best.unwrap_or(0.5).cos() * early
    }

    fn a_result_and_what_is_handed_on(x) {
        let r: Result<f64, i32> = if x > 1.0 { Ok(0.5) } else { Err(1) };
        let of = |a: Option<f64>| a.unwrap_or(0.5).sin();
        r.unwrap_or(0.25).sin() * x.exp() + of(None) * x + of(Some(0.25))
    }

    fn tuples_of_arms(x) {
        let (h, k): (f64, f64) = if x > 1.0 { (0.5, 2.0) } else { (1.0, 3.0) };
        let r: (f64, (f64, Option<f64>)) = (0.5, (0.25, None));
        let of = |(a, b): (f64, [f64; 2])| a.sin() * b[1].cos();
        let v = (0.5, [1.5, 0.1]);
        h.exp() * x.sin() + k.sqrt() + r.1.0.cos() * x * r.1.1.unwrap_or(0.75).exp() + of(v) * x
    }

    fn what_closures_give_back(x) {
        let chosen = |k: usize| -> f64 { match k { 0 => 0.5, 1 => 0.25, _ => 1.0 } };
        let one = |big: bool| -> f64 { if big { 0.5 } else { 1.5 } };
        let mut s = one(x > 1.0).sin() * x.exp();
        for k in 0..3 {
            s += chosen(k).sin() * x + chosen(k).powi(2);
        }
        s
    }

    fn elements_that_a_loop_goes_through(x) {
        let of = |a: f64| a.sin();
        let mut s = x.exp();
        for e in [0.5, 1.5] {
            s += of(e) * x;
        }
        let pairs: Vec<(f64, f64)> = vec![(0.5, 1.0), (0.25, 2.0)];
        for (a, b) in &pairs {
            s += a.sin() * b.exp() * x;
        }
        s
    }

    fn nested_lists_as_slices(x) {
        let of = |a: &[f64]| a[0].sin() + a.iter().map(|e| e.sqrt()).sum::<f64>();
        let v = vec![vec![0.5; 2]; 2];
        let w = [0.5, 1.5, 2.5];
        of(&v[0]) * x.exp() + of(&w[1..])
    }

    fn what_a_loop_passes_on(x) {
        let of = |a: f64| a.cos();
        let (mut a, mut b) = (0.5, 0.25);
        let mut w = (0.125, 0.75);
        for _ in 0..3 {
            std::mem::swap(&mut a, &mut b);
            w = (w.1, w.0);
        }
        let (c, d): (f64, f64) = w;
        (of(a) + c.sin()) * x.exp() + of(b) + d.cos()
    }

    fn constants_within(x) {
        const K: f64 = 1.0 / 3.0;
        const M: [[f64; 2]; 2] = [[0.5, 1.5], [0.25, 0.75]];
        const P: (f64, f64) = (0.5, 1.0);
        let i = usize::from(x > 1.0);
        K.sin() * x.exp() + M[i][0].exp() * x + P.1.sin() + f64::max(0.5, K) * f64::powi(2.0, 3)
    }

    fn values_that_loops_and_blocks_leave_with(x) {
        let t: f64 = loop {
            break 0.5;
        };
        let k: f64 = 'a: {
            if x > 1.0 {
                break 'a 0.5;
            }
            1.5
        };
        t.sin() * x.exp() + k.cos() * x
    }

    fn stacks_of_literals(x) {
        let mut stack: Vec<f64> = Vec::new();
        for _ in 0..3 {
            stack.push(0.5);
        }
        let mut s = x.exp();
        while let Some(t) = stack.pop() {
            s += t.sin() * x;
        }
        s
    }

    fn what_generic_functions_give_back(x) {
        let v: Vec<f64> = vec![0.5; 2];
        root_times(v[0]).sin() * x.exp() + first_root(&v).cos() * root_times(x)
    }
}

#[differentiate(hessian, checkpoint)]
fn root_times<T: num_traits::Float>(x: T) -> T {
    x.sqrt() * x
}

#[differentiate(hessian, checkpoint)]
fn first_root<T: num_traits::Float>(x: &[T]) -> T {
    x[0].sqrt() * x[1]
}

#[differentiate(hessian, jvp)]
fn single(x: f32) -> f32 {
    let m = |a: f32| -> f32 { a.min(2.0) };
    let of = |(a, b): (f32, [f32; 2])| a.sin() * b[1].cos();
    let best: Option<f32> = None;
    let (h, k): (f32, f32) = if x > 1.0 { (0.5, 2.0) } else { (1.0, 3.0) };
    let v = vec![1.5; 3];
    let w = (0.5, [1.5, 0.1]);
    x * x * (m(v[1]) + best.unwrap_or(0.25).sin() + of(w)) + h.exp() * x + k.sqrt()
}

#[test]
fn single_precision() {
    let factor = 1.5_f32 + 0.25_f32.sin() + 0.5_f32.sin() * 0.1_f32.cos();
    for x in [0.5_f32, 1.5] {
        let h: f32 = if x > 1.0 { 0.5 } else { 1.0 };
        let slope = 2.0 * x * factor + h.exp();
        assert!((single::gradient(x) - slope).abs() < 1e-5);
        assert!((single::jvp(x, 1.0).1 - slope).abs() < 1e-5);
        assert!((single::hessian(x)[0][0] - 2.0 * factor).abs() < 1e-5);
    }
}
