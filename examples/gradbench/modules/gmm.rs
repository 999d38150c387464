//! A Gaussian mixture model.

use chainrule_examples::evals::gmm::{Wishart, objective};
use serde::Deserialize;
use serde_json::{Value, json};

use super::shapes::{at_least, flat, length, rows};
use super::{Error, Jacobian, Program};
use crate::timing::{Repetitions, Timed};

/// `n` points, and `k` components of `d` dimensions with their prior.
#[derive(Debug, Deserialize)]
pub struct Input {
    d: usize,
    k: usize,
    n: usize,
    m: usize,
    gamma: f64,
    x: Vec<Vec<f64>>,
    alpha: Vec<f64>,
    mu: Vec<Vec<f64>>,
    q: Vec<Vec<f64>>,
    l: Vec<Vec<f64>>,
}

impl Program for Input {
    type Function = Jacobian;

    fn evaluate(self, function: Jacobian, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { d, k, n, m, gamma, x, alpha, mu, q, l } = self;
        at_least(d, 1, "d")?;
        at_least(k, 1, "k")?;
        length(&x, n, "x")?;
        length(&alpha, k, "alpha")?;
        length(&mu, k, "mu")?;
        length(&q, k, "q")?;
        length(&l, k, "l")?;
        let x = flat(&x, d, "a row of x")?;
        let mu = flat(&mu, d, "a row of mu")?;
        let q = flat(&q, d, "a row of q")?;
        let l = flat(&l, d * (d - 1) / 2, "a row of l")?;
        let prior = Wishart { gamma, m };
        Ok(match function {
            Jacobian::Objective => {
                repetitions.time(|| objective(&alpha, &mu, &q, &l, &x, prior)).map(Value::from)
            }
            Jacobian::Jacobian => repetitions
                .time(|| objective::gradient(&alpha, &mu, &q, &l, &x, prior))
                .map(|(alpha, mu, q, l)| {
                    let [mu, q, l] = [mu, q, l].map(|part| rows(&part, k));
                    json!({ "alpha": alpha, "mu": mu, "q": q, "l": l })
                }),
        })
    }
}
