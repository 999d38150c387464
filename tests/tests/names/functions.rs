//! Functions as constant parameters: they are lent where they are needed twice.

// What one finds in real code.
#![allow(clippy::borrowed_box)]

use std::sync::Mutex;

use chainrule::{Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference};

#[differentiate(hessian)]
fn once(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    let k = g(2.0);
    x * x * k
}

#[differentiate(hessian)]
fn dynamic(x: f64, #[constant] g: &dyn Fn(f64) -> f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s = s * s * g(i as f64);
    }
    s
}

#[differentiate(hessian)]
fn pointer(x: f64, #[constant] g: fn(f64) -> f64) -> f64 {
    once(x, g) * dynamic(x, &g, 2)
}

#[differentiate(hessian)]
fn in_branches(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    if x > 0.0 { x * g(1.0) } else { once(x, &g) }
}

#[differentiate(hessian)]
fn copied(x: f64, #[constant] g: impl Fn(f64) -> f64 + Copy) -> f64 {
    once(x, g) * once(x, g)
}

#[differentiate(hessian)]
fn boxed(x: f64, #[constant] g: &Box<dyn Fn(f64) -> f64>) -> f64 {
    let mut s = x;
    for i in 0..3 {
        s = s.sin() * g(i as f64);
    }
    s
}

#[differentiate(hessian, checkpoint)]
fn checkpointed(x: f64, #[constant] g: impl Fn(f64) -> f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        s = once(s, &g) * g(i as f64);
    }
    s
}

#[differentiate(hessian)]
fn renamed(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    let h = g;
    let k = &h;
    x * x * h(3.0) * k(2.0)
}

#[differentiate(hessian)]
fn handed_on(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    once(x, g) * x
}

#[differentiate(hessian)]
fn of_positions(x: &[f64], #[constant] g: impl Fn(usize) -> f64) -> f64 {
    x.iter().enumerate().map(|(i, e)| e * e * g(i)).sum()
}

#[differentiate(hessian, lanes)]
fn in_lanes(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    let k = g(2.0);
    x * x * k
}

#[differentiate]
fn of_gradients(x: f64, #[constant] g: impl Fn(f64) -> f64) -> f64 {
    once::gradient(x, &g) * in_lanes::gradient(x, g)
}

#[differentiate]
fn recursive(x: f64, #[constant] g: impl Fn(f64) -> f64, k: usize) -> f64 {
    if k == 0 { x * g(1.0) } else { recursive(x * x, &g as &dyn Fn(f64) -> f64, k - 1) }
}

/// A closure that cannot be copied: `t + 1`.
fn once_more() -> impl Fn(f64) -> f64 {
    let one = Mutex::new(1.0);
    move |t| t + *one.lock().unwrap()
}

fn double(t: f64) -> f64 {
    2.0 * t
}

#[test]
fn closures_that_cannot_be_copied() {
    // 3 x²
    assert_close(once::gradient(0.7, once_more()), 4.2);
    assert_close(once::hessian(0.7, once_more())[0][0], 6.0);
    assert_close(in_branches::gradient(0.7, once_more()), 2.0);
    assert_close(in_branches::gradient(-0.7, once_more()), -4.2);
    // 12 x²
    assert_close(renamed::gradient(0.7, once_more()), 16.8);
    // 3 x³
    assert_close(handed_on::gradient(0.7, once_more()), 9.0 * 0.49);
    // 36 x²
    assert_close(of_gradients::gradient(0.7, once_more()), 72.0 * 0.7);
    // 2 x⁴
    assert_close(recursive::gradient(0.7, once_more(), 2), 8.0 * 0.343);
    assert_all_close(&in_lanes::jvp_lanes(0.7, once_more(), Lanes([1.0, 2.0])).1.0, &[4.2, 8.4]);
    let f = |x| checkpointed(x, once_more(), 3);
    assert_close(checkpointed::gradient(0.7, once_more(), 3), difference(f, 0.7));
    let d = |x| checkpointed::gradient(x, once_more(), 3);
    assert_close(checkpointed::hessian(0.7, once_more(), 3)[0][0], difference(d, 0.7));
}

#[test]
fn other_functions() {
    // 9 x⁴, and the closure as a reference, a pointer and a box
    assert_close(copied::gradient(0.7, |t| t + 1.0), 36.0 * 0.343);
    assert_close(
        dynamic::gradient(0.7, &once_more(), 2),
        difference(|x| dynamic(x, &once_more(), 2), 0.7),
    );
    assert_close(pointer::gradient(0.7, double), difference(|x| pointer(x, double), 0.7));
    assert_close(pointer::jvp(0.7, double, 2.0).1, 2.0 * difference(|x| pointer(x, double), 0.7));
    let add: Box<dyn Fn(f64) -> f64> = Box::new(once_more());
    assert_close(boxed::gradient(0.7, &add), difference(|x| boxed(x, &add), 0.7));
    let weights = [Mutex::new(2.0), Mutex::new(3.0)];
    let weights = move |i: usize| *weights[i].lock().unwrap();
    assert_all_close(&of_positions::gradient(&[0.5, 0.7], weights), &[2.0, 4.2]);
}
