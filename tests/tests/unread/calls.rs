//! What callees write.

use chainrule::{Differentiable, differentiate};

#[differentiate(jvp)]
fn put(v: &mut [f64], x: f64) {
    v[0] = x.ln();
    v[1] = 2.0 * x;
}

#[test]
fn a_written_element_that_is_overwritten() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y];
        put(&mut v, x);
        v[0] = y;
        v[0] * y + v[1]
    }
    assert_eq!(f::gradient(0.0, 4.0), (2.0, 8.0));
}

#[test]
fn a_written_element_that_is_left_out() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut v = [y; 2];
        put(&mut v, x);
        v[1] * y
    }
    assert_eq!(f::gradient(0.0, 4.0), (8.0, 0.0));
}

#[differentiate(jvp, hessian)]
fn norm(v: &[f64]) -> f64 {
    v.iter().map(|a| a * a).sum::<f64>().sqrt()
}

#[differentiate(jvp, hessian)]
fn scaled_root(v: &[f64], k: f64) -> f64 {
    v[0].sqrt() * k
}

#[derive(Clone, Differentiable)]
struct Part {
    a: Vec<f64>,
    b: f64,
}

#[differentiate(jvp, hessian)]
fn size(part: &Part) -> f64 {
    part.a[0].sqrt() + part.b.sqrt()
}

#[differentiate(jvp, hessian)]
fn distance(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}

/// Functions of numbers at a point where a callee's derivative is infinite and nothing reads its value,
/// with gradient and Hessian by hand.
macro_rules! overtaken {
    ($($name:ident($x:ident) at $at:expr, is $gradient:expr, $hessian:expr; { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: &[f64]) -> f64 { $($body)* }
            let at = $at;
            assert_eq!(f::gradient(&at), $gradient);
            for i in 0..at.len() {
                let mut direction = at.map(|_| 0.0);
                direction[i] = 1.0;
                assert_eq!(f::jvp(&at, &direction).1, $gradient[i]);
            }
            assert_eq!(f::hessian(&at), ndarray::arr2(&$hessian));
        }
    )*};
}

overtaken! {
    a_smaller_norm(x) at [0.0, 0.0, 4.0], is [0.0, 0.0, 8.0], [[0.0; 3], [0.0; 3], [0.0, 0.0, 2.0]]; {
        norm(&x[..2]).max(x[2]) * x[2]
    }
    a_norm_of_the_other_arm(x) at [0.0, 0.0, 4.0], is [0.0, 0.0, 8.0], [[0.0; 3], [0.0; 3], [0.0, 0.0, 2.0]]; {
        let n = norm(&x[..2]);
        if n > 0.5 { x[2] / n } else { x[2] * x[2] }
    }
    the_largest_of_a_loop(x) at [0.0, 4.0], is [8.0, 3.0], [[0.0, 3.0], [3.0, 0.375]]; {
        let mut best = 0.0;
        for i in 0..2 {
            let r = scaled_root(&x[i..], x[1]);
            if r > best {
                best = r;
            }
        }
        best * x[0] + best
    }
    a_smaller_struct(x) at [0.0, 4.0], is [0.0, 0.5], [[0.0, 0.0], [0.0, -0.0625]]; {
        let parts = [Part { a: vec![x[0]], b: x[1] }, Part { a: vec![x[1]], b: x[1] }];
        let mut largest = 0.0;
        for part in &parts {
            let s = size(part);
            if s > largest {
                largest = s;
            }
        }
        largest
    }
    a_distance_to_itself(x) at [1.0, 2.0, 1.0, 4.0], is [0.0, -2.0, 0.0, 2.0],
        [[1.0, 0.0, -1.0, 0.0], [0.0; 4], [-1.0, 0.0, 1.0, 0.0], [0.0; 4]]; {
        let points = [[x[0], x[1]], [x[2], x[3]]];
        let mut s = 0.0;
        for i in 0..2 {
            for j in 0..2 {
                let d = distance(&points[i], &points[j]);
                if i != j {
                    s += d;
                }
            }
        }
        s
    }
}

#[test]
fn several_tangents_at_once() {
    #[differentiate(hessian)]
    fn f(x: f64, y: f64, z: f64) -> f64 {
        norm(&[x, y]).max(z) * z
    }
    assert_eq!(f::gradient(0.0, 0.0, 4.0), (0.0, 0.0, 8.0));
    assert_eq!(f::hessian(0.0, 0.0, 4.0), [[0.0; 3], [0.0; 3], [0.0, 0.0, 2.0]]);
}
