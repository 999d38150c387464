//! What one arm of a branch keeps, and what it alone adds to: functions that call themselves, and branches that
//! change arrays.
// Indices are what is tested.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, missing_docs)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

const X: [f64; 5] = [0.4, 0.9, -0.3, 0.7, 1.2];

/// Gradient, product with the Hessian and tangent beside differences of the function and of the gradient.
fn check(
    f: impl Fn(&[f64]) -> f64,
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>,
    jvp: impl Fn(&[f64], &[f64]) -> (f64, f64),
) {
    let v = [0.5, -1.0, 0.25, 2.0, -0.75];
    assert_all_close(&gradient(&X), &differences(&f, &X));
    let moved = |t: f64| X.iter().zip(v).map(|(x, v)| x + t * v).collect::<Vec<f64>>();
    assert_close(jvp(&X, &v).1, difference(|t| f(&moved(t)), 0.0));
    for (i, found) in hvp(&X, &v).iter().enumerate() {
        assert_close(*found, difference(|t| gradient(&moved(t))[i], 0.0));
    }
}

macro_rules! checked {
    ($($name:ident;)*) => {$(
        #[test]
        fn $name() {
            use super::$name as f;
            super::check(|x| f(x), |x| f::gradient(x), |x, v| f::hvp(x, v), |x, v| f::jvp(x, v));
            let single = super::X.map(|x| x as f32);
            for (ours, theirs) in f::gradient(&single).iter().zip(f::gradient(&super::X)) {
                assert!((f64::from(*ours) - theirs).abs() < 2e-4 * (1.0 + theirs.abs()));
            }
        }
    )*};
}

/// Two calls and a number are kept by all but the leaves.
#[differentiate(hessian, jvp)]
fn halves<T: Float>(x: &[T]) -> T {
    if x.len() == 1 {
        return x[0] * x[0];
    }
    let middle = x.len() / 2;
    let (left, right) = (halves(&x[..middle]), halves(&x[middle..]));
    left + (T::ONE + (right - left).exp()).ln()
}

/// The same where the leaves are two, and the condition is the other way round.
#[differentiate(hessian, jvp)]
fn two_leaves<T: Float>(x: &[T]) -> T {
    if x.len() > 1 {
        if x[0] < T::ZERO {
            return x[0].sin() * two_leaves(&x[1..]);
        }
        let rest = two_leaves(&x[1..]);
        return rest * rest * x[0] + rest.sin();
    }
    x[0].exp()
}

/// Both arms keep a number, and one of them keeps a call.
#[differentiate(hessian, jvp)]
fn both_keep<T: Float>(x: &[T]) -> T {
    let scale = x[0].sin();
    if x.len() == 1 {
        return (scale * x[0]).exp() * scale;
    }
    let rest = both_keep(&x[1..]);
    (rest * scale).sin() * rest
}

/// What is kept before the branch, too.
#[differentiate(hessian, jvp)]
fn before_the_branch<T: Float>(x: &[T]) -> T {
    let mut s = x[0];
    for e in x {
        s = s * e.cos() + *e;
    }
    if x.len() == 1 {
        return s * s;
    }
    let rest = before_the_branch(&x[..x.len() - 1]);
    (rest * s).sin() + rest * rest
}

/// A shortest path, of which steps are replaced.
#[differentiate(hessian, jvp)]
fn shortest<T: Float>(x: &[T]) -> T {
    let n = x.len();
    let mut d = vec![vec![T::ZERO; n]; n];
    for i in 0..n {
        for j in 0..n {
            d[i][j] = x[i] * x[i] + x[j] * x[(i + j) % n].exp();
        }
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                if d[i][k] + d[k][j] < d[i][j] {
                    d[i][j] = d[i][k] + d[k][j];
                }
            }
        }
    }
    let mut t = T::ZERO;
    for i in 0..n {
        t += d[i][(i + 1) % n] * d[0][i];
    }
    t
}

/// An element that one arm adds to, read behind the branch.
#[differentiate(hessian, jvp)]
fn added_in_an_arm<T: Float>(x: &[T]) -> T {
    let n = x.len();
    let mut a = x.to_vec();
    for i in 1..n {
        let step = a[i - 1] * x[i];
        if step < x[0] {
            a[i] = step + a[0];
            a[0] = a[0] * a[i];
        }
        a[i] = a[i] + a[i - 1] * step;
    }
    let mut t = T::ZERO;
    for i in 0..n {
        t += a[i] * a[i];
    }
    t
}

mod tests {
    checked! {
        halves;
        two_leaves;
        both_keep;
        before_the_branch;
        shortest;
        added_in_an_arm;
    }
}

/// What may fail, a vector that each call keeps, and `&mut` without derivatives.
#[differentiate]
fn counted(x: &[f64], calls: &mut usize) -> Result<f64, String> {
    *calls += 1;
    let Some(first) = x.first() else { return Err("nothing".to_owned()) };
    if x.len() == 1 {
        return Ok(*first);
    }
    let powers: Vec<f64> = (0..3_i32).map(|k| first.powi(k)).collect();
    let rest = counted(&x[1..], calls)?;
    Ok(powers[2] * rest * rest + powers[1].sin() * rest)
}

#[test]
fn with_errors_and_effects() {
    let at = |x: &[f64]| counted(x, &mut 0).expect("a value");
    let mut calls = 0;
    assert_all_close(&counted::gradient(&X, &mut calls).expect("a gradient"), &differences(at, &X));
    assert_eq!(calls, 5);
    assert!(counted::gradient(&[], &mut calls).is_err());
}

/// A struct with a method that calls itself, and its own numbers.
struct Damping {
    factor: f64,
}

#[differentiate]
impl Damping {
    #[differentiate(wrt(x))]
    fn sum(&self, x: &[f64]) -> f64 {
        if x.is_empty() {
            return 1.0;
        }
        let rest = self.sum(&x[1..]);
        rest * rest.sin() * x[0] + self.factor * rest
    }
}

#[test]
fn a_method_that_calls_itself() {
    let damping = Damping { factor: 0.3 };
    let found = Damping::sum_gradient(&damping, &X);
    assert_all_close(&found, &differences(|x| damping.sum(x), &X));
}
