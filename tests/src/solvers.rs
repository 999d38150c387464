//! Integrators and solvers that are written once, for tests in other crates.

use chainrule::{Float, differentiate};
use ndarray::{Array1, Array2, Axis, s};

/// The intervals that a rule takes where nothing else is said.
pub const INTERVALS: usize = 64;

/// Points and weights of Gauss and Legendre on \[−1, 1\].
pub const GAUSS: [(f64, f64); 3] = [
    (-0.774_596_669_241_483_4, 0.555_555_555_555_555_6),
    (0.0, 0.888_888_888_888_888_8),
    (0.774_596_669_241_483_4, 0.555_555_555_555_555_6),
];

/// A state of a system of second order.
#[derive(chainrule::Differentiable, Clone, Copy, Debug)]
pub struct Motion {
    /// Where it is.
    pub x: f64,
    /// How fast it moves.
    pub v: f64,
}

/// The middle of two numbers.
#[differentiate(hessian)]
pub fn middle(a: f64, b: f64) -> f64 {
    0.5 * (a + b)
}

/// ∫ f from a to b by Simpson's rule.
#[differentiate]
pub fn simpson(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let h = (b - a) / INTERVALS as f64;
    let mut sum = f(a) + f(b);
    for i in 1..INTERVALS {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * f(a + i as f64 * h);
    }
    sum * h / 3.0
}

/// ∫ f from a to b by the points of Gauss and Legendre on n parts.
#[differentiate]
pub fn gauss<F: Fn(f64) -> f64>(f: F, a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let mut sum = 0.0;
    for i in 0..n {
        let lo = a + i as f64 * h;
        let centre = middle(lo, lo + h);
        for (point, weight) in GAUSS {
            sum += weight * f(centre + 0.5 * h * point);
        }
    }
    0.5 * h * sum
}

/// Where f is 0 between a and b, by halving.
#[differentiate]
pub fn bisection<T: Float, F>(f: F, a: T, b: T, steps: usize) -> T
where
    F: Fn(T) -> T,
{
    let (mut lo, mut hi) = (a, b);
    let below = f(lo) < T::from_f64(0.0);
    for _ in 0..steps {
        let mid = T::from_f64(0.5) * (lo + hi);
        if (f(mid) < T::from_f64(0.0)) == below {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    lo
}

/// Where f is 0, by Newton's steps from x.
#[differentiate]
pub fn newton(
    f: impl Fn(f64) -> f64,
    slope: impl Fn(f64) -> f64,
    start: f64,
    tolerance: f64,
) -> f64 {
    let mut x = start;
    let mut left = 50;
    while f(x).abs() > tolerance {
        x -= f(x) / slope(x);
        left -= 1;
        if left == 0 {
            return x;
        }
    }
    x - f(x) / slope(x)
}

/// One step of a motion under an acceleration, by the leapfrog.
#[differentiate]
pub fn leapfrog(acceleration: &dyn Fn(f64) -> f64, at: Motion, dt: f64) -> Motion {
    let v = at.v + 0.5 * dt * acceleration(at.x);
    let x = at.x + dt * v;
    Motion { x, v: v + 0.5 * dt * acceleration(x) }
}

/// The mean of what a function makes of each row, by its slope at the first.
#[differentiate]
pub fn over_rows(f: impl Fn(&Array1<f64>) -> Array1<f64>, m: &Array2<f64>) -> f64 {
    let mut total = Array1::<f64>::zeros(m.ncols());
    for row in m.axis_iter(Axis(0)) {
        total += &f(&row.to_owned());
    }
    let first = m.slice(s![0, ..]);
    assert!(m.nrows() > 0, "there are rows, not {}", m.nrows());
    (&total * &first).sum() / m.nrows() as f64
}
