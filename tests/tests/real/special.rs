//! Special functions: series, continued fractions, recurrences, asymptotics.

use chainrule::differentiate;
use std::f64::consts::PI;

use crate::{of_numbers, of_slices};

/// The logarithm of the gamma function (Lanczos, 1964).
#[differentiate(hessian)]
fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const C: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        return (PI / (PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let t = x + G + 0.5;
    let mut sum = C[0];
    for (i, c) in C.iter().enumerate().skip(1) {
        sum += c / (x + i as f64);
    }
    0.5 * (2.0 * PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[differentiate]
fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The incomplete beta function by its continued fraction (Lentz, 1976).
#[differentiate]
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-30;
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = (a * x.ln() + b * (1.0 - x).ln() - ln_beta(a, b)).exp() / a;
    let (mut f, mut c, mut d) = (1.0, 1.0, 0.0);
    for i in 0..=200 {
        let m = (i / 2) as f64;
        let numerator = if i == 0 {
            1.0
        } else if i % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -((a + m) * (a + b + m) * x) / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 + numerator * d;
        if d.abs() < TINY {
            d = TINY;
        }
        d = 1.0 / d;
        c = 1.0 + numerator / c;
        if c.abs() < TINY {
            c = TINY;
        }
        let cd = c * d;
        f *= cd;
        if (1.0 - cd).abs() < 1e-14 {
            break;
        }
    }
    front * (f - 1.0)
}

/// The error function: a series near zero, a continued fraction far out.
#[differentiate]
fn erf(x: f64) -> f64 {
    let a = x.abs();
    let value = if a < 2.0 {
        let mut term = a;
        let mut sum = a;
        let mut n = 0;
        while term.abs() > 1e-17 * sum.abs() {
            n += 1;
            term *= -a * a / n as f64;
            sum += term / (2 * n + 1) as f64;
        }
        2.0 / PI.sqrt() * sum
    } else {
        let mut f = 0.0;
        for k in (1..=40).rev() {
            f = 0.5 * k as f64 / (a + f);
        }
        1.0 - (-a * a).exp() / (PI.sqrt() * (a + f))
    };
    value.copysign(x)
}

#[differentiate]
fn digamma(mut x: f64) -> f64 {
    let mut result = 0.0;
    while x < 6.0 {
        result -= 1.0 / x;
        x += 1.0;
    }
    let f = 1.0 / (x * x);
    result + x.ln() - 0.5 / x - f * (1.0 / 12.0 - f * (1.0 / 120.0 - f / 252.0))
}

/// A Bessel function by its series.
#[differentiate]
fn bessel_j0(x: f64) -> f64 {
    let q = -0.25 * x * x;
    (1..30)
        .fold((1.0, 1.0), |(term, sum), k| {
            let term = term * q / (k * k) as f64;
            (term, sum + term)
        })
        .1
}

/// Legendre polynomials by their recurrence, in a series.
#[differentiate]
fn legendre_series(coefficients: &[f64], x: f64) -> f64 {
    let (mut p0, mut p1) = (1.0, x);
    let mut sum = 0.0;
    for (n, c) in coefficients.iter().enumerate() {
        sum += c * p0;
        let k = (n + 1) as f64;
        let p2 = ((2.0 * k + 1.0) * x * p1 - k * p0) / (k + 1.0);
        p0 = p1;
        p1 = p2;
    }
    sum
}

/// A Chebyshev series (Clenshaw, 1955).
#[differentiate]
fn chebyshev(c: &[f64]) -> f64 {
    let x = 0.3;
    let (mut b1, mut b2) = (0.0, 0.0);
    for &cj in c.iter().skip(1).rev() {
        (b1, b2) = (2.0 * x * b1 - b2 + cj, b1);
    }
    x * b1 - b2 + c[0]
}

/// The complete elliptic integral by means (Gauss).
#[differentiate(hessian)]
fn elliptic_k(m: f64) -> f64 {
    let (mut a, mut g) = (1.0, (1.0 - m).sqrt());
    while (a - g).abs() > 1e-15 {
        let mean = 0.5 * (a + g);
        g = (a * g).sqrt();
        a = mean;
    }
    PI / (2.0 * a)
}

/// The root of `w · exp(w) = x` (Halley).
#[differentiate]
fn lambert_w(x: f64) -> f64 {
    let mut w = if x < 1.0 { x } else { x.ln() };
    for _ in 0..20 {
        let e = w.exp();
        let f = w * e - x;
        w -= f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
    }
    w
}

#[differentiate]
fn zeta(s: f64) -> f64 {
    let n = 12;
    let head: f64 = (1..n).map(|k| f64::from(k).powf(-s)).sum();
    let nf = f64::from(n);
    head + nf.powf(1.0 - s) / (s - 1.0) + 0.5 * nf.powf(-s) + s * nf.powf(-s - 1.0) / 12.0
        - s * (s + 1.0) * (s + 2.0) * nf.powf(-s - 3.0) / 720.0
}

of_slices! {
    clenshaw: chebyshev at [1.0, -0.4, 0.3, 0.7];
}

of_numbers! {
    gamma: gammas(x = 2.3, y = 0.2);
    beta: ln_beta(a = 1.3, b = 2.4);
    student: incomplete_beta(a = 2.1, b = 3.3, x = 0.3);
    student_far: incomplete_beta(a = 2.1, b = 3.3, x = 0.8);
    errors: erfs(x = 0.7, y = -2.5, z = 1.9);
    functions: several(x = 0.6, y = 2.5, z = 0.4);
}

#[differentiate]
fn gammas(x: f64, y: f64) -> f64 {
    ln_gamma(x) * ln_gamma(y)
}

#[differentiate]
fn erfs(x: f64, y: f64, z: f64) -> f64 {
    erf(x) + 3.0 * erf(y) * erf(z)
}

#[differentiate]
fn several(x: f64, y: f64, z: f64) -> f64 {
    digamma(x) * bessel_j0(y) + elliptic_k(z) * lambert_w(y) + zeta(y)
}

#[test]
fn polynomials() {
    crate::check(
        |x| legendre_series(&x[..3], x[3]),
        |x| {
            let (mut c_bar, x_bar) = legendre_series::gradient(&x[..3], x[3]);
            c_bar.push(x_bar);
            c_bar
        },
        &[0.3, -0.7, 1.1, 0.4],
    );
}

#[test]
fn second_derivatives() {
    for x in [0.3, 1.7] {
        let slope = chainrule_tests::difference(ln_gamma::gradient, x);
        chainrule_tests::assert_close(ln_gamma::hessian(x)[0][0], slope);
    }
    let slope = chainrule_tests::difference(elliptic_k::gradient, 0.4);
    chainrule_tests::assert_close(elliptic_k::hessian(0.4)[0][0], slope);
}
