//! Functions of the prelude, operators by their path, collections of what has no blank value,
//! structs whose lengths their fields tell.

use chainrule::{Differentiable, constant, differentiate};
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
        if best.is_none_or(|b| b + 1 < i) || best.map_or(0, |b| 2 * b) > x.len() {
            best = Some(i);
        }
    }
    x[best.unwrap()] * x[0] * x[1]
}

#[derive(Clone, Copy, Differentiable)]
struct Point<const N: usize>([f64; N]);

#[derive(Clone, Copy, Differentiable)]
struct Table<const R: usize, const C: usize> {
    rows: [[f64; C]; R],
    scale: f64,
}

#[derive(Clone, Copy, Differentiable)]
struct Weighed<const N: usize> {
    point: Point<N>,
    weight: f64,
}

#[differentiate(jvp, hessian)]
impl<const N: usize> Point<N> {
    fn square(&self) -> f64 {
        let mut sum = 0.0;
        for v in &self.0 {
            sum += v * v;
        }
        sum
    }
}

#[differentiate(jvp, hessian)]
fn lengths_by_what_is_given(x: &[f64]) -> f64 {
    let a = Point([x[0], x[1], 1.0]);
    let row = [x[0] * x[1]; 2];
    let table = Table { rows: [row, [x[0], 3.0], [2.0, x[1]]], scale: x[0] };
    let weighed = Weighed { point: a, weight: x[1] };
    let mut sum = 0.0;
    for row in table.rows.iter() {
        sum += row[0] * row[1] * table.scale;
    }
    a.0[0] * a.0[1] * sum * weighed.point.square() * weighed.weight
}

#[differentiate(checkpoint, jvp, hessian)]
fn lengths_in_loops(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        let p = Point([x[0] * i as f64, x[1]]);
        if i == 2 {
            return sum * p.square();
        }
        sum += p.square() * p.0[1];
    }
    sum
}

#[derive(Clone, Copy, Differentiable)]
struct Layer {
    weight: f64,
    #[constant]
    activation: fn(f64) -> f64,
}

#[differentiate(jvp, hessian)]
fn function_fields(x: &[f64]) -> f64 {
    let layer = Layer { weight: x[0] * x[1], activation: f64::tanh };
    let k: f64 = constant((layer.activation)(0.5));
    layer.weight * layer.weight * k
}

#[test]
fn structs_have_the_lengths_of_their_fields() {
    check_at_two_numbers!(lengths_by_what_is_given() lengths_in_loops() function_fields());
}

#[test]
fn functions_of_the_prelude_and_operators_by_path() {
    check_at_two_numbers!(dropped() by_path() best());
}

#[test]
fn collections_of_what_has_no_blank_value() {
    check_at_two_numbers!(samples() matrices() matrices_again());
}
