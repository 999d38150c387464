//! Vectors that a loop or a block hands over as it is left: before, there is none, and nothing tells of what type.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, slice_programs};

slice_programs! {
    4..7;
    fn by_break(x) {
        let mut k = 0;
        let v: Vec<f64> = loop {
            if k >= 3 {
                break x.to_vec();
            }
            k += 1;
        };
        v[0] * v[1]
    }
    fn changed_before(x) {
        let mut k = 0;
        let mut a = x.to_vec();
        let v = loop {
            if k >= 3 {
                break a;
            }
            a[k] *= a[k + 1];
            k += 1;
        };
        v[0] * v[1] + v[2]
    }
    fn of_vectors(x) {
        let mut k = 0;
        let v = loop {
            if x[k] < 0.5 {
                break vec![x.to_vec(); 2];
            }
            k += 1;
        };
        v[0][0] * v[1][1]
    }
    fn beside_a_number(x) {
        let mut k = 0;
        let (v, y) = loop {
            if x[k] < 0.5 {
                break (x.to_vec(), x[k]);
            }
            k += 1;
        };
        v[0] * y
    }
    fn out_of_a_block(x) {
        let v = 'found: {
            for i in 0..x.len() {
                if x[i] < 0.2 {
                    break 'found vec![x[i]; 2];
                }
            }
            x.to_vec()
        };
        v[0] * v[1]
    }
}

#[differentiate(jvp)]
fn first_below(x: &[f64], bound: f64) -> Vec<f64> {
    for i in 0..x.len() {
        if x[i] < bound {
            return vec![x[i] * bound; 2];
        }
    }
    vec![bound]
}

#[test]
fn returned() {
    let (value, dot) = first_below::jvp(&[1.0, -2.0], 0.5, &[3.0, 4.0], 2.0);
    assert_all_close(&value, &[-1.0, -1.0]);
    // 4 · 0.5 − 2 · 2
    assert_all_close(&dot, &[-2.0, -2.0]);
    let (value, dot) = first_below::jvp(&[1.0], 0.5, &[3.0], 2.0);
    assert_all_close(&[value[0], dot[0]], &[0.5, 2.0]);
}

mod structs {
    use super::*;
    use chainrule::{Differentiable, Float};
    use chainrule_tests::assert_close;

    #[derive(Differentiable, Clone)]
    struct Body {
        x: f64,
        trail: Vec<f64>,
        #[constant]
        name: String,
    }

    #[derive(Differentiable, Clone, Copy)]
    struct Pair<T: Float> {
        a: T,
        b: [T; 2],
    }

    #[differentiate(hessian)]
    fn returned(x: f64, n: usize) -> Body {
        let mut body = Body { x, trail: vec![x; 2], name: "x".to_owned() };
        for i in 0..n {
            body.x *= body.trail[i % 2];
            if i > 2 {
                return body;
            }
        }
        Body { x: x * x, ..body }
    }

    #[differentiate(hessian)]
    fn of_returned(x: f64, n: usize) -> f64 {
        let body = returned(x, n);
        assert_eq!(body.name, "x");
        body.x * body.trail[0]
    }

    #[test]
    fn by_return() {
        for x in [0.7, 1.3] {
            assert_close(of_returned::gradient(x, 2), 3.0 * x * x);
            assert_close(of_returned::gradient(x, 9), 6.0 * x.powi(5));
            assert_close(of_returned::hessian(x, 9)[0][0], 30.0 * x.powi(4));
        }
    }

    #[differentiate(hessian, checkpoint)]
    fn broken<T: Float>(x: T) -> T {
        let mut pair = Pair { a: x, b: [x; 2] };
        let mut k = 0;
        let last = loop {
            pair.a *= pair.b[k % 2];
            pair.b[0] *= x;
            k += 1;
            if k > 2 {
                break pair;
            }
        };
        last.a * last.b[1]
    }

    #[test]
    fn by_break() {
        // x · x · x · x³ · x
        assert_close(broken::gradient(1.2), 7.0 * 1.2_f64.powi(6));
        assert_close(broken::hessian(1.2)[0][0], 42.0 * 1.2_f64.powi(5));
        assert!((broken::gradient(1.2_f32) - 7.0 * 1.2_f32.powi(6)).abs() < 1e-4);
    }
}
