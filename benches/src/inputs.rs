//! Arguments of the programs.

use chainrule_examples::evals::ba::Problem;
use chainrule_examples::evals::ht::{Data, Transform};
use chainrule_examples::evals::references;
use serde::Deserialize;

/// Numbers between −1 and 1 in no order.
pub fn numbers(count: usize, seed: usize) -> Vec<f64> {
    (0..count).map(|i| (1.7 * (i * i + 31 * i * seed + 7 * seed) as f64).sin()).collect()
}

/// `points` observations by as many cameras as points.
pub fn bundle(points: usize) -> Problem {
    let camera = |i: usize| std::array::from_fn(|j| numbers(11, i + 1)[j] + 0.1);
    let point = |i: usize| std::array::from_fn(|j| numbers(3, i + 5)[j] + 3.0);
    Problem {
        cameras: (0..points).map(camera).collect(),
        points: (0..points).map(point).collect(),
        weights: numbers(points, 3),
        features: numbers(2 * points, 4).chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect(),
        observations: (0..points).map(|i| (i, i * 7 % points)).collect(),
    }
}

/// A hand and its pose, for 100 measured points.
#[derive(Debug)]
pub struct Hand {
    /// The hand.
    pub data: Data,
    /// The pose.
    pub theta: Vec<f64>,
    /// Where in its triangle each point lies, or nothing.
    pub us: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
struct HandInput {
    theta: Vec<f64>,
    data: Measured,
    us: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
struct Measured {
    model: Model,
    correspondences: Vec<usize>,
    points: Vec<[f64; 3]>,
}

#[derive(Deserialize)]
struct Model {
    parents: Vec<i64>,
    base_relatives: Vec<Transform>,
    inverse_base_absolutes: Vec<Transform>,
    base_positions: Vec<[f64; 4]>,
    weights: Vec<Vec<f64>>,
    triangles: Vec<[usize; 3]>,
    is_mirrored: bool,
}

/// The hand of the suite's workload of that name.
///
/// # Panics
///
/// If there is none.
pub fn hand(workload: &str) -> Hand {
    let cases = references::cases("ht");
    let case = cases.into_iter().find(|case| case.workload.starts_with(workload));
    let input = case.expect("a workload of that name").input;
    let HandInput { theta, data: Measured { model, correspondences, points }, us } =
        HandInput::deserialize(input).expect("a hand");
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
    Hand { data, theta, us }
}
