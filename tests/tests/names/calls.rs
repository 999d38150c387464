//! What is said at a call, raw names, and any expression in `constant`.

use std::collections::HashMap;

use chainrule::{Differentiable, Float, constant, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference};

#[differentiate(hessian)]
fn square<T: Float>(x: T) -> T {
    x * x
}

#[differentiate]
fn norm<const N: usize>(x: [f64; N]) -> f64 {
    let mut s = 0.0;
    for i in 0..N {
        s += x[i] * x[i];
    }
    s
}

#[differentiate(hessian)]
fn told(x: f64) -> f64 {
    square::<f64>(x) * square(x) + square::<_>(x)
}

#[differentiate(hessian)]
fn told_of_parameters<T: Float>(x: T) -> T {
    square::<T>(x) * self::square::<T>(x)
}

#[differentiate]
fn told_lengths(x: f64) -> f64 {
    norm::<2>([x, 2.0 * x]) + norm::<3>([x; 3])
}

#[test]
fn generic_arguments_of_calls() {
    assert_close(told::gradient(0.7), difference(told, 0.7));
    assert_close(told::hessian(0.7)[0][0], difference(told::gradient, 0.7));
    assert_close(told_of_parameters::gradient(0.7), 4.0 * 0.343);
    assert_close(told_of_parameters::hessian(0.7_f64)[0][0], 12.0 * 0.49);
    assert_close(told_lengths::gradient(0.7), 16.0 * 0.7);
}

#[differentiate(hessian)]
fn r#match(r#in: f64, r#fn: &[f64]) -> f64 {
    let r#let = r#in * r#fn[0];
    let mut r#mut = r#let;
    for r#for in 1..3 {
        r#mut *= r#let + r#for as f64;
    }
    r#mut
}

#[differentiate]
fn r#loop(r#type: f64) -> f64 {
    r#match(r#type, &[r#type, 1.0]) * r#type
}

#[derive(Differentiable, Clone)]
struct Raw {
    r#type: f64,
    r#move: Vec<f64>,
}

#[differentiate]
impl Raw {
    fn r#use(&self, r#as: f64) -> f64 {
        self.r#type * self.r#move[0] * r#as
    }

    fn twice(&self, x: f64) -> f64 {
        self.r#use(x) + self.r#use(x * x)
    }
}

#[differentiate]
fn apart(s: &Raw) -> f64 {
    let Raw { r#type, r#move } = s;
    let q = Raw { r#type: r#type * 2.0, r#move: r#move.clone() };
    q.r#type * q.r#move[0]
}

#[test]
fn raw_names() {
    let (in_bar, fn_bar) = r#match::gradient(0.7, &[0.4]);
    assert_close(in_bar, difference(|x| r#match(x, &[0.4]), 0.7));
    assert_close(fn_bar[0], difference(|x| r#match(0.7, &[x]), 0.4));
    assert_close(r#loop::gradient(0.7), difference(r#loop, 0.7));
    let s = Raw { r#type: 0.5, r#move: vec![2.0] };
    let (s_bar, x_bar) = s.twice_gradient(0.7);
    assert_close(x_bar, 1.0 + 2.0 * 0.7);
    assert_close(s_bar.r#type, 2.0 * (0.7 + 0.49));
    let s_bar = apart::gradient(&s);
    assert_all_close(&[s_bar.r#type, s_bar.r#move[0]], &[4.0, 1.0]);
}

fn same(k: &f64) -> &f64 {
    k
}

#[differentiate]
fn stopped(x: f64, k: f64, #[constant] m: &HashMap<&'static str, f64>) -> f64 {
    x * constant(*m.get("a").unwrap()) + x * constant(*same(&k)) + constant(-*same(&x)) * x
}

#[differentiate]
fn stopped_blocks(x: f64, k: f64) -> f64 {
    x * constant(if k > 0.0 { k } else { -k }) + constant(-k) + constant((k + x).powi(2)) * x
}

#[test]
fn any_expression_may_be_constant() {
    let m = HashMap::from([("a", 3.0)]);
    assert_eq!(stopped::gradient(2.0, 5.0, &m), (3.0 + 5.0 - 2.0, 0.0));
    assert_eq!(stopped_blocks::gradient(2.0, -5.0), (5.0 + 9.0, 0.0));
}
