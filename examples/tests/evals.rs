//! Gradients of the programs of GradBench where the suite's references do not reach: against
//! references rearranged, closed forms and finite differences.

use chainrule_examples::evals::references::{self, Case};
use chainrule_examples::evals::{ba, det, gmm, kmeans, llsq, lse, lstm, ode};
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

/// The derivatives of a function of many numbers, by differences of fifth order.
fn differences(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let h = 1e-3;
    let partial = |i: usize| {
        let step = |steps: f64| {
            let mut at = at.to_vec();
            at[i] += steps * h;
            f(&at)
        };
        let pair = |steps: f64| step(steps) - step(-steps);
        (45.0 * pair(1.0) - 9.0 * pair(2.0) + pair(3.0)) / (60.0 * h)
    };
    (0..at.len()).map(partial).collect()
}

/// Numbers that follow no rule.
fn numbers_like(count: usize) -> Vec<f64> {
    (0..count).map(|i| (1.7 * i as f64 + 0.3).sin()).collect()
}

/// One dimension (nothing below the diagonal), one component, one point: what the suite never asks.
#[test]
fn small_mixtures() {
    for (k, d, n) in [(1, 1, 1), (2, 1, 3), (1, 2, 2), (3, 2, 1)] {
        let sizes = [k, k * d, k * d, k * d * (d - 1) / 2];
        let prior = gmm::Wishart { gamma: 0.8, m: 2 };
        let x = numbers_like(n * d);
        let at = numbers_like(sizes.iter().sum());
        let value = |at: &[f64]| {
            let (alpha, rest) = at.split_at(sizes[0]);
            let (mu, rest) = rest.split_at(sizes[1]);
            let (q, l) = rest.split_at(sizes[2]);
            (gmm::objective(alpha, mu, q, l, &x, prior), [alpha, mu, q, l].map(<[f64]>::to_vec))
        };
        let [alpha, mu, q, l] = value(&at).1;
        let (alpha, mu, q, l) = gmm::objective::gradient(&alpha, &mu, &q, &l, &x, prior);
        let expected = differences(|at| value(at).0, &at);
        assert_close(&[alpha, mu, q, l].concat(), &expected, 1e-9);
    }
}

/// The shortest texts: one prediction, and none, where the loss is 0 / 0.
#[test]
fn short_texts() {
    let (b, layers) = (3, 2);
    let at = numbers_like(8 * layers * b + 3 * b);
    let state = numbers_like(2 * layers * b);
    let text = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
    let value = |at: &[f64], text: &[f64]| {
        let (main, extra) = at.split_at(8 * layers * b);
        lstm::objective(main, extra, &state, text)
    };
    let (main, extra) = at.split_at(8 * layers * b);
    let (main, extra) = lstm::objective::gradient(main, extra, &state, &text);
    let expected = differences(|at| value(at, &text), &at);
    assert_close(&[main, extra].concat(), &expected, 1e-9);
    assert!(value(&at, &text[..b]).is_nan());
}

/// y₀(t) = x₀ t and y₁(t) = x₀ x₁ t² / 2, which the method meets exactly; and every element of a
/// longer solution as a seed.
#[test]
fn solutions_of_the_differential_equation() {
    assert_close(&ode::solve(&[0.7, -0.4], 3), &[1.4, 2.0 * 0.7 * -0.4], 1e-14);
    assert_close(&ode::last_gradient(&[0.7, -0.4], 3), &[-0.8, 1.4], 1e-14);
    let x = numbers_like(4);
    for i in 0..4 {
        let (_, residuals) = ode::solve::forward(&x, 7);
        let mut seed = vec![0.0; 4];
        seed[i] = 1.0;
        let mut x_bar = vec![0.0; 4];
        ode::solve::backward(&x, 7, &residuals, seed, &mut x_bar);
        assert_close(&x_bar, &differences(|x| ode::solve(x, 7)[i], &x), 1e-9);
    }
}

/// The gradient of a determinant is the matrix of cofactors, also where the determinant is 0.
#[test]
fn cofactors() {
    assert_eq!(det::determinant::value_and_gradient(&[3.0], 1), (3.0, vec![1.0]));
    let [a, b, c, d] = [0.3, -0.7, 1.1, 0.4];
    assert_eq!(det::determinant::gradient(&[a, b, c, d], 2), vec![d, -c, -b, a]);
    let singular = [1.0, 2.0, 3.0, 2.0, 4.0, 6.0, 1.0, 0.0, 1.0];
    let cofactors = vec![4.0, 4.0, -4.0, -2.0, -2.0, 2.0, 0.0, 0.0, 0.0];
    assert_eq!(det::determinant::value_and_gradient(&singular, 3), (0.0, cofactors));
    let matrix = numbers_like(25);
    let expected = differences(|a| det::determinant(a, 5), &matrix);
    assert_close(&det::determinant::gradient(&matrix, 5), &expected, 1e-9);
}
