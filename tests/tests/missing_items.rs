//! Iterators that leave items out, end early, or look for one: `filter_map`, `map_while`, `scan`, `unzip`, and one item of
//! what these yield.

// Code as users write it.
#![allow(
    clippy::filter_map_bool_then,
    clippy::unnecessary_filter_map,
    clippy::while_let_on_iterator
)]

use chainrule::{Differentiable, differentiate};
use chainrule_tests::slice_programs;

slice_programs! { [2, 5, 9];
    fn filter_map(x) { x.iter().filter_map(|e| if *e > 0.4 { Some(e * x[0]) } else { None }).sum() }
    fn filter_map_of_conditions(x) { x.iter().filter_map(|e| (*e > 0.4).then(|| e * e)).product() }
    fn indices(x) { (0..x.len()).filter_map(|i| if x[i] > 0.4 { Some(i) } else { None }).map(|i| x[i] * x[0]).sum() }
    fn what_get_yields(x) { (0..9).filter_map(|i| x.get(i)).map(|e| e * x[1]).product() }
    fn in_a_loop_with_an_exit(x) {
        let mut s = 1.0;
        for e in x.iter().filter_map(|e| (*e > 0.4).then(|| e * x[0])) {
            s = s * e + x[1];
            if s > 1.5 { break; }
        }
        s
    }
    fn in_loops(x) {
        let mut s = x[0];
        for i in 0..3 {
            s += x.iter().filter_map(|e| (*e > 0.1 * i as f64).then(|| e * s)).sum::<f64>();
        }
        s
    }
    fn collected(x) {
        let kept: Vec<f64> = x.iter().filter_map(|e| (*e > 0.4).then_some(e * e)).collect();
        kept.iter().rev().fold(x[0], |s, e| s * e + 1.0)
    }
    fn map_while(x) { x.iter().map_while(|e| (*e > 0.0).then(|| e * x[0])).sum::<f64>() + x[1] }
    fn map_while_enumerated(x) {
        x.iter().map_while(|e| (*e > -0.3).then(|| e * e)).enumerate().map(|(i, e)| e * i as f64).sum()
    }
    fn scan_that_ends(x) {
        x.iter().scan(1.0, |s, e| { *s += e; if *s > 3.0 { return None; } Some(*s * e) }).sum()
    }
    fn scan_that_may_end(x) {
        let mut t = x[0];
        for e in x.iter().scan(0.5, |s, e| { *s *= e; if *s < 0.05 { None } else { Some(*s) } }) { t = t * e + 1.0; }
        t
    }
    fn unzip(x) {
        let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|e| (e * x[0], e.sin())).unzip();
        a.iter().zip(&b).map(|(p, q)| p * q).sum()
    }
    fn partition(x) {
        let (a, b): (Vec<f64>, Vec<f64>) = x.iter().partition(|e| **e > 0.4);
        a.iter().sum::<f64>() * b.iter().map(|e| e * e).sum::<f64>()
    }
    fn pushed_by_flat_map(x) {
        let all: Vec<f64> = x.iter().flat_map(|e| [*e, e * x[0]]).collect();
        all[1] * all[2] * all[3]
    }
    fn behind_a_filter(x) {
        x.iter().filter(|e| **e > 0.0).skip(1).step_by(2).take(2).map(|e| e * x[0]).sum::<f64>() + x[1]
    }
    fn zip_behind_a_filter(x) { x.iter().filter(|e| **e > 0.0).zip(x.iter().skip(1)).map(|(a, b)| a * b).sum() }
    fn nothing_is_taken(x) { x.iter().filter(|e| **e > 0.0).take(0).sum::<f64>() + x[0] * x[0] }
    fn endless(x) { (0..).map(|i| x[i % x.len()] * x[0]).filter(|e| *e > 0.1).take(5).sum() }
    fn an_iterator_again(x) {
        let squares = x.iter().map(|e| e * x[0]);
        squares.clone().sum::<f64>() * squares.skip(1).product::<f64>() / (1..x.len()).len() as f64
    }
    fn find_map(x) { x.iter().find_map(|e| (*e < 0.9).then(|| e * x[0])).unwrap_or(x[1]) }
    fn last_of_some(x) { x.iter().take_while(|e| **e > -0.3).last().map_or(x[0], |e| e * x[0]) }
    fn nth_of_a_scan(x) { x.iter().scan(1.0, |s, e| { *s += e * e; Some(*s) }).nth(1).unwrap() }
    fn best_of_a_flat_map(x) {
        (0..x.len()).flat_map(|i| (0..i).map(move |j| x[i] * x[j])).max_by(|a, b| a.total_cmp(b)).unwrap()
    }
    fn reduce_behind_skip_while(x) { x.iter().copied().skip_while(|e| *e < 0.5).reduce(|a, b| a * b + 1.0).unwrap_or(x[0]) }
    fn position_in_a_flat_map(x) {
        let at = x.iter().flat_map(|e| [e * e, e * 2.0]).position(|e| e > 1.0).unwrap_or(0);
        x[at / 2] * x[0]
    }
    fn with_a_variable_that_changes(x) {
        let mut seen = 0.0;
        let last = x.iter().map(|e| { seen += e; e * e }).last().unwrap();
        last * seen
    }
}

/// What comes behind the last item that is taken is not asked for.
#[differentiate(checkpoint)]
fn asks_no_further(x: &[f64]) -> f64 {
    let mut asked = 0.0;
    let taken: f64 = x
        .iter()
        .map(|e| {
            asked += 1.0;
            e * e
        })
        .filter(|e| *e > 0.2)
        .take(2)
        .sum();
    taken * asked
}

#[test]
fn no_more_items_are_asked_for_than_are_taken() {
    let x = [0.5, 0.1, 1.5, 2.0, 3.0];
    let (value, x_bar) = asks_no_further::value_and_gradient(&x);
    assert_eq!(value, asks_no_further(&x));
    assert_eq!(value, (0.25 + 2.25) * 3.0);
    chainrule_tests::assert_all_close(&x_bar, &[3.0, 0.0, 9.0, 0.0, 0.0]);
}

#[derive(Clone, Differentiable)]
struct Mass {
    m: f64,
    k: f64,
}

#[derive(Clone, Copy, Differentiable)]
struct Weighted(f64, f64);

slice_programs! { [2, 5];
    fn elements_taken_apart(x) {
        let mut v: Vec<Mass> = x.iter().map(|e| Mass { m: *e, k: e * x[0] }).collect();
        if let Some(Mass { m, .. }) = v.last_mut() {
            *m *= x[1];
        }
        if let Some(Mass { m, k }) = v.first_mut() {
            *m *= *k;
            *k += x[1];
        }
        let Some(Mass { m, k }) = v.get(1) else { return x[0] };
        m * k + v.iter().map(|mass| mass.m * mass.k).sum::<f64>()
    }
    fn sought_and_taken_apart(x) {
        let v: Vec<Weighted> = x.iter().map(|e| Weighted(*e, e * e)).collect();
        let mut s = 0.0;
        if let Some(&Weighted(a, b)) = v.iter().find(|w| w.1 > 0.2) {
            s += a * b * x[1];
        }
        let mut all = v.iter();
        while let Some(Weighted(a, b)) = all.next() {
            s += a * b;
        }
        match v.last() {
            Some(Weighted(a, b)) => s * a + b,
            None => s,
        }
    }
}
