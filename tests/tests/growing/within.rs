//! Vectors that callees make longer or shorter, and those of callers.

use chainrule::{Differentiable, differentiate};

#[differentiate(hessian)]
fn note(trace: &mut Vec<f64>, value: f64) {
    trace.push(value * value);
}

#[differentiate(lanes)]
fn note_lanes(trace: &mut Vec<f64>, value: f64) {
    trace.push(value * value);
}

#[differentiate(hessian)]
fn powers(x: f64, n: usize) -> Vec<f64> {
    let mut powers = vec![1.0];
    for i in 0..n {
        powers.push(powers[i] * x);
    }
    powers
}

#[differentiate(hessian)]
fn combine(stack: &mut Vec<f64>) {
    if stack.len() < 2 {
        return;
    }
    let b = stack.pop().unwrap();
    let a = stack.pop().unwrap();
    stack.push(a * b);
}

#[differentiate(hessian)]
fn through(x: &[f64]) -> f64 {
    let mut trace = Vec::new();
    for e in x {
        note(&mut trace, *e);
        note(&mut trace, e.sin());
        if trace.len() > 4 {
            combine(&mut trace);
        }
    }
    let mut sum = 0.0;
    for (i, t) in trace.iter().enumerate() {
        sum += t * t * (i as f64 + 1.0);
    }
    let all = powers(sum, 2);
    all[1] + all[2]
}

#[differentiate(hessian, checkpoint)]
fn through_again(x: &[f64]) -> f64 {
    let mut trace = Vec::new();
    for e in x {
        note(&mut trace, *e);
        note(&mut trace, e.sin());
        if trace.len() > 4 {
            combine(&mut trace);
        }
    }
    let mut sum = 0.0;
    for (i, t) in trace.iter().enumerate() {
        sum += t * t * (i as f64 + 1.0);
    }
    let all = powers(sum, 2);
    all[1] + all[2]
}

#[differentiate(lanes)]
fn through_lanes(x: &[f64]) -> f64 {
    let mut trace = Vec::new();
    for e in x {
        note_lanes(&mut trace, *e);
    }
    trace.iter().map(|t| t * t).sum::<f64>()
}

#[test]
fn callees() {
    let at = [0.3, 0.8, -1.1, 0.6];
    let expected = chainrule_tests::differences(|at| through(at), &at);
    chainrule_tests::assert_all_close(&through::gradient(&at), &expected);
    chainrule_tests::assert_all_close(&through_again::gradient(&at), &expected);
    for i in 0..4 {
        let mut direction = [0.0; 4];
        direction[i] = 1.0;
        chainrule_tests::assert_close(through::jvp(&at, &direction).1, expected[i]);
        let second = chainrule_tests::differences(|at| through::gradient(at)[i], &at);
        chainrule_tests::assert_all_close(&through::hvp(&at, &direction), &second);
        chainrule_tests::assert_all_close(&through_again::hvp(&at, &direction), &second);
        let lanes = direction.map(|d| chainrule::Lanes([d, 3.0 * d]));
        let (_, dots) = through_lanes::jvp_lanes(&at, &lanes);
        let closed = 4.0 * at[i].powi(3);
        chainrule_tests::assert_all_close(&dots.0, &[closed, 3.0 * closed]);
    }
}

#[test]
fn returned() {
    let (value, kept) = powers::forward(0.5, 3);
    assert_eq!(value, [1.0, 0.5, 0.25, 0.125]);
    // 1 + 2 x + 3 x² with weights 1, 1, 1
    let x_bar = powers::backward(0.5, 3, &kept, vec![0.0, 1.0, 1.0, 1.0]);
    chainrule_tests::assert_close(x_bar, 1.0 + 2.0 * 0.5 + 3.0 * 0.25);
    let (_, dot) = powers::jvp(0.5, 3, 1.0);
    chainrule_tests::assert_all_close(&dot, &[0.0, 1.0, 1.0, 0.75]);
}

/// The shadow of a parameter holds the cotangent of the last version on entry, that of the first one on exit.
#[test]
fn shadows_change_their_length() {
    let mut trace = vec![1.0, 2.0];
    let ((), kept) = note::forward(&mut trace, 3.0);
    assert_eq!(trace, [1.0, 2.0, 9.0]);
    let mut trace_bar = vec![0.5, 0.25, 10.0];
    let value_bar = note::backward(3.0, &kept, &mut trace_bar);
    assert_eq!((value_bar, trace_bar), (60.0, vec![0.5, 0.25]));

    let mut stack = vec![4.0, 2.0, 3.0];
    let ((), kept) = combine::forward(&mut stack);
    assert_eq!(stack, [4.0, 6.0]);
    let mut stack_bar = vec![1.0, 10.0];
    combine::backward(&kept, &mut stack_bar);
    assert_eq!(stack_bar, [1.0, 30.0, 20.0]);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Log {
    values: Vec<f64>,
    last: f64,
}

#[differentiate(hessian)]
fn append_to(log: &mut Log, x: f64) {
    log.values.push(log.last * x);
    log.last = x;
}

#[differentiate(hessian)]
fn logged(x: f64, y: f64, log: &Log) -> f64 {
    let mut log = log.clone();
    for i in 0..4 {
        append_to(&mut log, x * (i as f64) + y);
    }
    log.values.iter().map(|e| e * e).sum::<f64>() + log.last
}

#[test]
fn fields_of_parameters() {
    let at = [0.7, -0.4, 0.3, 1.2, 0.9];
    let log = |at: &[f64]| Log { values: vec![at[2], at[3]], last: at[4] };
    let f = |at: &[f64]| logged(at[0], at[1], &log(at));
    let expected = chainrule_tests::differences(f, &at);
    let (x_bar, y_bar, log_bar) = logged::gradient(at[0], at[1], &log(&at));
    let ours = [x_bar, y_bar, log_bar.values[0], log_bar.values[1], log_bar.last];
    chainrule_tests::assert_all_close(&ours, &expected);
}

#[differentiate(hessian)]
fn by_value(mut v: Vec<f64>, x: f64) -> f64 {
    v.push(x * v[0]);
    v.pop();
    v.push(x * x);
    v.iter().map(|e| e * e).sum::<f64>()
}

#[test]
fn parameters_by_value() {
    let (v_bar, x_bar) = by_value::gradient(vec![1.0, 2.0], 3.0);
    assert_eq!((v_bar, x_bar), (vec![2.0, 4.0], 4.0 * 27.0));
}

#[differentiate(jvp)]
fn single(x: &[f32]) -> f32 {
    let mut v = Vec::new();
    for e in x {
        v.push(e * e);
    }
    let mut sum = 0.0;
    while let Some(e) = v.pop() {
        sum += e * x[v.len()];
    }
    sum
}

#[test]
fn single_precision() {
    let gradient = single::gradient(&[1.0, 2.0]);
    assert_eq!(gradient, [3.0, 12.0]);
    assert_eq!(single::jvp(&[1.0, 2.0], &[1.0, 0.0]).1, 3.0);
}

/// A recursion that fills a vector.
#[differentiate(hessian)]
fn leaves(x: f64, depth: usize, found: &mut Vec<f64>) {
    if depth == 0 {
        found.push(x.sin());
        return;
    }
    leaves(x * 0.5, depth - 1, found);
    leaves(x * x, depth - 1, found);
}

#[differentiate(hessian)]
fn of_leaves(x: f64) -> f64 {
    let mut found = Vec::new();
    leaves(x, 3, &mut found);
    let mut sum = 0.0;
    for i in 1..found.len() {
        sum += found[i] * found[i - 1];
    }
    sum
}

#[test]
fn recursion() {
    let expected = chainrule_tests::difference(of_leaves, 0.8);
    chainrule_tests::assert_close(of_leaves::gradient(0.8), expected);
    chainrule_tests::assert_close(of_leaves::jvp(0.8, 1.0).1, expected);
    let second = chainrule_tests::difference(of_leaves::gradient, 0.8);
    chainrule_tests::assert_close(of_leaves::hvp(0.8, 1.0), second);
}

#[differentiate(hessian)]
fn product_of_two(mut stack: Vec<f64>) -> Option<f64> {
    let a = stack.pop()?;
    let b = stack.pop()?;
    Some(a * b * a)
}

#[test]
fn nothing_to_be_taken_out() {
    assert_eq!(product_of_two::gradient(vec![2.0, 3.0]), Some(vec![9.0, 12.0]));
    assert_eq!(product_of_two::gradient(vec![2.0]), None);
}
