//! Prices, yields and risks.

use chainrule::{Differentiable, differentiate};

use crate::of_numbers;

/// The cumulative normal distribution (Abramowitz and Stegun, 26.2.17).
#[differentiate(hessian)]
fn normal_cdf(x: f64) -> f64 {
    const B: [f64; 5] = [0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
    let t = 1.0 / (1.0 + 0.2316419 * x.abs());
    let mut poly = 0.0;
    for b in B.iter().rev() {
        poly = (poly + b) * t;
    }
    let tail = poly * (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if x >= 0.0 { 1.0 - tail } else { tail }
}

#[derive(Clone, Copy, PartialEq)]
enum Right {
    Call,
    Put,
}

/// An option's price (Black and Scholes, 1973): its derivatives are the Greeks.
#[differentiate(hessian)]
fn black_scholes(s: f64, k: f64, r: f64, sigma: f64, t: f64, #[constant] right: Right) -> f64 {
    let d1 = ((s / k).ln() + (r + 0.5 * sigma.powi(2)) * t) / (sigma * t.sqrt());
    let d2 = d1 - sigma * t.sqrt();
    match right {
        Right::Call => s * normal_cdf(d1) - k * (-r * t).exp() * normal_cdf(d2),
        Right::Put => k * (-r * t).exp() * normal_cdf(-d2) - s * normal_cdf(-d1),
    }
}

/// A binomial tree, rolled back in place (Cox, Ross and Rubinstein, 1979).
#[differentiate]
fn binomial_tree(s: f64, sigma: f64, r: f64, strike: f64, steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let up = (sigma * dt.sqrt()).exp();
    let down = 1.0 / up;
    let p = ((r * dt).exp() - down) / (up - down);
    let discount = (-r * dt).exp();
    let mut values = vec![0.0; steps + 1];
    for (i, v) in values.iter_mut().enumerate() {
        let price = s * up.powi(i as i32) * down.powi((steps - i) as i32);
        *v = (strike - price).max(0.0);
    }
    for step in (0..steps).rev() {
        for i in 0..=step {
            let hold = discount * (p * values[i + 1] + (1.0 - p) * values[i]);
            let price = s * up.powi(i as i32) * down.powi((step - i) as i32);
            values[i] = hold.max(strike - price);
        }
    }
    values[0]
}

#[derive(Differentiable, Clone)]
struct Bond {
    face: f64,
    coupon: f64,
    #[constant]
    years: u32,
    #[constant]
    per_year: u32,
}

#[differentiate]
impl Bond {
    fn price(&self, rate: f64) -> f64 {
        let periods = self.years * self.per_year;
        let per_period = rate / f64::from(self.per_year);
        let coupon = self.face * self.coupon / f64::from(self.per_year);
        let mut price = 0.0;
        for i in 1..=periods {
            price += coupon / (1.0 + per_period).powi(i as i32);
        }
        price + self.face / (1.0 + per_period).powi(periods as i32)
    }

    /// Newton's method: the derivative is taken through its steps.
    fn yield_of(&self, price: f64) -> f64 {
        let mut rate = 0.05;
        for _ in 0..20 {
            let h = 1e-4;
            let slope = (self.price(rate + h) - self.price(rate - h)) / (2.0 * h);
            rate -= (self.price(rate) - price) / slope;
        }
        rate
    }
}

/// The net present value of flows that come late.
#[differentiate]
fn present_value(flows: &[(f64, f64)], rate: f64) -> f64 {
    flows.iter().map(|(amount, time)| amount * (-rate * time).exp()).sum()
}

/// A curve of yields (Nelson and Siegel, 1987).
#[differentiate]
fn nelson_siegel(b0: f64, b1: f64, b2: f64, tau: f64) -> f64 {
    let maturities = [0.5, 1.0, 2.0, 5.0, 10.0];
    let quotes = [0.01, 0.012, 0.017, 0.022, 0.025];
    let mut error = 0.0;
    for (m, q) in maturities.iter().zip(&quotes) {
        let x = m / tau;
        let slope = (1.0 - (-x).exp()) / x;
        let fit = b0 + b1 * slope + b2 * (slope - (-x).exp());
        error += (fit - q).powi(2);
    }
    error.sqrt()
}

of_numbers! {
    cdf: tails(x = 0.3, y = -1.2);
    call: call_price(s = 100.0, k = 95.0, r = 0.03, v = 0.2, t = 0.7);
    put: put_price(s = 100.0, k = 95.0, r = 0.03, v = 0.2, t = 0.7);
    american: american_put(s = 100.0, v = 0.25, r = 0.04, k = 101.0);
    curve: nelson_siegel(a = 0.03, b = -0.02, c = 0.01, t = 1.7);
}

#[differentiate]
fn tails(x: f64, y: f64) -> f64 {
    normal_cdf(x) * normal_cdf(y)
}

#[differentiate]
fn call_price(s: f64, k: f64, r: f64, v: f64, t: f64) -> f64 {
    black_scholes(s, k, r, v, t, Right::Call)
}

#[differentiate]
fn put_price(s: f64, k: f64, r: f64, v: f64, t: f64) -> f64 {
    black_scholes(s, k, r, v, t, Right::Put)
}

#[differentiate]
fn american_put(s: f64, v: f64, r: f64, k: f64) -> f64 {
    binomial_tree(s, v, r, k, 12)
}

#[test]
fn greeks() {
    let second = |s: f64| black_scholes::gradient(s, 95.0, 0.03, 0.2, 0.7, Right::Call).0;
    let hessian = black_scholes::hessian(100.0, 95.0, 0.03, 0.2, 0.7, Right::Call);
    chainrule_tests::assert_close(hessian[0][0], chainrule_tests::difference(second, 100.0));
}

#[test]
fn bonds() {
    let bond = |x: &[f64]| Bond { face: x[0], coupon: x[1], years: 5, per_year: 2 };
    crate::check(
        |x| bond(x).yield_of(x[2]),
        |x| {
            let (bar, price_bar) = bond(x).yield_of_gradient(x[2]);
            vec![bar.face, bar.coupon, price_bar]
        },
        &[100.0, 0.04, 97.0],
    );
}

#[test]
fn flows() {
    let of = |x: &[f64]| [(x[0], x[1]), (x[2], x[3])];
    crate::check(
        |x| present_value(&of(x), 0.05),
        |x| {
            let (bar, _) = present_value::gradient(&of(x), 0.05);
            bar.iter().flat_map(|(a, b)| [*a, *b]).collect()
        },
        &[10.0, 1.0, 20.0, 2.5],
    );
}
