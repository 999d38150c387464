//! Where functions level off, though what they are made of overflows.

use chainrule::differentiate;

#[differentiate(hessian, jacobian)]
fn sigmoid(x: f64, y: f64) -> f64 {
    y / (1.0 + (-x * y).exp())
}

#[differentiate(hessian, jacobian)]
fn bounded(x: f64, y: f64) -> f64 {
    (x.exp() * y).tanh() + (x.cosh() + y * y).atan() + y / x.cosh()
}

#[test]
fn far_out() {
    for (x, y) in [(-800.0, 1.0), (-1e4, 2.0), (-710.0, 1.0), (800.0, 1.0)] {
        let (_, rows) = sigmoid::value_and_jacobian(x, y);
        let right = if x > 0.0 { [[0.0, 1.0]] } else { [[0.0, 0.0]] };
        assert_eq!(rows, right, "at {x}");
        assert_eq!(sigmoid::hessian(x, y), [[0.0; 2]; 2], "at {x}");
    }
    for x in [-800.0, 800.0] {
        let (_, rows) = bounded::value_and_jacobian(x, 1.5);
        assert!(rows.as_flattened().iter().all(|entry| entry.abs() < 1e-9), "{rows:?} at {x}");
    }
}
