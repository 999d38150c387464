//! Running replacements.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

#[differentiate(jvp)]
fn largest_root(x: &[f64]) -> f64 {
    let mut best = -1.0;
    for i in 0..x.len() {
        let r = x[i].sqrt();
        if r > best {
            best = r;
        }
    }
    best
}

#[test]
fn the_last_replacement_counts_alone() {
    for (x, expected) in [([0.0, 4.0], [0.0, 0.25]), ([4.0, 0.0], [0.25, 0.0])] {
        assert_eq!(largest_root::gradient(&x), expected);
        assert_eq!(largest_root::jvp(&x, &[1.0, 0.0]).1, expected[0]);
        assert_eq!(largest_root::jvp(&x, &[0.0, 1.0]).1, expected[1]);
    }
    assert_eq!(largest_root::gradient(&[]), [0.0; 0]);
}

/// Functions of a slice, whose gradients are compared with differences.
macro_rules! loops {
    ($($name:ident($x:ident) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn f($x: &[f64]) -> f64 { $($body)* }
            let x = [0.3, 1.2, -0.7, 2.5, 0.9, 2.1];
            assert_all_close(&f::gradient(&x), &differences(f, &x));
        }
    )*};
}

loops! {
    two_together(x) {
        let (mut low, mut beside) = (x[0] * x[1], 1.0);
        for i in 1..x.len() {
            let v = x[i] * x[i - 1];
            if v < low {
                low = v;
                beside = x[i] + x[0];
            }
        }
        low * beside
    }
    nested(x) {
        let mut best = x[0] * x[0];
        for i in 0..x.len() {
            for j in 0..i {
                let v = x[i] * x[j] + x[i].sin();
                if v > best { best = v; }
            }
        }
        best * best
    }
    read_on_the_way(x) {
        let (mut best, mut sum) = (x[0], 0.0);
        for i in 0..x.len() {
            if x[i] > best { best = x[i]; }
            sum += best * x[i];
        }
        sum
    }
    of_another_carried_value(x) {
        let (mut prefix, mut best) = (0.0, 0.0);
        for i in 0..x.len() {
            prefix += x[i] * x[i];
            if prefix < 6.0 { best = prefix * x[i]; }
        }
        best
    }
    of_what_was_before(x) {
        let mut best = x[0];
        for i in 0..x.len() {
            if x[i] > best { best = x[i] + 0.5 * best; }
        }
        best
    }
    of_a_carried_constant(x) {
        let (mut n, mut weight, mut best) = (0, 1.0, x[0] * x[1]);
        while n < x.len() {
            let v = x[n] * x[n] * weight;
            if v > best { best = v; }
            weight *= 0.8;
            n += 1;
        }
        best
    }
    first_crossing(x) {
        let (mut at, mut found) = (x[5] * 2.0, false);
        for i in 1..x.len() {
            if !found && x[i] > 1.0 {
                at = (i as f64) + x[i] / (x[i] - x[i - 1]);
                found = true;
            }
        }
        at
    }
    left_early(x) {
        let mut best = x[0].exp();
        for v in x {
            if *v > 2.3 { break; }
            if v * v > best { best = v * v; }
        }
        best
    }
    backwards(x) {
        let mut best = 10.0 * x[0];
        for i in (0..x.len()).rev() {
            if x[i] < best { best = x[i] * x[i]; }
        }
        best
    }
    never(x) {
        let mut best = x[0] * x[3];
        for v in x {
            if *v > 100.0 { best = v.sqrt(); }
        }
        best * x[1]
    }
    two_conditions(x) {
        let (mut low, mut high) = (x[0], x[0]);
        for v in x {
            if *v < low { low = *v; }
            if *v > high { high = *v * 2.0; }
        }
        high - low * low
    }
    the_other_arm(x) {
        let mut best = x[0] * 3.0;
        for v in x {
            if *v < 2.0 { } else { best = v.ln(); }
        }
        best
    }
}

#[test]
fn a_carried_value_that_is_reset() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let (mut r, mut s) = (x.ln(), 0.0);
        for i in 0..3 {
            if i > 0 {
                s += r;
            }
            r = y;
        }
        s + r
    }
    assert_eq!(f::gradient(0.0, 4.0), (0.0, 3.0));
    assert_eq!(f::jvp(0.0, 4.0, 1.0, 0.0).1, 0.0);
}

#[test]
fn a_loop_without_iterations() {
    #[differentiate(jvp)]
    fn f(x: f64, y: &[f64]) -> f64 {
        let k = x.sqrt();
        let mut s = 1.0;
        for v in y {
            s += k * v;
        }
        s
    }
    assert_eq!(f::gradient(0.0, &[]), (0.0, vec![]));
}
