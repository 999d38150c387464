//! Programs as one finds them in crates over `num-traits`.

use std::iter::Sum;

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use num_traits::{Float, FloatConst, FromPrimitive, NumAssign, ToPrimitive};

/// As in collections of functions for optimisers.
#[differentiate(hessian)]
fn rosenbrock<T: Float + FromPrimitive>(param: &[T], a: T, b: T) -> T {
    let one = T::from_f64(1.0).unwrap();
    param
        .iter()
        .zip(param.iter().skip(1))
        .map(|(&xi, &xi1)| (a - xi).powi(2) + b * (xi1 - xi.powi(2)).powi(2) * one)
        .fold(T::zero(), |sum, term| sum + term)
}

#[differentiate(hessian)]
fn rastrigin<T>(x: &[T]) -> T
where
    T: Float + FromPrimitive + Sum + FloatConst,
{
    let a = T::from_f64(10.0).unwrap();
    let n = T::from_usize(x.len()).unwrap();
    let two = T::from_u8(2).unwrap();
    a * n + x.iter().map(|xi| xi.powi(2) - a * (two * T::PI() * *xi).cos()).sum::<T>()
}

#[differentiate(hessian)]
fn erf<T: Float>(x: T) -> T {
    // Abramowitz and Stegun, 7.1.26.
    let c = |v: f64| T::from(v).unwrap();
    let t = T::one() / (T::one() + c(0.327_591_1) * x.abs());
    let poly = t
        * (c(0.254_829_592)
            + t * (c(-0.284_496_736)
                + t * (c(1.421_413_741) + t * (c(-1.453_152_027) + t * c(1.061_405_429)))));
    let y = T::one() - poly * (-x * x).exp();
    if x < T::zero() { -y } else { y }
}

#[differentiate(hessian)]
fn normal_cdf<T: Float + FloatConst>(x: T) -> T {
    let half = T::from(0.5).unwrap();
    half * (T::one() + erf(x * T::FRAC_1_SQRT_2()))
}

#[differentiate(hessian)]
fn black_scholes<T: Float + FloatConst>(spot: T, strike: T, rate: T, sigma: T, years: T) -> T {
    let half = T::from(0.5).unwrap();
    let root = sigma * years.sqrt();
    let d1 = ((spot / strike).ln() + (rate + half * sigma * sigma) * years) / root;
    let d2 = d1 - root;
    spot * normal_cdf(d1) - strike * (-rate * years).exp() * normal_cdf(d2)
}

#[differentiate(hessian)]
fn softmax_loss<T: Float + Sum>(logits: &[T], class: usize) -> T {
    let max = logits.iter().cloned().fold(T::neg_infinity(), T::max);
    let exps: Vec<T> = logits.iter().map(|&z| (z - max).exp()).collect();
    let total: T = exps.iter().cloned().sum();
    -(exps[class] / total).ln()
}

#[differentiate(hessian)]
mod statistics {
    use num_traits::{Float, FloatConst};

    pub fn mean<T: Float>(x: &[T]) -> T {
        let n = T::from(x.len()).unwrap();
        x.iter().fold(T::zero(), |a, &b| a + b) / n
    }

    pub fn variance<T: Float>(x: &[T]) -> T {
        let mean = mean(x);
        let mut sum = T::zero();
        for i in 0..x.len() {
            let d = x[i] - mean;
            sum = sum + d * d;
        }
        sum / (T::from(x.len()).unwrap() - T::one())
    }

    pub fn log_likelihood<T: Float + FloatConst>(x: &[T], mu: T, sigma: T) -> T {
        let half = T::from(0.5).unwrap();
        let scale = -(T::TAU().sqrt() * sigma).ln();
        x.iter().map(|v| scale - half * ((*v - mu) / sigma).powi(2)).fold(T::zero(), |a, b| a + b)
    }
}

/// The distance of two points on a sphere, in kilometres.
#[differentiate(hessian)]
fn haversine<T>(from: (T, T), to: (T, T)) -> T
where
    T: Float + FromPrimitive + NumAssign,
{
    let radius = T::from(6371.0088).expect("a number");
    let two = T::one() + T::one();
    let (lon1, lat1) = (from.0.to_radians(), from.1.to_radians());
    let (lon2, lat2) = (to.0.to_radians(), to.1.to_radians());
    let mut a = ((lat2 - lat1) / two).sin().powi(2);
    a += lat1.cos() * lat2.cos() * ((lon2 - lon1) / two).sin().powi(2);
    two * radius * a.sqrt().asin()
}

/// Newton's method, until a step is small.
#[differentiate]
fn kepler<T: Float>(mean_anomaly: T, eccentricity: T) -> T {
    let tolerance = T::epsilon() * T::from(8.0).unwrap();
    let mut e = mean_anomaly;
    let mut steps = 0;
    loop {
        let delta =
            (e - eccentricity * e.sin() - mean_anomaly) / (T::one() - eccentricity * e.cos());
        e = e - delta;
        steps += 1;
        if delta.abs() < tolerance || steps > 50 {
            break;
        }
    }
    e
}

/// One step of a Runge-Kutta method, the derivative being a closure.
#[differentiate(hessian)]
fn pendulum<T: Float>(theta: T, omega: T, steps: usize) -> T {
    let dt = T::from(0.02).unwrap();
    let (half, sixth) = (T::from(0.5).unwrap(), T::from(6).unwrap().recip());
    let f = |y: [T; 2]| [y[1], -y[0].sin() - T::from(0.1).unwrap() * y[1]];
    let mut y = [theta, omega];
    for _ in 0..steps {
        let k1 = f(y);
        let k2 = f([y[0] + half * dt * k1[0], y[1] + half * dt * k1[1]]);
        let k3 = f([y[0] + half * dt * k2[0], y[1] + half * dt * k2[1]]);
        let k4 = f([y[0] + dt * k3[0], y[1] + dt * k3[1]]);
        let two = T::from(2).unwrap();
        for i in 0..2 {
            y[i] = y[i] + sixth * dt * (k1[i] + two * k2[i] + two * k3[i] + k4[i]);
        }
    }
    y[0]
}

/// Linear interpolation in a table.
#[differentiate(hessian)]
fn interpolated<T: Float + ToPrimitive>(table: &[T], x: T) -> T {
    let i = x.floor().to_usize().unwrap().min(table.len() - 2);
    let t = x - T::from(i).unwrap();
    table[i] * (T::one() - t) + table[i + 1] * t
}

/// The gradient, products with the Hessian in every direction, and both precisions.
macro_rules! of_a_slice {
    ($f:ident, $at:expr $(, $more:expr)*) => {{
        let at: Vec<f64> = $at.to_vec();
        let (value, x_bar) = $f::value_and_gradient(&at $(, $more)*);
        assert_eq!(value, $f(&at $(, $more)*));
        assert_all_close(&x_bar, &differences(|x| $f(x $(, $more)*), &at));
        for i in 0..at.len() {
            let mut direction = vec![0.0; at.len()];
            direction[i] = 1.0;
            let slope = |k: usize, e: f64| {
                let mut at = at.clone();
                at[i] = e;
                $f::gradient(&at $(, $more)*)[k]
            };
            let (_, y_dot) = $f::jvp(&at $(, $more)*, &direction);
            assert_close(y_dot, x_bar[i]);
            let product = $f::hvp(&at $(, $more)*, &direction);
            for k in 0..at.len() {
                assert_close(product[k], difference(|e| slope(k, e), at[i]));
            }
        }
        let single: Vec<f32> = at.iter().map(|e| *e as f32).collect();
        let single = $f::gradient(&single $(, $more)*);
        for (ours, theirs) in single.iter().zip(&x_bar) {
            assert!((*ours as f64 - theirs).abs() < 1e-3 * theirs.abs().max(1.0));
        }
    }};
}

use statistics::{log_likelihood, mean, variance};

#[test]
fn of_slices() {
    of_a_slice!(rastrigin, [0.3, -1.2, 2.1]);
    of_a_slice!(mean, [0.3, -1.2, 2.1]);
    of_a_slice!(variance, [0.3, -1.2, 2.1, 0.7]);
    of_a_slice!(softmax_loss, [0.3, -1.2, 2.1], 1);
}

#[test]
fn valley() {
    let x = [0.5, -0.3, 1.2];
    let (x_bar, a_bar, b_bar) = rosenbrock::gradient(&x, 1.0, 100.0);
    assert_all_close(&x_bar, &differences(|x| rosenbrock(x, 1.0, 100.0), &x));
    assert_close(a_bar, difference(|a| rosenbrock(&x, a, 100.0), 1.0));
    assert_close(b_bar, difference(|b| rosenbrock(&x, 1.0, b), 100.0));
    let (product, ..) = rosenbrock::hvp(&x, 1.0, 100.0, &[1.0, 0.0, 0.0], 0.0, 0.0);
    assert_close(product[0], 2.0 - 400.0 * (-0.3 - 3.0 * 0.25));
    let (x_bar, ..) = rosenbrock::gradient(&[0.5_f32, -0.3, 1.2], 1.0, 100.0);
    assert_eq!(x_bar.len(), 3);
}

/// The Greeks, but for the error of the approximation.
#[test]
fn options() {
    let at = [100.0, 105.0, 0.03, 0.2, 0.75];
    let price = |x: &[f64]| black_scholes(x[0], x[1], x[2], x[3], x[4]);
    let (delta, strike, rho, vega, theta) =
        black_scholes::gradient(at[0], at[1], at[2], at[3], at[4]);
    assert_all_close(&[delta, strike, rho, vega, theta], &differences(price, &at));
    let hessian = black_scholes::hessian(at[0], at[1], at[2], at[3], at[4]);
    let slope = |spot| black_scholes::gradient(spot, at[1], at[2], at[3], at[4]).0;
    assert_close(hessian[0][0], difference(slope, at[0]));
    let d1 =
        ((at[0] / at[1]).ln() + (at[2] + 0.5 * at[3] * at[3]) * at[4]) / (at[3] * at[4].sqrt());
    let density = (-d1 * d1 / 2.0).exp() / std::f64::consts::TAU.sqrt();
    assert!((hessian[0][0] - density / (at[0] * at[3] * at[4].sqrt())).abs() < 1e-4);
}

#[test]
fn likelihood() {
    let x = [0.3, -1.2, 2.1];
    let (x_bar, mu_bar, sigma_bar) = log_likelihood::gradient(&x, 0.4, 1.5);
    assert_close(x_bar[1], (0.4 + 1.2) / 2.25);
    assert_close(mu_bar, x.iter().map(|x| (x - 0.4) / 2.25).sum());
    let squares: f64 = x.iter().map(|x| (x - 0.4) * (x - 0.4)).sum();
    assert_close(sigma_bar, -3.0 / 1.5 + squares / 3.375);
    let (_, mu_bar, _) = log_likelihood::hvp(&x, 0.4, 1.5, &[0.0; 3], 1.0, 0.0);
    assert_close(mu_bar, -3.0 / 2.25);
}

#[test]
fn spheres_and_orbits() {
    let (from, to) = ((13.4, 52.5), (2.35, 48.86));
    let (from_bar, to_bar) = haversine::gradient(from, to);
    assert_close(from_bar.0, difference(|e| haversine((e, from.1), to), from.0));
    assert_close(to_bar.1, difference(|e| haversine(from, (to.0, e)), to.1));
    let (m_bar, e_bar) = kepler::gradient(1.1, 0.4);
    let e = kepler(1.1, 0.4);
    assert_close(m_bar, 1.0 / (1.0 - 0.4 * e.cos()));
    assert_close(e_bar, e.sin() / (1.0 - 0.4 * e.cos()));
    let (theta_bar, omega_bar) = pendulum::gradient(0.8, 0.1, 40);
    assert_close(theta_bar, difference(|theta| pendulum(theta, 0.1, 40), 0.8));
    assert_close(omega_bar, difference(|omega| pendulum(0.8, omega, 40), 0.1));
    let hessian = pendulum::hessian(0.8, 0.1, 40);
    assert_close(hessian[0][1], difference(|omega| pendulum::gradient(0.8, omega, 40).0, 0.1));
    let (theta_bar, _) = pendulum::gradient(0.8_f32, 0.1, 40);
    assert!((theta_bar as f64 - pendulum::gradient(0.8, 0.1, 40).0).abs() < 1e-4);
}

#[test]
fn tables() {
    let (table_bar, x_bar) = interpolated::gradient(&[1.0, 4.0, 2.0], 1.25);
    assert_eq!((table_bar, x_bar), (vec![0.0, 0.75, 0.25], -2.0));
}
