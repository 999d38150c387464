//! Code over any float, code that may fail, and code that takes code.

use chainrule::{Differentiable, differentiate};
use num_traits::{Float, FloatConst, FromPrimitive};

use crate::{of_numbers, of_slices};

#[differentiate(hessian)]
fn rosenbrock<T: Float + FromPrimitive>(x: &[T]) -> T {
    let hundred = T::from_f64(100.0).unwrap();
    let mut sum = T::zero();
    for w in x.windows(2) {
        sum = sum + hundred * (w[1] - w[0].powi(2)).powi(2) + (T::one() - w[0]).powi(2);
    }
    sum
}

#[differentiate]
fn softplus<F>(x: F) -> F
where
    F: Float,
{
    if x > F::zero() { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

#[differentiate]
fn entropy<T>(logits: &[T]) -> T
where
    T: Float + std::iter::Sum,
{
    let top = logits.iter().fold(T::neg_infinity(), |a, &b| a.max(b));
    let total: T = logits.iter().map(|&v| (v - top).exp()).sum();
    logits
        .iter()
        .map(|&v| {
            let p = (v - top).exp() / total;
            -p * (p + T::epsilon()).ln()
        })
        .sum()
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Polar<T: Float> {
    r: T,
    phi: T,
}

#[differentiate]
impl<T: Float + FloatConst> Polar<T> {
    fn area(&self, other: &Polar<T>) -> T {
        let half = T::from(0.5).unwrap();
        let turn = (other.phi - self.phi) % (T::PI() + T::PI());
        half * self.r * other.r * turn.sin()
    }
}

#[differentiate]
fn swept(r: f64, phi: f64) -> f64 {
    let start = Polar { r, phi };
    let end = Polar { r: 2.0 * r, phi: phi * phi + 1.0 };
    start.area(&end) + softplus(r)
}

#[derive(Debug, Clone, PartialEq)]
enum FitError {
    Empty,
    Singular(f64),
}

/// Weighted least squares for a line.
#[differentiate]
fn slope(x: &[f64], y: &[f64]) -> Result<f64, FitError> {
    if x.is_empty() {
        return Err(FitError::Empty);
    }
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut sxy, mut sxx) = (0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        sxy += (a - mx) * (b - my);
        sxx += (a - mx).powi(2);
    }
    if sxx < 1e-12 { Err(FitError::Singular(sxx)) } else { Ok(sxy / sxx) }
}

#[differentiate]
fn residual(x: &[f64], y: &[f64]) -> Result<f64, FitError> {
    let k = slope(x, y)?;
    let worst = x.iter().zip(y).map(|(a, b)| (b - k * a).powi(2)).fold(0.0, |sum: f64, r| sum + r);
    Ok(worst.ln() + slope(&x[1..], &y[1..]).unwrap_or(0.0))
}

#[differentiate]
fn safe_ratio(a: f64, b: f64) -> Option<f64> {
    if b.abs() < 1e-9 { None } else { Some(a / b) }
}

/// A continued fraction that stops where it would divide by zero.
#[differentiate]
fn fraction(a: f64, b: f64) -> f64 {
    let mut value = b;
    for k in (1..6).rev() {
        match safe_ratio(a * k as f64, value) {
            Some(part) => value = b + part,
            None => break,
        }
    }
    value
}

#[differentiate]
fn newton<F, G>(f: F, slope: G, start: f64) -> f64
where
    F: Fn(f64) -> f64,
    G: Fn(f64) -> f64,
{
    let mut x = start;
    for _ in 0..20 {
        x -= f(x) / slope(x);
    }
    x
}

#[differentiate]
fn quadrature(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let nodes = [(-0.774_596_669_241_483, 5.0), (0.0, 8.0), (0.774_596_669_241_483, 5.0)];
    let (mid, half) = ((a + b) / 2.0, (b - a) / 2.0);
    nodes.iter().map(|&(x, w)| w / 9.0 * f(mid + half * x)).sum::<f64>() * half
}

/// How far a spring gives way: work against a force that grows.
#[differentiate]
fn equilibrium(k: f64, load: f64) -> f64 {
    let force = |x: f64| k * x + 0.1 * x.powi(3);
    let x = newton(|x| force(x) - load, |x| k + 0.3 * x * x, load / k);
    quadrature(force, 0.0, x)
}

/// The lower hull of points in order, by a stack.
#[differentiate]
fn hull_length(p: &[f64]) -> f64 {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for (i, &y) in p.iter().enumerate() {
        let x = i as f64;
        while hull.len() > 1 {
            let (a, b) = (hull[hull.len() - 2], hull[hull.len() - 1]);
            if (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push((x, y));
    }
    let mut length = 0.0;
    for i in 1..hull.len() {
        length += (hull[i].0 - hull[i - 1].0).hypot(hull[i].1 - hull[i - 1].1);
    }
    length
}

of_slices! {
    valley: rosenbrock at [-1.2, 1.0, 0.7];
    information: entropy at [0.3, -1.0, 2.0, 0.1];
    hull: hull_length at [0.3, -1.0, 2.0, 0.4, 0.1, 1.3];
}

of_numbers! {
    sector: swept(r = 0.7, phi = 0.4);
    continued: fraction(a = 0.7, b = 1.4);
    spring: equilibrium(k = 1.3, load = 0.9);
}

#[test]
fn fits() {
    let y = [0.3, 1.4, 1.9, 3.3];
    let at = [0.1, 0.9, 2.2, 3.0];
    crate::check(|x| residual(x, &y).unwrap(), |x| residual::gradient(x, &y).unwrap().0, &at);
    assert_eq!(residual::gradient(&[], &[]), Err(FitError::Empty));
    assert_eq!(residual::gradient(&[1.0; 4], &y), Err(FitError::Singular(0.0)));
}

#[test]
fn single_precision() {
    let ours = rosenbrock::gradient(&[0.3_f32, 0.7]);
    let theirs = rosenbrock::gradient(&[0.3_f64, 0.7]);
    assert!(ours.iter().zip(&theirs).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-3));
}
