//! Vectors of sequences of different lengths, in another order.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};

/// Numbers beside one.
#[derive(Clone, Differentiable)]
struct Layer {
    weights: Vec<f64>,
    bias: f64,
}

programs! {
    fn a_vector_is_taken_out_of_the_middle(x: &[f64]) {
        let mut v = vec![vec![0.5], vec![0.2, 0.4], vec![0.1, 0.3, 0.7]];
        for (i, e) in x.iter().enumerate().take(3) {
            v[i].push(e * e);
        }
        let apart = v[0][0] * v[1][1];
        let taken = v.remove(1);
        v[0].push(apart);
        v[0].iter().product::<f64>() + v[1].iter().sum::<f64>() * taken[taken.len() - 1]
    }

    fn vectors_go_round(x: &[f64]) {
        let mut v = vec![x.to_vec(), vec![0.2], vec![0.1, 0.3]];
        for e in x {
            v.rotate_left(1);
            v[2].push(*e);
            v[1..].rotate_right(1);
            let last = v[0].len() - 1;
            v[0][last] *= 0.7;
        }
        v.iter().map(|row| row.iter().sum::<f64>().sin()).product()
    }

    fn vectors_are_put_between_others(x: &[f64]) {
        let mut v: Vec<Vec<f64>> = vec![vec![1.0, 2.0]];
        for (i, e) in x.iter().enumerate() {
            v.insert(i / 2, x[..=i].iter().map(|d| d * e).collect());
        }
        v.iter().enumerate().map(|(i, row)| row[0] * row[row.len() - 1] * (i + 1) as f64).sum()
    }

    fn structs_with_vectors_are_exchanged(x: &[f64]) {
        let mut v = vec![
            Layer { weights: vec![0.4], bias: 0.3 },
            Layer { weights: x.to_vec(), bias: 0.6 },
            Layer { weights: vec![0.1, 0.9], bias: 0.2 },
        ];
        for e in x {
            let first = v.remove(0);
            v.push(Layer { bias: first.bias * e, ..first });
            let bias = v[1].bias;
            v[0].weights.push(bias * e);
            v.rotate_right(1);
        }
        v.iter().map(|layer| layer.weights.iter().sum::<f64>() * layer.bias).sum()
    }

    fn a_run_of_vectors_is_copied_over_another(x: &[f64]) {
        let mut v = vec![vec![0.5, 0.2], vec![0.3], vec![0.1, 0.4, 0.8]];
        let mut sum = 0.0;
        for e in x {
            v[0][1] *= e;
            sum += v[1].iter().sum::<f64>() * e;
            let copied = v[..2].to_vec();
            v[1..].clone_from_slice(&copied);
            v[0].push(e.sin());
        }
        sum + v.iter().map(|row| row[row.len() - 1] * row[0]).sum::<f64>()
    }
}

#[differentiate(hessian)]
fn squares(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for e in v {
        sum += e * e;
    }
    sum
}

#[differentiate(hessian)]
fn what_is_left(x: &[f64]) -> f64 {
    let (mut sum, mut t) = (x[1], x[0]);
    for i in (0..3).rev() {
        let mut left = Vec::new();
        for e in x.iter().rev() {
            left.push(e * 0.6);
        }
        let out = left.remove(i % 2);
        t = (t * 0.7).sin();
        sum += out * t;
        sum += squares(&left);
    }
    sum + t * x[0]
}

#[test]
fn what_is_left_of_a_vector_keeps_its_last_element() {
    let at = [0.3, 0.8, -0.4];
    assert_all_close(&what_is_left::gradient(&at), &differences(what_is_left, &at));
    for i in 0..3 {
        let slope = differences(|x| what_is_left::gradient(x)[i], &at);
        assert_all_close(&what_is_left::hessian(&at).row(i).to_vec(), &slope);
    }
}
