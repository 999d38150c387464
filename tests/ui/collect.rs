use chainrule::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn flattened(x: &[f64]) -> f64 {
    let pairs: Vec<f64> = x.windows(2).flatten().copied().collect();
    pairs[0]
}

#[differentiate]
fn queued(x: &[f64]) -> f64 {
    let queue = x.iter().copied().collect::<VecDeque<f64>>();
    queue[0]
}

fn main() {
    flattened(&[queued(&[1.0])]);
}
