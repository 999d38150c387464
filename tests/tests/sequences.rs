//! Slices, fixed arrays and their elements.
// Plain assignments are among what is tested.
#![allow(clippy::assign_op_pattern)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Functions of a slice, each tested against differences at slices of several lengths.
macro_rules! slice_programs {
    ($(fn $name:ident($x:ident $(; $($n:ident: $t:ty = $value:expr),*)?) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: &[f64], $($(#[constant] $n: $t),*)?) -> f64 $body

            for length in 0..6 {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 1.2).collect();
                let expected = differences(|at| program(at, $($($value),*)?), &at);
                assert_all_close(&program::gradient(&at, $($($value),*)?), &expected);
            }
        }
    )*};
}

slice_programs! {
    fn elements_by_reference(x) {
        let mut s = 1.0;
        for v in x {
            s = s * v + v.sin();
        }
        s
    }

    fn elements_by_iter(x) {
        let mut s = 1.0;
        for &v in x.iter() {
            s *= v * v;
        }
        for v in x.iter().rev() {
            s = s.sin() + *v;
        }
        s
    }

    fn enumerated(x) {
        let mut s = 0.0;
        for (i, v) in x.iter().enumerate() {
            s += i as f64 * v * s + v.cos();
        }
        s
    }

    fn enumerated_backwards(x) {
        let mut s = 0.0;
        for (i, v) in x.iter().enumerate().rev() {
            s += i as f64 * v * s + v.cos();
        }
        for (i, v) in x.iter().rev().enumerate() {
            s += (s * 0.1).sin() * v * i as f64;
        }
        s
    }

    fn neighbours(x) {
        let mut s = 0.0;
        for i in 1..x.len() {
            let d = x[i] - x[i - 1] * x[i - 1];
            s += 100.0 * d * d + (1.0 - x[i - 1]) * (1.0 - x[i - 1]);
        }
        s
    }

    fn three_neighbours(x) {
        let mut s = 0.0;
        for i in 0..x.len().saturating_sub(2) {
            s += x[i] * x[i + 1] * x[i + 2] * x[0].cos();
        }
        s
    }

    fn all_pairs(x) {
        let mut s = 0.0;
        for i in 0..x.len() {
            for j in 0..x.len() {
                s += x[i] * x[j].sin() * (i as f64 - 0.3 * j as f64);
            }
        }
        s
    }

    fn pairs_below(x) {
        let mut s = 0.0;
        for i in 0..x.len() {
            let mut p = 1.0;
            for j in 0..i {
                p *= x[i] - x[j] * 0.5;
            }
            s += p;
        }
        s
    }

    fn zip_of_unequal_lengths(x; other: &[f64] = &[0.5, 1.5, 2.5]) {
        let mut s = 0.0;
        for (a, b) in x.iter().zip(other) {
            s += a * b + s * a;
        }
        s
    }

    fn zip_with_itself(x) {
        let mut s = 0.0;
        for (a, b) in x.iter().zip(x.iter().rev()) {
            s += a * b.exp();
        }
        s
    }

    fn indexed_by_a_table(x; table: &[usize] = &[0, 0, 2, 1, 4]) {
        let mut s = 0.0;
        for i in 0..x.len() {
            let k = table[i] % x.len();
            s += x[k] * x[i] + x[table[(i + 1) % 5] % x.len()].sin();
        }
        s
    }

    fn conditional_reads(x) {
        let mut s = 1.0;
        for i in 0..x.len() {
            if x[i] > 1.0 {
                s *= x[i];
            } else if i > 0 && x[i - 1] > 0.5 {
                s += x[i - 1] * x[i];
            }
        }
        s
    }

    fn first_and_last(x) {
        if x.len() < 2 {
            0.0
        } else {
            x[0] * x[x.len() - 1] + x[1].tanh()
        }
    }
}

/// Functions of three numbers in an array.
macro_rules! array_programs {
    ($(fn $name:ident($x:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: [f64; 3]) -> f64 $body

            for at in [[0.3, 1.2, 0.8], [1.0, 1.0, 1.0], [-0.5, 0.7, -1.1]] {
                let expected = differences(|at| program([at[0], at[1], at[2]]), &at);
                assert_all_close(&program::gradient(at), &expected);
            }
        }
    )*};
}

array_programs! {
    fn destructured(x) {
        let [a, b, c] = x;
        let y = [a * b, b * c];
        let [p, q] = y;
        p * q + a
    }

    fn local_array_is_filled(x) {
        let mut a = [0.0; 4];
        for i in 0..3 {
            a[i] = x[i] * x[(i + 1) % 3];
            a[i + 1] += x[i].sin();
        }
        a[3] *= a[0];
        a[1] -= a[2];
        a[2] /= 1.5 + a[3] * a[3];
        a[0] * a[1] + a[2] * a[3]
    }

    fn an_element_is_overwritten(x) {
        let mut a = [x[0], x[1], x[2]];
        a[0] = a[0] * a[1];
        a[0] *= a[0];
        a[1] = a[0] + 1.0;
        a[1] = a[2] * a[1];
        a[0] + a[1] * a[2]
    }

    fn a_copy_is_changed(x) {
        let mut a = x;
        a[1] = a[0] * x[1];
        let b = a;
        a[2] = b[1] * 2.0;
        a[0] * b[2] + a[2] * x[2]
    }

    fn carried_through_nested_loops(x) {
        let mut a = x;
        for k in 0..3 {
            for i in 0..3 {
                a[i] = a[(i + k) % 3] * 0.7 + a[i] * a[i];
                if a[i] > 1.0 {
                    a[(i + 1) % 3] -= a[i].sqrt();
                }
            }
        }
        a[0] * a[1] - a[2]
    }

    fn elements_are_swapped(x) {
        let mut a = x;
        for _ in 0..2 {
            let t = a[0];
            a[0] = a[2] * 2.0;
            a[2] = t;
            (a[1], a[2]) = (a[2], a[1]);
        }
        a[0] * a[0] + a[1] * a[2]
    }

    fn whole_arrays_are_assigned(x) {
        let mut a = [1.0, 2.0, 3.0];
        for i in 0..3 {
            a = [a[1] * x[i], a[2], a[0] + x[0]];
        }
        let b = if x[0] > 0.5 { a } else { [x[2], x[1], x[0]] };
        b[0] * b[1] * b[2]
    }

    fn a_table_of_arrays(x) {
        let mut m = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]];
        for i in 0..2 {
            for j in 0..3 {
                m[i][j] = x[j] * (i as f64 + 1.0);
                m[i][j] *= m[0][j];
            }
        }
        m[0][1] * m[1][2] + m[1][0]
    }
}
