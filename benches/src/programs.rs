//! The programs, each with its derivatives.
// Indices as in the formula.
#![allow(clippy::needless_range_loop)]

use chainrule::differentiate;
use chainrule_examples::evals::{
    det, gmm, gmm::Wishart, kmeans, llsq, lse, lstm, ode, particle, saddle,
};

use crate::by_hand;
use crate::inputs::{bundle, hand, numbers};
use crate::timing::Task;

/// A program.
#[derive(Clone, Copy)]
pub struct Program {
    /// What it is called.
    pub name: &'static str,
    /// The function itself, and then its derivatives.
    pub tasks: fn() -> Vec<Task<'static>>,
}

/// All programs.
pub fn programs() -> Vec<Program> {
    let program =
        |(name, tasks): (&'static str, fn() -> Vec<Task<'static>>)| Program { name, tasks };
    [
        ("rosenbrock 100", rosenbrock_tasks as fn() -> Vec<Task<'static>>),
        ("gmm 10,25 n=1000", gmm_tasks),
        ("kmeans k=10 n=1000 d=8", kmeans_tasks),
        ("llsq n=2048 m=128", llsq_tasks),
        ("lse n=40000", lse_tasks),
        ("det 7", det_tasks),
        ("ode n=1000 s=100", ode_tasks),
        ("lstm l=2 c=1024 b=14", lstm_tasks),
        ("ht simple, 100 points", || ht_tasks("simple_small")),
        ("ht complicated, 100 points", || ht_tasks("complicated_small")),
        ("ba 1000 blocks", ba_tasks),
        ("particle", particle_tasks),
        ("saddle", saddle_tasks),
    ]
    .map(program)
    .into()
}

/// Σᵢ (1 − xᵢ)² + 100 (xᵢ₊₁ − xᵢ²)²
#[differentiate(hessian)]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// # Panics
///
/// If two results differ by more than rounding.
fn agree(ours: &[f64], theirs: &[f64], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        let error = (ours - theirs).abs() / (1.0 + theirs.abs());
        assert!(error < 1e-9, "{what}: {ours} rather than {theirs}");
    }
}

fn rosenbrock_tasks() -> Vec<Task<'static>> {
    let x: &[f64] = numbers(100, 1).leak();
    let v: &[f64] = numbers(100, 2).leak();
    agree(&rosenbrock::gradient(x), &by_hand::rosenbrock_gradient(x), "rosenbrock");
    agree(&rosenbrock::hvp(x, v), &by_hand::rosenbrock_hvp(x, v), "rosenbrock");
    vec![
        Task::new("function", || rosenbrock(x)),
        Task::new("gradient", || rosenbrock::gradient(x)),
        Task::new("value and gradient", || rosenbrock::value_and_gradient(x)),
        Task::new("gradient by hand", || by_hand::rosenbrock_gradient(x)),
        Task::new("hvp", || rosenbrock::hvp(x, v)),
        Task::new("hvp by hand", || by_hand::rosenbrock_hvp(x, v)),
    ]
}

fn gmm_tasks() -> Vec<Task<'static>> {
    let (d, k, n) = (10, 25, 1000);
    let alpha: &[f64] = numbers(k, 1).leak();
    let mu: &[f64] = numbers(k * d, 2).leak();
    let q: &[f64] = numbers(k * d, 3).leak();
    let l: &[f64] = numbers(k * d * (d - 1) / 2, 4).leak();
    let x: &[f64] = numbers(n * d, 5).leak();
    let prior = Wishart { gamma: 1.0, m: 0 };
    vec![
        Task::new("function", move || gmm::objective(alpha, mu, q, l, x, prior)),
        Task::new("gradient", move || gmm::objective::gradient(alpha, mu, q, l, x, prior)),
        Task::new("value and gradient", move || {
            gmm::objective::value_and_gradient(alpha, mu, q, l, x, prior)
        }),
    ]
}

fn kmeans_tasks() -> Vec<Task<'static>> {
    let d = 8;
    let points: &[f64] = numbers(1000 * d, 1).leak();
    let centroids: &[f64] = points[..10 * d].to_vec().leak();
    let by_hand = by_hand::kmeans_direction(points, centroids, d);
    agree(&kmeans::direction(points, centroids, d), &by_hand, "kmeans");
    vec![
        Task::new("function", move || kmeans::cost(points, centroids, d)),
        Task::new("gradient", move || kmeans::cost::gradient(points, centroids, d)),
        Task::new("value and gradient", move || {
            kmeans::cost::value_and_gradient(points, centroids, d)
        }),
        Task::new("direction", move || kmeans::direction(points, centroids, d)),
        Task::new("direction by hand", move || by_hand::kmeans_direction(points, centroids, d)),
    ]
}

fn llsq_tasks() -> Vec<Task<'static>> {
    let n = 2048;
    let x: &[f64] = numbers(128, 1).leak();
    agree(&llsq::objective::gradient(x, n), &by_hand::llsq_gradient(x, n), "llsq");
    vec![
        Task::new("function", move || llsq::objective(x, n)),
        Task::new("gradient", move || llsq::objective::gradient(x, n)),
        Task::new("value and gradient", move || llsq::objective::value_and_gradient(x, n)),
        Task::new("gradient by hand", move || by_hand::llsq_gradient(x, n)),
    ]
}

fn lse_tasks() -> Vec<Task<'static>> {
    let x: &[f64] = numbers(40_000, 1).leak();
    agree(&lse::logsumexp::gradient(x), &by_hand::lse_gradient(x), "lse");
    vec![
        Task::new("function", || lse::logsumexp(x)),
        Task::new("gradient", || lse::logsumexp::gradient(x)),
        Task::new("gradient by hand", || by_hand::lse_gradient(x)),
    ]
}

fn det_tasks() -> Vec<Task<'static>> {
    let n = 7;
    let a: &[f64] = numbers(n * n, 1).leak();
    vec![
        Task::new("function", move || det::determinant(a, n)),
        Task::new("gradient", move || det::determinant::gradient(a, n)),
    ]
}

fn ode_tasks() -> Vec<Task<'static>> {
    let x: &[f64] = numbers(1000, 1).leak();
    vec![
        Task::new("function", || ode::solve(x, 100)),
        Task::new("gradient of the last", || ode::last_gradient(x, 100)),
    ]
}

fn lstm_tasks() -> Vec<Task<'static>> {
    let (layers, b, characters) = (2, 14, 1024);
    let main: &[f64] = numbers(8 * layers * b, 1).leak();
    let extra: &[f64] = numbers(3 * b, 2).leak();
    let state: &[f64] = numbers(2 * layers * b, 3).leak();
    let bits = numbers(characters * b, 4).into_iter().map(|x| if x > 0.0 { 1.0 } else { 0.0 });
    let sequence: &[f64] = bits.collect::<Vec<f64>>().leak();
    vec![
        Task::new("function", || lstm::objective(main, extra, state, sequence)),
        Task::new("gradient", || lstm::objective::gradient(main, extra, state, sequence)),
    ]
}

fn ht_tasks(workload: &str) -> Vec<Task<'static>> {
    let hand = &*Box::leak(Box::new(hand(workload)));
    vec![
        Task::new("function", || hand.data.errors(&hand.theta, &hand.us)),
        Task::new("Jacobian", || hand.data.columns(&hand.theta, &hand.us)),
    ]
}

fn ba_tasks() -> Vec<Task<'static>> {
    let problem = &*Box::leak(Box::new(bundle(1000)));
    vec![Task::new("function", || problem.errors()), Task::new("Jacobian", || problem.jacobian())]
}

fn particle_tasks() -> Vec<Task<'static>> {
    let w = 0.3;
    vec![
        Task::new("function, forward", move || particle::landing_forward(w)),
        Task::new("function, reverse", move || particle::landing_reverse(w)),
        Task::new("forward over forward", move || particle::landing_forward::jvp(w, 1.0)),
        Task::new("forward over reverse", move || particle::landing_reverse::jvp(w, 1.0)),
        Task::new("reverse over forward", move || particle::landing_forward::gradient(w)),
        Task::new("reverse over reverse", move || particle::landing_reverse::gradient(w)),
    ]
}

fn saddle_tasks() -> Vec<Task<'static>> {
    let start = [1.0, 1.0];
    vec![
        Task::new("forward over forward", move || saddle::ff(start)),
        Task::new("forward over reverse", move || saddle::fr(start)),
        Task::new("reverse over forward", move || saddle::rf(start)),
        Task::new("reverse over reverse", move || saddle::rr(start)),
    ]
}
