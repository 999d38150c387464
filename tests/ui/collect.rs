use chainrule::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn queued(x: &[f64]) -> f64 {
    let queue = x.iter().copied().collect::<VecDeque<f64>>();
    queue[0]
}

fn main() {
    queued(&[1.0]);
}
