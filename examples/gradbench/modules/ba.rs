//! Bundle adjustment.

use chainrule_examples::evals::ba::{CAMERA, POINT, Problem, SparseMatrix};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::shapes::at_least;
use super::{Error, Jacobian, Program};
use crate::timing::{Repetitions, Timed};

/// How many elements of each part of a sparse matrix are sent, beside the last.
const SENT: usize = 30;

/// `n` equal cameras, `m` equal points and `p` equal observations.
#[derive(Debug, Deserialize)]
pub struct Input {
    n: usize,
    m: usize,
    p: usize,
    cam: [f64; CAMERA],
    x: [f64; POINT],
    w: f64,
    feat: [f64; 2],
}

impl Program for Input {
    type Function = Jacobian;

    fn evaluate(self, function: Jacobian, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { n, m, p, cam, x, w, feat } = self;
        at_least(n, 1, "n")?;
        at_least(m, 1, "m")?;
        at_least(p, 1, "p")?;
        let problem = Problem {
            cameras: vec![cam; n],
            points: vec![x; m],
            weights: vec![w; p],
            features: vec![feat; p],
            observations: (0..p).map(|i| (i % n, i % m)).collect(),
        };
        Ok(match function {
            Jacobian::Objective => repetitions.time(|| problem.errors()).map(|errors| {
                json!({
                    "reproj_error": { "elements": errors.reprojection[0], "repeated": p },
                    "w_err": { "element": errors.weight[0], "repeated": p },
                })
            }),
            Jacobian::Jacobian => repetitions.time(|| problem.jacobian()).map(|jacobian| {
                let SparseMatrix { rows, columns, values } = jacobian;
                json!({ "rows": ends(&rows), "cols": ends(&columns), "vals": ends(&values) })
            }),
        })
    }
}

/// The first elements and the last.
fn ends<T: Copy + Serialize>(items: &[T]) -> Vec<T> {
    items.iter().take(SENT).chain(items.last()).copied().collect()
}
