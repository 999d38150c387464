//! Gradients and Hessians at once: against those made pass by pass, and against differences of the gradient.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

/// Scalar functions of one array.
macro_rules! programs {
    ($(fn $name:ident($x:ident: &[f64; $n:literal]) at $at:expr; $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($x: &[f64; $n]) -> f64 $body

            let at: [f64; $n] = $at;
            let (value, gradient, hessian) = program::value_gradient_and_hessian(&at);
            assert_eq!(value.to_bits(), program(&at).to_bits());
            assert_eq!(program::hessian(&at), hessian);
            assert_eq!(program::gradient_and_hessian(&at), (gradient, hessian));
            assert_all_close(&gradient, &program::gradient(&at));
            for i in 0..$n {
                let mut direction = [0.0; $n];
                direction[i] = 1.0;
                assert_all_close(&hessian[i], &program::hvp(&at, &direction));
                let slope = |x: &[f64]| program::gradient(x.try_into().unwrap())[i];
                assert_all_close(&hessian[i], &differences(slope, &at));
                (0..$n).for_each(|j| assert_eq!(hessian[i][j], hessian[j][i]));
            }
        }
    )*};
}

programs! {
    fn rosenbrock(x: &[f64; 4]) at [0.7, -1.3, 0.4, 1.1]; {
        let mut s = 0.0;
        for i in 0..3 {
            let a = x[i + 1] - x[i] * x[i];
            s += 100.0 * a * a + (1.0 - x[i]) * (1.0 - x[i]);
        }
        s
    }
    fn pharmacokinetics(p: &[f64; 4]) at [0.3, 1.1, 2.4, 0.8]; {
        let (ka, cl, v) = (p[0].exp(), p[1].exp(), p[2].exp());
        let ke = cl / v;
        p[3] * 100.0 * ka / (v * (ka - ke)) * ((-ke * 1.5).exp() - (-ka * 1.5).exp())
    }
    fn logistic(w: &[f64; 3]) at [0.3, -1.1, 0.4]; {
        let mut loss = 0.0;
        for (x, y, label) in [(1.0, 2.0, 1.0), (-0.5, 0.3, -1.0), (0.7, -1.0, 1.0)] {
            let margin = label * (w[0] * x + w[1] * y + w[2]);
            loss += (1.0 + (-margin).exp()).ln();
        }
        loss
    }
    fn quadratic(x: &[f64; 3]) at [0.3, -1.1, 0.4]; {
        let a = [[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]];
        let mut s = 0.0;
        for i in 0..3 {
            for j in 0..3 {
                s += 0.5 * x[i] * a[i][j] * x[j];
            }
        }
        s
    }
    fn linear(x: &[f64; 2]) at [0.3, -1.1]; { 3.0 * x[0] - x[1] }
    fn elementary(x: &[f64; 3]) at [0.3, 1.1, 0.4]; {
        x[0].sin() * x[1].ln() / (1.0 + x[2].tanh()) + (x[0] * x[1]).sqrt() * x[2].powi(-2) - x[1].atan() * x[0].cosh()
    }
}

#[test]
fn numbers() {
    #[differentiate(hessian)]
    fn exercise(x: f64, y: f64, z: f64) -> f64 {
        let u = x * x;
        let v = u + y;
        let w = z * v;
        w * w
    }
    let (value, gradient, hessian) = exercise::value_gradient_and_hessian(1.0, 2.0, 4.0);
    assert_eq!((value, gradient), (144.0, (192.0, 96.0, 72.0)));
    // r = z² (x² + y)²
    let right = [
        [4.0 * 16.0 * (3.0 + 2.0), 4.0 * 16.0, 8.0 * 4.0 * 3.0],
        [64.0, 32.0, 48.0],
        [96.0, 48.0, 18.0],
    ];
    assert_eq!(hessian, right);
    assert_eq!(exercise::hessian(1.0, 2.0, 4.0), right);
}

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: [f64; 2],
}

#[differentiate(hessian)]
fn energy(spring: &Spring, x: [f64; 2]) -> f64 {
    let (dx, dy) = (x[0] - spring.rest[0], x[1] - spring.rest[1]);
    0.5 * spring.stiffness * (dx * dx + dy * dy)
}

#[test]
fn structs_are_flattened() {
    let spring = Spring { stiffness: 3.0, rest: [0.5, 0.25] };
    let (value, hessian) = energy::value_and_hessian(&spring, [1.0, 2.0]);
    assert_close(value, energy(&spring, [1.0, 2.0]));
    let (dx, dy) = (0.5, 1.75);
    let right = [
        [0.0, -dx, -dy, dx, dy],
        [-dx, 3.0, 0.0, -3.0, 0.0],
        [-dy, 0.0, 3.0, 0.0, -3.0],
        [dx, -3.0, 0.0, 3.0, 0.0],
        [dy, 0.0, -3.0, 0.0, 3.0],
    ];
    assert_eq!(hessian, right);
    assert_eq!(energy::hessian(&spring, [1.0, 2.0]), ndarray::arr2(&right));
}
