//! Clustering.

use chainrule_examples::evals::kmeans::{cost, direction};
use serde::Deserialize;
use serde_json::Value;

use super::shapes::{at_least, flat};
use super::{Error, Program};
use crate::timing::{Repetitions, Timed};

/// The points, and a centroid for each cluster.
#[derive(Debug, Deserialize)]
pub struct Input {
    points: Vec<Vec<f64>>,
    centroids: Vec<Vec<f64>>,
}

/// `dir` is the gradient divided by the Hessian's diagonal.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Function {
    Cost,
    Dir,
}

impl Program for Input {
    type Function = Function;

    fn evaluate(self, function: Function, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { points, centroids } = self;
        let d = centroids.first().map_or(0, Vec::len);
        at_least(d, 1, "the length of the first centroid")?;
        let points = flat(&points, d, "a point")?;
        let centroids = flat(&centroids, d, "a centroid")?;
        Ok(match function {
            Function::Cost => repetitions.time(|| cost(&points, &centroids, d)).map(Value::from),
            Function::Dir => repetitions
                .time(|| direction(&points, &centroids, d))
                .map(|direction| direction.chunks_exact(d).map(<[f64]>::to_vec).collect()),
        })
    }
}
