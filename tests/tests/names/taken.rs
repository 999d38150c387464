//! Functions of the prelude, operators by their path, and collections of what has no blank value.

use chainrule::{Differentiable, differentiate};
use ndarray::Array2;

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Low,
    High,
}

#[derive(Clone, Differentiable)]
struct Sample {
    value: f64,
    #[constant]
    level: Level,
    #[constant]
    name: &'static str,
}

#[differentiate(jvp, hessian)]
fn dropped(x: &[f64]) -> f64 {
    let v = vec![x[0] * x[1], x[1]];
    let product = v[0] * v[1];
    drop(v);
    let w = vec![product, x[0]];
    std::mem::drop(w);
    product * product
}

#[differentiate(jvp, hessian)]
fn by_path(x: &[f64]) -> f64 {
    let sum = std::ops::Add::add(x[0], x[1]);
    let product = std::ops::Mul::mul(sum, x[1]);
    let quotient = std::ops::Div::div(std::ops::Neg::neg(product), x[0]);
    std::ops::Sub::sub(quotient, x[1] * x[1])
}

#[differentiate(jvp, hessian)]
fn samples(x: &[f64]) -> f64 {
    let samples: Vec<Sample> = x
        .iter()
        .enumerate()
        .map(|(i, v)| Sample {
            value: v * v,
            level: if i == 1 { Level::High } else { Level::Low },
            name: "s",
        })
        .collect();
    let mut sum = 0.0;
    for sample in &samples {
        if sample.level == Level::High {
            sum += sample.value * x[0] * sample.name.len() as f64;
        } else {
            sum += sample.value;
        }
    }
    sum
}

#[differentiate(jvp, hessian)]
fn matrices(x: &[f64]) -> f64 {
    let layers: Vec<Array2<f64>> = (1..4)
        .map(|k| Array2::from_shape_fn((2, 2), |(i, j)| x[i] * (j as f64 - k as f64 * 0.3)))
        .collect();
    let mut product = layers[0].clone();
    for layer in &layers[1..] {
        product = product.dot(layer);
    }
    product.sum() + x[1] * x[1]
}

#[differentiate(checkpoint, jvp, hessian)]
fn matrices_again(x: &[f64]) -> f64 {
    let layers: Vec<Array2<f64>> = (1..4)
        .map(|k| Array2::from_shape_fn((2, 2), |(i, j)| x[i] * (j as f64 - k as f64 * 0.3)))
        .collect();
    let mut product = layers[0].clone();
    for layer in &layers[1..] {
        product = product.dot(layer);
    }
    product.sum() + x[1] * x[1]
}

#[differentiate(jvp, hessian)]
fn best(x: &[f64]) -> f64 {
    let mut best: Option<usize> = None;
    for i in 0..x.len() {
        if best.map_or(true, |b| b + 1 < i || x[i] > x[b]) {
            best = Some(i);
        }
    }
    x[best.unwrap()] * x[0] * x[1]
}

#[test]
fn functions_of_the_prelude_and_operators_by_path() {
    check_at_two_numbers!(dropped() by_path() best());
}

#[test]
fn collections_of_what_has_no_blank_value() {
    check_at_two_numbers!(samples() matrices() matrices_again());
}
