//! Values that carry no derivative, beside what has some: constructors that take no numbers, functions of integers,
//! methods of constant fields, `Default::default()`.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Vector {
    x: f64,
    y: f64,
}

#[differentiate(jvp, hessian)]
impl Vector {
    fn zero() -> Self {
        Vector { x: 0.0, y: 0.0 }
    }

    fn add_scaled(&mut self, k: f64, other: &Vector) {
        self.x += k * other.x;
        self.y += k * other.y;
    }

    fn scaled(&self, k: f64) -> Vector {
        let mut sum = Self::zero();
        sum.add_scaled(k, self);
        sum
    }
}

#[derive(Clone, Default, Differentiable)]
struct Sums {
    total: f64,
    parts: Vec<f64>,
    #[constant]
    scale: Option<f64>,
    #[constant]
    label: String,
}

#[differentiate(jvp, hessian)]
impl Sums {
    fn new(n: usize) -> Self {
        Sums { total: 0.0, parts: vec![0.0; n], scale: None, label: String::new() }
    }

    fn starting(total: f64) -> Self {
        Sums { total, parts: vec![1.0], scale: Some(2.0), label: String::from("ab") }
    }

    fn weighing(#[constant] scale: Option<f64>) -> Self {
        Sums { total: 0.5, parts: vec![1.0], scale, label: String::new() }
    }

    fn put(&mut self, i: usize, value: f64) {
        self.parts[i] += value;
        self.total += value * value;
    }

    fn weighed(&self, x: f64) -> f64 {
        self.total * self.scale.unwrap_or(0.5) * x + self.label.len() as f64 * x
    }
}

#[differentiate(jvp, hessian)]
fn starts_at_zero(x: &[f64]) -> f64 {
    let step = Vector { x: x[0], y: x[1] };
    let mut sum = Vector::zero();
    for i in 0..3 {
        sum.add_scaled(i as f64 * x[0], &step);
    }
    let twice = step.scaled(2.0);
    sum.x * sum.y + twice.x
}

#[differentiate(jvp, hessian)]
fn constructed(x: &[f64]) -> f64 {
    let mut sums = Sums::new(2);
    sums.put(0, x[0]);
    sums.put(1, x[1]);
    let mut annotated: Sums = Sums::new(1);
    annotated.put(0, x[0] * x[1]);
    let mut given = Sums::starting(0.25);
    given.put(0, x[1]);
    let weighing = Sums::weighing(Some(3.0));
    sums.total * sums.parts[1] * annotated.total * weighing.weighed(x[1])
        + given.weighed(x[0])
        + sums.weighed(x[1])
}

fn zeros(n: usize) -> Vec<f64> {
    vec![0.0; n]
}

fn weight(i: usize, name: &str) -> f64 {
    i as f64 + name.len() as f64
}

#[differentiate(jvp, hessian)]
fn functions_of_integers(x: &[f64]) -> f64 {
    let mut sums: Vec<f64> = zeros(x.len());
    for i in 0..2 {
        let k: f64 = weight(i, "abc");
        sums[i] += k * x[i] * x[i];
        sums[0] *= weight(2 * i + 1, "a") * x[1];
    }
    sums[0] * sums[1]
}

#[differentiate(jvp, hessian)]
fn defaults(x: &[f64]) -> f64 {
    let mut pair: (f64, f64) = Default::default();
    pair.0 = x[0];
    pair.1 += x[1];
    let mut table: [[f64; 2]; 2] = Default::default();
    table[1][0] = x[0] * pair.1;
    let mut sums: Sums = Default::default();
    sums.total += x[0];
    let rest = Sums { total: x[1], ..Default::default() };
    let mut three: [Sums; 3] = [Sums::default(), Sums::default(), rest];
    three[1].total += x[0];
    pair.0 * pair.1 * table[1][0] + sums.total * three[1].total * three[2].total
}

#[differentiate(jvp, hessian)]
fn perhaps_given(
    x: &[f64],
    #[constant] scale: Option<f64>,
    #[constant] pair: (f64, Option<f64>),
) -> f64 {
    let first = scale.map_or(x[0], |k| k * x[1]);
    let second = scale.map(|k| k * x[0]).unwrap_or(x[1] * x[1]);
    first * second * pair.1.unwrap_or(0.5) + pair.0 * x[0] * x[1]
}

#[differentiate(jvp, hessian)]
fn constants_of_other_constants(x: &[f64]) -> f64 {
    const K: f64 = 2.0;
    static TABLE: [f64; 2] = [1.0, K];
    x[0] * TABLE[1] * K * x[1]
}

#[test]
fn constructors_without_numbers() {
    check_at_two_numbers!(starts_at_zero() constructed() defaults());
}

#[test]
fn what_takes_integers_alone_is_not_asked() {
    check_at_two_numbers!(functions_of_integers() constants_of_other_constants());
}

#[test]
fn options_that_are_given() {
    check_at_two_numbers!(perhaps_given(Some(1.5), (0.3, None)) perhaps_given(None, (0.3, Some(0.8))));
}
