//! Structs with vectors that a callee changes a part of, in each round of a loop: none of them is copied.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use chainrule::{Differentiable, differentiate};

static COPIES: AtomicUsize = AtomicUsize::new(0);

#[derive(Differentiable)]
struct State {
    values: Vec<f64>,
    time: f64,
}

impl Clone for State {
    fn clone(&self) -> State {
        COPIES.fetch_add(1, Relaxed);
        State { values: self.values.clone(), time: self.time }
    }
}

#[differentiate]
fn advance(state: &mut State, i: usize, k: f64) {
    state.time += k * k;
    state.values[i] = (state.values[i] * k).sin() + state.time;
}

#[differentiate]
impl State {
    fn damp(&mut self, i: usize, k: f64) -> f64 {
        let before = self.values[i];
        self.values[i] = before * before * k;
        before * self.time
    }
}

#[differentiate]
fn rounds(x: &[f64], n: usize) -> f64 {
    let mut state = State { values: x.to_vec(), time: x[0] };
    let mut sum = 0.0;
    for round in 0..n {
        let i = (3 * round) % x.len();
        advance(&mut state, i, x[round % x.len()]);
        sum += state.damp(i, 0.5) * state.values[0];
    }
    sum + state.values.iter().map(|v| v * v).sum::<f64>()
}

#[test]
fn no_round_copies_the_struct() {
    let x = super::numbers(5);
    let gradient = rounds::gradient(&x, 12);
    for i in 0..x.len() {
        let at = |h: f64| {
            let mut moved = x.clone();
            moved[i] += h;
            rounds(&moved, 12)
        };
        let slope = (8.0 * (at(1e-4) - at(-1e-4)) - (at(2e-4) - at(-2e-4))) / 12e-4;
        let off = (slope - gradient[i]).abs();
        assert!(off < 1e-7 * (1.0 + slope.abs()), "{i}: {} for {slope}", gradient[i]);
    }
    let copies = |n: usize| {
        let before = COPIES.load(Relaxed);
        drop(rounds::gradient(&x, n));
        COPIES.load(Relaxed) - before
    };
    assert_eq!(copies(40), copies(10));
}
