//! `#[differentiate(checkpoint)]`: nothing is kept, and the gradient is the same.
#![allow(clippy::needless_range_loop)] // what is tested

use chainrule::{Differentiated, differentiate};

macro_rules! both {
    ($(fn $name:ident / $kept:ident($($arg:ident: $ty:ty),*) -> f64 $body:block)*) => {$(
        #[differentiate(checkpoint)]
        fn $name($($arg: $ty),*) -> f64 $body

        #[differentiate]
        fn $kept($($arg: $ty),*) -> f64 $body
    )*};
}

both! {
    fn line / line_kept(x: f64, y: f64) -> f64 {
        let u = (x * y).sin();
        let v = u.exp() * x;
        u * v
    }

    fn loops / loops_kept(x: &[f64], n: usize) -> f64 {
        let mut y = x.to_vec();
        let mut total = 1.0;
        for k in 0..n {
            for i in 1..y.len() {
                if y[i] > 0.3 {
                    y[i] *= y[i - 1].cos();
                } else {
                    total *= y[i] + 2.0;
                }
            }
            y.swap(0, k % x.len());
        }
        total * y[0]
    }
}

#[test]
fn nothing_is_kept() {
    fn residuals<T: Differentiated<(), Residuals = ()>>() {}
    residuals::<line>();
    residuals::<loops>();
}

#[test]
fn the_same_gradients() {
    assert_eq!(line::gradient(0.7, 1.3), line_kept::gradient(0.7, 1.3));
    let x = [0.2, 0.9, 0.5, -0.4];
    for n in [0, 1, 3] {
        assert_eq!(loops::value_and_gradient(&x, n), loops_kept::value_and_gradient(&x, n));
    }
}

#[differentiate(checkpoint)]
fn advance(state: &mut [f64], rate: f64) {
    for i in 0..state.len() {
        state[i] *= (rate * state[i]).exp();
    }
}

#[test]
fn what_is_overwritten_is_kept() {
    let mut state = [0.5, 1.5];
    let ((), kept) = advance::forward(&mut state, 0.2);
    assert_eq!(kept, [0.5, 1.5]);
    let mut state_bar = [1.0, 1.0];
    let rate_bar = advance::backward(0.2, &kept, &mut state_bar);
    // s exp(r s): (1 + r s) exp(r s) and s² exp(r s)
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
    for (s, bar) in kept.iter().zip(state_bar) {
        close(bar, (1.0 + 0.2 * s) * (0.2 * s).exp());
    }
    close(rate_bar, kept.iter().map(|s| s * s * (0.2 * s).exp()).sum());
}
