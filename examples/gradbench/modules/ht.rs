//! Hand tracking.

use chainrule_examples::evals::ht::{Data, Transform};
use serde::Deserialize;
use serde_json::Value;

use super::shapes::length;
use super::{Error, Jacobian, Program};
use crate::timing::{Repetitions, Timed};

/// A pose, and what it is compared with.
#[derive(Debug, Deserialize)]
pub struct Input {
    theta: Vec<f64>,
    data: Measured,
    us: Vec<[f64; 2]>,
}

#[derive(Debug, Deserialize)]
struct Measured {
    model: Model,
    correspondences: Vec<usize>,
    points: Vec<[f64; 3]>,
}

#[derive(Debug, Deserialize)]
struct Model {
    bone_count: usize,
    /// −1 where there is none.
    parents: Vec<i64>,
    base_relatives: Vec<Transform>,
    inverse_base_absolutes: Vec<Transform>,
    base_positions: Vec<[f64; 4]>,
    weights: Vec<Vec<f64>>,
    triangles: Vec<[usize; 3]>,
    is_mirrored: bool,
}

impl Program for Input {
    type Function = Jacobian;

    fn evaluate(self, function: Jacobian, repetitions: Repetitions) -> Result<Timed<Value>, Error> {
        let Input { theta, data: Measured { model, correspondences, points }, us } = self;
        let bones = model.bone_count;
        length(&theta, 26, "theta")?;
        length(&model.parents, bones, "the list of parents")?;
        length(&model.base_relatives, bones, "the list of base_relatives")?;
        length(&model.inverse_base_absolutes, bones, "the list of inverse_base_absolutes")?;
        length(&model.weights, model.base_positions.len(), "the list of weights")?;
        model.weights.iter().try_for_each(|row| length(row, bones, "a row of weights"))?;
        length(&correspondences, points.len(), "the list of correspondences")?;
        if !us.is_empty() {
            length(&us, points.len(), "us")?;
        }
        let data = Data {
            parents: model.parents.into_iter().map(|parent| parent.try_into().ok()).collect(),
            base_relatives: model.base_relatives,
            inverse_base_absolutes: model.inverse_base_absolutes,
            base_positions: model.base_positions,
            weights: model.weights,
            triangles: model.triangles,
            is_mirrored: model.is_mirrored,
            correspondences,
            points,
        };
        Ok(match function {
            Jacobian::Objective => repetitions.time(|| data.errors(&theta, &us)).map(Value::from),
            Jacobian::Jacobian => repetitions.time(|| data.columns(&theta, &us)).map(|columns| {
                let row = |i: usize| columns.iter().map(|column| column[i]).collect();
                (0..columns[0].len()).map(row).collect::<Vec<Value>>().into()
            }),
        })
    }
}
