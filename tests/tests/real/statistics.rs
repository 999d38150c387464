//! Likelihoods, moments and divergences.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, Axis};

use crate::{of_numbers, of_slices};

#[differentiate]
fn variance(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)
}

#[differentiate]
fn skewness(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean: f64 = x.iter().sum::<f64>() / n;
    let (mut m2, mut m3) = (0.0, 0.0);
    for v in x {
        let d = v - mean;
        m2 += d * d;
        m3 += d * d * d;
    }
    (m3 / n) / (m2 / n).powf(1.5)
}

/// One pass over the data (Welford, 1962).
#[differentiate]
fn running_variance(x: &[f64]) -> f64 {
    let mut mean = 0.0;
    let mut m2 = 0.0;
    let mut count = 0;
    for &v in x {
        count += 1;
        let delta = v - mean;
        mean += delta / count as f64;
        m2 += delta * (v - mean);
    }
    m2 / (count - 1) as f64
}

#[differentiate]
fn normal_log_likelihood(mu: f64, log_sigma: f64) -> f64 {
    const DATA: [f64; 5] = [1.2, 0.7, 3.1, 2.2, 1.9];
    let sigma = log_sigma.exp();
    let mut total = 0.0;
    for x in DATA {
        let z = (x - mu) / sigma;
        total -= 0.5 * z * z + log_sigma + 0.5 * (2.0 * std::f64::consts::PI).ln();
    }
    total
}

#[differentiate]
fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    largest + x.iter().map(|v| (v - largest).exp()).sum::<f64>().ln()
}

#[differentiate]
fn softmax(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().fold(f64::MIN, |a, &b| a.max(b));
    let exps: Vec<f64> = x.iter().map(|&v| (v - largest).exp()).collect();
    let total: f64 = exps.iter().sum();
    exps.into_iter().map(|e| e / total).collect()
}

#[differentiate]
fn cross_entropy(logits: &[f64], target: usize) -> f64 {
    let p = softmax(logits);
    -p[target].max(1e-300).ln()
}

#[differentiate]
fn kl_divergence(p: &[f64], q: &[f64]) -> f64 {
    let (sp, sq): (f64, f64) = (p.iter().sum(), q.iter().sum());
    p.iter()
        .zip(q.iter())
        .filter(|(pi, _)| **pi > 0.0)
        .map(|(pi, qi)| (pi / sp) * ((pi / sp) / (qi / sq)).ln())
        .sum()
}

#[differentiate]
fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let (mut sx, mut sy, mut sxx, mut syy, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for i in 0..n {
        sx += x[i];
        sy += y[i];
        sxx += x[i] * x[i];
        syy += y[i] * y[i];
        sxy += x[i] * y[i];
    }
    let n = n as f64;
    (n * sxy - sx * sy) / ((n * sxx - sx * sx).sqrt() * (n * syy - sy * sy).sqrt())
}

/// Logistic regression with a ridge penalty.
#[differentiate(hessian)]
fn logistic_loss(
    w: &Array1<f64>,
    #[constant] x: &Array2<f64>,
    #[constant] y: &Array1<f64>,
    lambda: f64,
) -> f64 {
    let z = x.dot(w);
    let mut loss = 0.0;
    for (zi, yi) in z.iter().zip(y.iter()) {
        loss += if *zi > 0.0 {
            (-zi).exp().ln_1p() + zi * (1.0 - yi)
        } else {
            zi.exp().ln_1p() - yi * zi
        };
    }
    loss / y.len() as f64 + 0.5 * lambda * w.dot(w)
}

#[derive(Differentiable, Clone, Debug)]
struct Gaussian {
    mean: Array1<f64>,
    log_scale: Array1<f64>,
}

#[differentiate]
impl Gaussian {
    fn log_density(&self, x: &Array1<f64>) -> f64 {
        let z = (x - &self.mean) / &self.log_scale.mapv(f64::exp);
        let d = x.len() as f64;
        -0.5 * z.mapv(|v| v * v).sum()
            - self.log_scale.sum()
            - 0.5 * d * (2.0 * std::f64::consts::PI).ln()
    }

    fn mean_log_density(&self, data: &Array2<f64>) -> f64 {
        let mut total = 0.0;
        for row in data.axis_iter(Axis(0)) {
            total += self.log_density(&row.to_owned());
        }
        total / data.nrows() as f64
    }
}

/// Kaplan and Meier's cousin: a Weibull likelihood with censored times.
#[differentiate]
fn weibull(shape: f64, scale: f64) -> f64 {
    let times = [(1.0, true), (2.3, false), (0.7, true), (4.1, true), (3.3, false)];
    let mut ll = 0.0;
    for (t, event) in times {
        let s: f64 = t / scale;
        ll -= s.powf(shape);
        if event {
            ll += shape.ln() - scale.ln() + (shape - 1.0) * s.ln();
        }
    }
    ll
}

of_slices! {
    sample_variance: variance at [1.0, 2.5, -0.7, 3.0];
    third_moment: skewness at [1.0, 2.5, -0.7, 3.0, 0.1];
    welford: running_variance at [1.0, 2.5, -0.7, 3.0];
    lse: log_sum_exp at [1.0, 3.5, -0.7];
}

of_numbers! {
    normal: normal_log_likelihood(mu = 1.5, s = 0.2);
    survival: weibull(k = 1.3, l = 2.2);
}

#[test]
fn entropy() {
    let at = [0.3, -1.0, 2.0];
    crate::check(|x| cross_entropy(x, 1), |x| cross_entropy::gradient(x, 1), &at);
}

#[test]
fn divergence_and_correlation() {
    let q = [0.2, 0.5, 0.9];
    let at = [0.3, 1.1, 0.4];
    crate::check(|p| kl_divergence(p, &q), |p| kl_divergence::gradient(p, &q).0, &at);
    crate::check(|p| kl_divergence(&q, p), |p| kl_divergence::gradient(&q, p).1, &at);
    crate::check(|p| correlation(p, &q), |p| correlation::gradient(p, &q).0, &at);
}

#[test]
fn regression() {
    let x = Array2::from_shape_fn((6, 3), |(i, j)| ((i * 3 + j) as f64).sin());
    let y = Array1::from_shape_fn(6, |i| (i % 2) as f64);
    let loss = |w: &[f64]| logistic_loss(&Array1::from(w.to_vec()), &x, &y, 0.1);
    let gradient = |w: &[f64]| logistic_loss::gradient(&Array1::from(w.to_vec()), &x, &y, 0.1).0;
    crate::check(loss, |w| gradient(w).to_vec(), &[0.3, -0.4, 1.0]);
}

#[test]
fn densities() {
    let data = Array2::from_shape_fn((4, 2), |(i, j)| ((i * 2 + j) as f64).cos());
    let of = |x: &[f64]| Gaussian {
        mean: Array1::from(x[..2].to_vec()),
        log_scale: Array1::from(x[2..].to_vec()),
    };
    crate::check(
        |x| of(x).mean_log_density(&data),
        |x| {
            let (bar, _) = of(x).mean_log_density_gradient(&data);
            [bar.mean.to_vec(), bar.log_scale.to_vec()].concat()
        },
        &[0.1, -0.3, 0.2, 0.4],
    );
}
