//! Sorting: values in another order, which is the same nearby, and a cotangent that goes back by it.

// Code as users write it.
#![allow(clippy::useless_vec, clippy::manual_is_multiple_of)]

use chainrule::differentiate;
use chainrule_tests::slice_programs;

slice_programs! { [1, 4, 9];
    fn ascending(x) {
        let mut v = x.to_vec();
        v.sort_by(|a, b| a.partial_cmp(b).unwrap());
        v.iter().enumerate().map(|(i, e)| e * e * (i + 1) as f64).sum()
    }
    fn descending(x) {
        let mut v: Vec<f64> = x.iter().map(|e| e * x[0]).collect();
        v.sort_unstable_by(|a, b| b.total_cmp(a));
        v.iter().enumerate().map(|(i, e)| e * e * (i + 1) as f64).sum()
    }
    fn by_path(x) { let mut v = x.to_vec(); v.sort_by(f64::total_cmp); v[0] * v[v.len() - 1] + v[v.len() / 2] }
    fn median(x) {
        let mut v: Vec<f64> = x.iter().map(|e| (e - x[0]) * (e - x[0])).collect();
        v.sort_by(|a, b| a.total_cmp(b));
        let n = v.len();
        if n % 2 == 0 { 0.5 * (v[n / 2 - 1] + v[n / 2]) } else { v[n / 2] * x[0] }
    }
    fn in_a_loop(x) {
        let (mut s, mut v) = (0.0, x.to_vec());
        for i in 0..v.len() {
            v[i] *= x[0] + i as f64;
            v.sort_by(|a, b| a.partial_cmp(b).unwrap());
            s += v[i] * v[0];
        }
        s
    }
    fn in_a_branch(x) {
        let mut v = x.to_vec();
        if x[0] > 0.5 { v.sort_by(f64::total_cmp); } else { v[0] *= x[0]; }
        v.iter().enumerate().map(|(i, e)| e * e * i as f64).sum::<f64>() + v[0]
    }
    fn a_part(x) {
        let mut v = x.to_vec();
        let n = v.len();
        v[..n / 2].sort_by(|a, b| b.total_cmp(a));
        v.iter().enumerate().map(|(i, e)| e * e * (i + 1) as f64).sum()
    }
    fn indices(x) {
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|&i, &j| x[j].partial_cmp(&x[i]).unwrap());
        order.iter().enumerate().map(|(k, i)| x[*i] * x[*i] * k as f64).sum()
    }
    fn pairs(x) {
        let mut v: Vec<(usize, f64)> = x.iter().map(|e| e * x[0]).enumerate().collect();
        v.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap());
        v.iter().map(|(i, e)| e * e * *i as f64).sum::<f64>() + v[0].1
    }
    fn by_what_is_captured(x) {
        let a = x[0] * 0.5;
        let mut v = x.to_vec();
        v.sort_by(|p, q| (p - a).abs().total_cmp(&(q - a).abs()));
        v.iter().enumerate().map(|(i, e)| e * e * (i + 1) as f64).sum::<f64>() * a
    }
    fn names_of_the_comparison(x) {
        let (a, b) = (x[0] * 2.0, x[0]);
        let mut v = x.to_vec();
        v.sort_by(|a, b| a.total_cmp(b));
        v[0] * a + b * b
    }
}

#[differentiate]
fn with_not_a_number(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(f64::total_cmp);
    v[0] * v[1]
}

#[test]
fn not_a_number_stands_where_it_stands_in_the_primal() {
    let x = [2.0, f64::NAN, 0.5];
    assert_eq!(with_not_a_number::value_and_gradient(&x), (1.0, vec![0.5, 0.0, 2.0]));
}

#[differentiate]
fn unwrapped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    v[0]
}

#[test]
#[should_panic(expected = "None")]
fn a_comparison_that_panics_does_so_in_the_derivative() {
    unwrapped::gradient(&[1.0, f64::NAN, 2.0]);
}

#[differentiate]
fn signed_zeros(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    2.0 * v[0] + 3.0 * v[1]
}

#[test]
fn what_compares_equal_keeps_its_order() {
    assert_eq!(signed_zeros::gradient(&[0.0, -0.0]), vec![2.0, 3.0]);
    assert_eq!(signed_zeros::gradient(&[1.0, 1.0]), vec![2.0, 3.0]);
}

#[differentiate(checkpoint)]
fn single(x: &[f32]) -> f32 {
    let mut v = x.to_vec();
    for _ in 0..2 {
        v.sort_by(|a, b| b.total_cmp(a));
        v[0] *= 0.25;
    }
    v[0] * v[1]
}

#[test]
fn in_single_precision_and_with_nothing_kept() {
    assert_eq!(single::value_and_gradient(&[1.0, 4.0, 2.0]), (0.5, vec![0.0, 0.125, 0.25]));
}

#[differentiate]
fn behind(x: &mut Vec<f64>, y: f64) {
    x[1..].sort_by(|p, q| q.total_cmp(p));
    x.sort_by(f64::total_cmp);
    x.push(y);
    if let Some(last) = x.last_mut() {
        *last *= 2.0;
    }
}

#[differentiate]
fn of_a_callee(x: &[f64], y: f64) -> f64 {
    let mut v = x.to_vec();
    behind(&mut v, y);
    v[0] * v[0] * v[v.len() - 1]
}

#[test]
fn what_is_behind_a_reference_is_sorted() {
    assert_eq!(of_a_callee::gradient(&[0.75, 0.5, 1.25], 0.5), (vec![0.0, 1.0, 0.0], 0.5));
}

#[differentiate]
fn of_names_that_are_taken(x: &[f64]) -> f64 {
    let items = [0.5];
    let mut v = vec![x.to_vec()];
    v[0].sort_by(|a, b| (a - items[0]).abs().total_cmp(&(b - items[0]).abs()));
    v[0][0] * 2.0
}

#[test]
fn names_of_the_user_mean_what_they_mean() {
    assert_eq!(of_names_that_are_taken::gradient(&[0.75, 0.4, 1.25]), vec![0.0, 2.0, 0.0]);
}

/// What a comparison says is a value without derivative.
#[differentiate(hessian, lanes, checkpoint)]
fn by_order(x: &[f64]) -> f64 {
    use std::cmp::Ordering;
    let mut s = 1.0;
    for i in 1..x.len() {
        let order = x[i].partial_cmp(&x[i - 1]);
        if let Some(Ordering::Less) = order {
            s *= x[i];
            continue;
        }
        s += match (2 * i).cmp(&(i * i)).reverse() {
            Ordering::Less if i > 1 => x[i] * x[i],
            Ordering::Less | Ordering::Equal => x[i],
            Ordering::Greater => return s * x[0],
        };
    }
    match s.total_cmp(&x[0]) {
        Ordering::Less => s.sin(),
        _ => s * s,
    }
}

#[test]
fn what_a_comparison_says() {
    let points: [&[f64]; 4] =
        [&[1.0, 2.0, 1.5, 7.0], &[1.0, 2.0, 2.5], &[2.0, 1.0, 0.5], &[9.0, 3.0, 4.0]];
    for x in points {
        let gradient = chainrule_tests::differences(by_order, x);
        chainrule_tests::assert_all_close(&by_order::gradient(x), &gradient);
        let direction: Vec<f64> = (0..x.len()).map(|i| 0.3 + i as f64).collect();
        let slope: f64 = gradient.iter().zip(&direction).map(|(g, d)| g * d).sum();
        chainrule_tests::assert_close(by_order::jvp(x, &direction).1, slope);
        let moved =
            |t: f64| -> Vec<f64> { x.iter().zip(&direction).map(|(x, d)| x + t * d).collect() };
        let product = by_order::hvp(x, &direction);
        for (i, ours) in product.iter().enumerate() {
            chainrule_tests::assert_close(
                *ours,
                chainrule_tests::difference(|t| by_order::gradient(&moved(t))[i], 0.0),
            );
        }
    }
}
