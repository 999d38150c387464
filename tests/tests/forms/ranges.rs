//! Ranges under names, in fields, as parameters.

use std::ops::{Range, RangeInclusive};

use chainrule::{Differentiable, check_gradient, differentiate};

programs! {
    fn a_loop_over_one(x, y) {
        let r = 1..=2usize;
        let mut s = y;
        for i in r { s = s * x[i] + y; }
        s
    }

    fn its_length(x, y) {
        let r = 1..4usize;
        let n = r.len();
        r.map(|i| x[i] * y).sum::<f64>() * n as f64
    }

    fn once_more_and_backwards(x, y) {
        let r = 1..=3usize;
        let mut s = y;
        for i in r.clone().rev() { s = s * x[i] + y; }
        for i in r { s += x[i] * s; }
        s
    }

    fn whether_it_contains_an_index(x, y) {
        let r = 1..4usize;
        let mut s = y;
        for i in 0..x.len() { if r.contains(&i) { s *= x[i]; } }
        s
    }

    fn whether_it_contains_a_number(x, y) {
        let r = 0.5..=1.0;
        let mut s = y;
        for e in x { if r.contains(e) { s *= e; } }
        if (..1.2).contains(&s) { s * s } else { s }
    }

    fn its_bounds(x, y) {
        let (r, q) = (1..4usize, 2..=3usize);
        if r.is_empty() { return y; }
        x[r.start] * x[r.end] * y + x[*q.start()] * x[*q.end()]
    }

    fn a_part_of_a_slice(x, y) {
        let (r, to) = (1..4, ..2);
        x[r.clone()].iter().map(|e| e * y).sum::<f64>() * x[r].len() as f64 * x[to].iter().sum::<f64>()
    }

    fn a_part_that_is_written(x, y) {
        let r = 1..3;
        let mut v = x.to_vec();
        for e in &mut v[r.clone()] { *e *= y; }
        v[r].iter().product()
    }

    fn one_of_two(x, y) {
        let r = if y > 0.5 { 0..3 } else { 2..5 };
        let mut s = y;
        for i in r { s = s * x[i] + 1.0; }
        s
    }

    fn small_integers_and_negative_ones(x, y) {
        let (r, q) = (0..=3u8, -2..=2);
        let mut s = y;
        for i in r { s = s * x[i as usize] + y; }
        for i in q { s = s * (1.0 + f64::from(i) * 0.1) + x[0]; }
        s
    }

    fn within_a_closure(x, y) {
        let r = 1..4usize;
        let f = |v: f64| r.clone().map(|i| x[i] * v * v).sum::<f64>();
        f(y) + f(x[0])
    }

    fn handed_to_a_function_inside(x, y) {
        fn total(x: &[f64], r: Range<usize>) -> f64 {
            let mut s = 0.0;
            for i in r { s += x[i] * x[i]; }
            s
        }
        total(x, 1..4) * y
    }
}

#[differentiate(hessian)]
fn part(x: &[f64], #[constant] r: Range<usize>) -> f64 {
    let mut s = 0.0;
    for i in r.clone() {
        s += x[i] * x[i] * (1.0 + s * s);
    }
    s * x[r].iter().product::<f64>()
}

#[differentiate(hessian)]
fn halves(x: &[f64], #[constant] window: &RangeInclusive<f64>) -> f64 {
    let n = x.len();
    let whole = part(x, 0..n / 2) * part(x, n / 2..n);
    if window.contains(&whole) { whole } else { whole * whole }
}

#[derive(Differentiable)]
struct Band {
    gain: f64,
    #[constant]
    bins: Range<usize>,
}

#[differentiate]
fn energy(x: &[f64], band: &Band) -> f64 {
    let mut s = 0.0;
    for i in band.bins.clone() {
        s += x[i] * x[i] * band.gain;
    }
    s / band.bins.len() as f64
}

#[test]
fn as_parameters_and_in_fields() {
    let x = vec![0.4, 0.7, 1.2, 0.3];
    for window in [0.0..=0.001, 0.0..=10.0] {
        let f = |x: &Vec<f64>| halves(x, &window);
        check_gradient(f, |x: &Vec<f64>| halves::gradient(x, &window), &x).unwrap();
        for i in 0..4 {
            let mut direction = vec![0.0; 4];
            direction[i] = 1.0;
            let second = chainrule_tests::differences(|x| halves::gradient(x, &window)[i], &x);
            chainrule_tests::assert_all_close(&halves::hvp(&x, &window, &direction), &second);
        }
    }
    let band = Band { gain: 2.0, bins: 1..3 };
    check_gradient(|x: &Vec<f64>| energy(x, &band), |x| energy::gradient(x, &band).0, &x).unwrap();
}
