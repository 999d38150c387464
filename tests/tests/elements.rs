//! Elements of slices that may be missing, slices in another order, comparisons with ranges, and
//! patterns on items of iterators.
// Code as users write it.
#![allow(clippy::ptr_arg, clippy::useless_vec)]
#![allow(clippy::get_first, clippy::manual_range_contains, clippy::needless_range_loop)]
#![allow(clippy::iter_next_slice, clippy::manual_map, clippy::map_clone)]

use std::panic::catch_unwind;

use chainrule::differentiate;
use chainrule_tests::slice_programs;

slice_programs! {
    3..7;

    fn the_first_and_the_last(x) {
        x.first().unwrap() * x.last().unwrap() * x.last().copied().unwrap()
    }

    fn dereferenced(x) {
        *x.first().unwrap() * *x.get(1).expect("two elements") * x.len() as f64
    }

    fn one_by_its_position(x) {
        let a = x.get(4).copied().unwrap_or(2.0);
        a * a * x[0]
    }

    fn a_default_that_is_active(x) {
        let a = x.get(5).unwrap_or(&x[1]);
        a * a * x[0]
    }

    fn whether_there_is_one(x) {
        if x.get(4).is_some() { x[4] * x[0] } else { x[0] * x[0] }
    }

    fn of_a_part(x) {
        x[1..].first().unwrap() * x[..2].last().unwrap()
    }

    fn of_nested_vectors(x) {
        let rows = vec![x.to_vec(), vec![x[0] * x[1], 2.0]];
        let last = rows.last().unwrap();
        last[0] * rows.first().unwrap()[2]
    }

    fn of_tuples(x) {
        let pairs: Vec<(f64, f64)> = x.iter().map(|e| (*e, e * e)).collect();
        let (a, b) = pairs.last().unwrap();
        a * b
    }

    fn a_pattern_on_an_element(x) {
        let mut s = x[0];
        if let Some(a) = x.get(3) {
            s *= a;
        }
        match x.get(4) {
            Some(&a) if a > 0.0 => s * a,
            Some(a) => s * a * a,
            None => s * x[1],
        }
    }

    fn a_pattern_on_a_reduction(x) {
        if let Some(m) = x.iter().copied().reduce(f64::min) { m * m } else { 0.0 }
    }

    fn a_pattern_on_what_a_search_finds(x) {
        let Some((i, a)) = x.iter().enumerate().find(|(_, a)| **a < 0.2) else { return x[0] * x[2] };
        a * a * (i + 1) as f64
    }

    fn a_pattern_that_is_tried_later(x) {
        let mut k = 2.0;
        let largest = x.iter().map(|e| e * k).reduce(f64::max);
        k = x[0];
        match largest {
            None => k,
            Some(m) => m * m * k,
        }
    }

    fn a_pattern_in_a_loop(x) {
        let mut s = 0.0;
        for i in 0..x.len() {
            let next = if let Some(next) = x.get(i + 1) { *next } else { x[0] };
            s += x[i] * next * next;
        }
        s
    }

    fn taken_apart(x) {
        let (first, others) = x.split_first().unwrap();
        let (last, between) = others.split_last().unwrap();
        let mut s = first * last;
        for e in between {
            s += e * e * first;
        }
        s
    }

    fn taken_apart_by_a_pattern(x) {
        match x.split_last() {
            Some((last, others)) => last * others[0] * others.iter().sum::<f64>(),
            None => 0.0,
        }
    }

    fn changed_at_the_ends(x) {
        let mut v = x.to_vec();
        *v.first_mut().unwrap() *= x[1];
        *v.last_mut().unwrap() += v[0] * v[0];
        *v.get_mut(1).unwrap() = v[0] * x[2];
        let last = v.last_mut().expect("an element");
        *last *= x[0];
        v[0] * v[1] * v[v.len() - 1]
    }

    fn changed_at_the_ends_in_a_loop(x) {
        let mut v = x.to_vec();
        for e in x {
            *v.last_mut().unwrap() *= e;
            *v.first_mut().unwrap() += v[v.len() - 1];
        }
        v[0] * v[v.len() - 1]
    }

    fn backwards(x) {
        let mut v = x.to_vec();
        v.reverse();
        let mut s = 0.0;
        for (a, b) in v.iter().zip(x) {
            s += a * b * a;
        }
        s
    }

    fn a_part_backwards(x) {
        let mut v = x.to_vec();
        v[1..].reverse();
        v[0] * v[1] * v[1] + v[2]
    }

    fn turned(x) {
        let mut v = x.to_vec();
        v.rotate_left(1);
        v[0] *= v[1];
        v.rotate_right(2);
        v[0] * v[1] * v[1] + v[2]
    }

    fn turned_in_a_loop(x) {
        let mut v = x.to_vec();
        for k in 0..3 {
            v.rotate_right(k);
            v[0] *= v[1];
        }
        v.iter().map(|e| e * e).sum()
    }

    fn one_behind_the_other(x) {
        let v = [x.to_vec(), vec![x[0] * x[1]], x[1..].to_vec()].concat();
        v[0] * v[x.len()] * v[v.len() - 1]
    }

    fn nested_slices_behind_each_other(x) {
        let v = [&x[1..], &x[..2]].concat();
        v.iter().map(|e| e * e * e).sum()
    }

    fn in_a_range(x) {
        let mut s = 0.0;
        for e in x {
            s += if (0.0..=1.0).contains(e) { e * e } else { *e };
        }
        s
    }

    fn in_ranges_with_active_ends(x) {
        let (a, b) = (x[0].min(x[1]), x[0].max(x[1]));
        let inside = (a..b).contains(&x[2]);
        let above = !(..=b).contains(&(x[2] * 1.5)) || (1.0..).contains(&x[2]);
        match (inside, above) {
            (true, _) => x[0] * x[2],
            (false, true) => x[1] * x[2],
            (false, false) => x[2] * x[2],
        }
    }

    fn filtered_by_a_range(x) {
        x.iter().filter(|e| (-0.5..0.9).contains(*e)).map(|e| e * e).sum()
    }

    fn integers_in_a_range(x) {
        let mut s = 0.0;
        for (i, e) in x.iter().enumerate() {
            if (1..=3).contains(&i) && !(2..x.len() - 2).contains(&i) {
                s += e * e;
            }
        }
        s
    }

    fn integers_by_path(x) {
        let n = usize::min(4, x.len());
        let m = std::cmp::min(x.len(), n + 1).max(usize::saturating_sub(2, x.len()));
        let mut s = 0.0;
        for i in 0..std::cmp::max(m, 1) {
            s += x[i] * x[i] * n as f64;
        }
        s
    }

    fn pairs_by_a_function(x) {
        let mut s = 0.0;
        for (a, b) in std::iter::zip(x, &x[1..]) {
            s += a * b * b;
        }
        s * std::iter::zip(x.iter().rev(), x).map(|(a, b)| a * b).sum::<f64>()
    }

    fn arrays_mapped(x) {
        let y = [x[0], x[1], x[2]].map(|e| e * e * x[0]);
        let z = y.map(f64::sin).map(|e| (e, 2.0 * e));
        y[0] * y[1] + z[2].0 * z[1].1
    }

    fn arrays_from_functions(x) {
        let y: [f64; 3] = std::array::from_fn(|i| x[i] * x[(i + 1) % 3]);
        let z: [[f64; 2]; 2] = std::array::from_fn(|i| [y[i], x[i] * y[2]]);
        y[0] * y[1] * z[1][1] + z[0][0]
    }
}

#[differentiate]
fn first(x: &[f64]) -> f64 {
    x.first().unwrap() * 2.0
}

#[differentiate]
fn fifth(x: &mut Vec<f64>) {
    *x.get_mut(4).unwrap() *= 2.0;
}

#[differentiate]
fn rotated(x: &[f64], #[constant] by: usize) -> f64 {
    let mut v = x.to_vec();
    v.rotate_left(by);
    v[0]
}

#[test]
fn what_is_missing_panics() {
    assert!(catch_unwind(|| first::gradient(&[])).is_err());
    assert!(catch_unwind(|| fifth::forward(&mut vec![1.0; 4])).is_err());
    assert!(catch_unwind(|| rotated::gradient(&[1.0, 2.0], 3)).is_err());
    assert_eq!(first::gradient(&[3.0]), [2.0]);
    assert_eq!(rotated::gradient(&[1.0, 2.0], 2), [1.0, 0.0]);
}

#[differentiate]
fn a_nan_is_in_no_range(x: f64) -> f64 {
    if (0.0..=1.0).contains(&x) { 2.0 * x } else { 3.0 * x }
}

#[test]
fn ranges_at_their_ends() {
    assert_eq!(a_nan_is_in_no_range::gradient(0.0), 2.0);
    assert_eq!(a_nan_is_in_no_range::gradient(1.0), 2.0);
    assert_eq!(a_nan_is_in_no_range::gradient(1.5), 3.0);
    assert_eq!(a_nan_is_in_no_range::gradient(f64::NAN), 3.0);
}
