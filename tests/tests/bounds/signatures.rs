//! What methods of a trait may take and give.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, array};

#[differentiate]
trait Model {
    fn risky(&self, r: f64) -> Result<f64, String>;
    fn each(&self, x: &[f64], out: &mut [f64]);
    fn parts(&self, #[constant] k: f64, p: (f64, f64)) -> (f64, [f64; 2]);
    fn array(&self, x: &Array1<f64>) -> Array1<f64>;
    fn count(&self) -> usize;
    fn name(&self) -> &str {
        "model"
    }
    #[differentiate(skip)]
    #[allow(dead_code)]
    fn odd(&self, x: f64) -> Vec<Option<f64>> {
        vec![Some(x)]
    }
}

#[derive(Clone, Differentiable)]
struct Linear {
    a: f64,
    #[constant]
    n: usize,
}

#[differentiate]
impl Model for Linear {
    fn risky(&self, r: f64) -> Result<f64, String> {
        if r < 0.0 {
            return Err(format!("{r} is negative"));
        }
        Ok(self.a * r.sqrt())
    }

    fn each(&self, x: &[f64], out: &mut [f64]) {
        for i in 0..x.len() {
            out[i] = x[i] * x[i] * self.a;
        }
    }

    fn parts(&self, #[constant] k: f64, p: (f64, f64)) -> (f64, [f64; 2]) {
        (p.0 * k, [p.1, self.a])
    }

    fn array(&self, x: &Array1<f64>) -> Array1<f64> {
        x * self.a
    }

    fn count(&self) -> usize {
        self.n
    }
}

#[differentiate]
fn all<M: Model>(m: &M, x: &[f64]) -> Result<f64, String> {
    assert_eq!(m.name(), "model");
    let mut out = vec![0.0; x.len()];
    m.each(x, &mut out);
    let mut s = m.risky(x[0])?;
    for i in 0..m.count() {
        s += out[i] * out[0];
    }
    let (a, b) = m.parts(2.0, (s, x[1]));
    let c = m.array(&array![a, b[0]]);
    Ok(c.sum() * b[1])
}

#[test]
fn results_places_tuples_and_arrays() {
    let value = |at: &[f64]| all(&Linear { a: at[0], n: 2 }, &at[1..]).expect("no error");
    let (bar, x_bar) = all::gradient(&Linear { a: 1.4, n: 2 }, &[0.6, 1.7]).expect("no error");
    assert_all_close(&[bar.a, x_bar[0], x_bar[1]], &differences(value, &[1.4, 0.6, 1.7]));
    let failed = all::gradient(&Linear { a: 1.4, n: 2 }, &[-0.5, 1.7]);
    assert_eq!(failed, Err("-0.5 is negative".to_owned()));
}
