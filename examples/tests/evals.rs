//! Gradients of the programs of GradBench where the suite's references do not reach: against
//! references rearranged, closed forms and finite differences.

use chainrule_examples::evals::references::{self, Case};
use chainrule_examples::evals::{ba, kmeans, llsq, lse};
use serde_json::Value;

/// The cases of one function of an eval.
fn cases(eval: &str, function: &str) -> Vec<Case> {
    references::cases(eval).into_iter().filter(|case| case.function == function).collect()
}

/// Numbers at any depth, one after the other.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => vec![number.as_f64().unwrap()],
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        other => panic!("{other} is no number"),
    }
}

#[track_caller]
fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{i}: {a} rather than {b}");
    }
}

/// The suite's `dir` is the gradient divided by the Hessian's diagonal, which is twice the size of
/// the cluster.
#[test]
fn the_gradient_of_kmeans_is_that_of_its_clusters() {
    for case in cases("kmeans", "dir") {
        let points: Vec<Vec<f64>> = serde_json::from_value(case.input["points"].clone()).unwrap();
        let centroids: Vec<Vec<f64>> =
            serde_json::from_value(case.input["centroids"].clone()).unwrap();
        let mut sizes = vec![0.0; centroids.len()];
        for point in &points {
            let distance = |j: usize| -> f64 {
                point.iter().zip(&centroids[j]).map(|(a, b)| (a - b).powi(2)).sum()
            };
            let nearest =
                (0..centroids.len()).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap();
            sizes[nearest] += 1.0;
        }
        let d = centroids[0].len();
        let directions = numbers(&case.output);
        let expected: Vec<f64> =
            directions.iter().enumerate().map(|(i, dir)| dir * 2.0 * sizes[i / d]).collect();
        let gradient = kmeans::cost::gradient(&points.concat(), &centroids.concat(), d);
        assert_close(&gradient, &expected, 1e-10);
    }
}

#[test]
fn one_point_of_a_cluster_of_one() {
    assert_eq!(kmeans::cost::gradient(&[1.0, 2.0], &[3.0, 5.0], 2), vec![4.0, 6.0]);
    assert_eq!(kmeans::cost::gradient(&[], &[3.0, 5.0], 2), vec![0.0, 0.0]);
}

/// The softmax of exponents that would overflow or underflow, of equal ones, of none.
#[test]
fn logsumexp_far_out() {
    assert_eq!(lse::logsumexp::value_and_gradient(&[1000.0]), (1000.0, vec![1.0]));
    assert_eq!(lse::logsumexp::gradient(&[-1000.0, -1000.0]), vec![0.5, 0.5]);
    assert_eq!(lse::logsumexp::gradient(&[-2000.0, 2000.0]), vec![0.0, 1.0]);
    assert_eq!(lse::logsumexp::value_and_gradient(&[]), (f64::NEG_INFINITY, vec![]));
}

/// At two points the program is ½ (−1 − Σ ±xⱼ)² + ½ (1 − Σ xⱼ)².
#[test]
fn least_squares_at_two_points() {
    let [a, b, c] = [0.3, -0.2, 0.7];
    let (left, right) = (-1.0 - (a - b + c), 1.0 - (a + b + c));
    let expected = [-left - right, left - right, -left - right];
    assert_close(&llsq::objective::gradient(&[a, b, c], 2), &expected, 1e-14);
    assert_eq!(llsq::objective::gradient(&[], 2), Vec::<f64>::new());
}

/// Different cameras and points: every block of the sparse Jacobian against differences of the
/// residuals. One camera is not turned, which is a branch of its own, with the limit's derivatives.
#[test]
fn the_jacobian_of_bundle_adjustment() {
    let camera = |i: usize| -> [f64; ba::CAMERA] {
        let turn = if i == 1 { 0.0 } else { 0.1 * (i + 1) as f64 };
        [turn, -2.0 * turn, turn, 0.3, -0.2, -5.0 - i as f64, 2.0, 0.1, 0.2, 0.05, 0.01]
    };
    let problem = ba::Problem {
        cameras: (0..3).map(camera).collect(),
        points: vec![[0.4, 0.7, 1.0], [-0.3, 0.2, 0.5]],
        weights: vec![1.1, 0.9, 0.7, 0.5],
        features: vec![[0.2, 0.3], [0.1, -0.3], [0.0, 0.4], [-0.1, 0.2]],
        observations: vec![(0, 0), (1, 1), (2, 0), (1, 0)],
    };
    let residuals = |at: &[f64]| -> Vec<f64> {
        let (cameras, rest) = at.split_at(3 * ba::CAMERA);
        let (points, weights) = rest.split_at(2 * ba::POINT);
        let moved = ba::Problem {
            cameras: cameras.as_chunks().0.to_vec(),
            points: points.as_chunks().0.to_vec(),
            weights: weights.to_vec(),
            ..problem.clone()
        };
        let errors = moved.errors();
        [errors.reprojection.concat(), errors.weight].concat()
    };
    let at = [problem.cameras.concat(), problem.points.concat(), problem.weights.clone()].concat();
    let jacobian = problem.jacobian();
    let rows = residuals(&at).len();
    assert_eq!(jacobian.rows.len(), rows + 1);
    let mut dense = vec![vec![0.0; at.len()]; rows];
    for (row, line) in dense.iter_mut().enumerate() {
        for entry in jacobian.rows[row]..jacobian.rows[row + 1] {
            line[jacobian.columns[entry]] = jacobian.values[entry];
        }
    }
    for column in 0..at.len() {
        let step = |h: f64| {
            let mut at = at.clone();
            at[column] += h;
            residuals(&at)
        };
        let h = 1e-4;
        let [left, right] = [step(-h), step(h)];
        let [far_left, far_right] = [step(-2.0 * h), step(2.0 * h)];
        let found: Vec<f64> = dense.iter().map(|row| row[column]).collect();
        let expected: Vec<f64> = (0..rows)
            .map(|i| (8.0 * (right[i] - left[i]) - (far_right[i] - far_left[i])) / (12.0 * h))
            .collect();
        assert_close(&found, &expected, 1e-9);
    }
}
