use chainrule::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn filtered(x: &[f64]) -> f64 {
    let positive: Vec<f64> = x.iter().copied().filter(|v| *v > 0.0).collect();
    positive[0]
}

#[differentiate]
fn queued(x: &[f64]) -> f64 {
    let queue = x.iter().copied().collect::<VecDeque<f64>>();
    queue[0]
}

fn main() {
    filtered(&[queued(&[1.0])]);
}
