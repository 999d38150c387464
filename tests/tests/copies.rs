//! Sequences that are overwritten with copies of themselves.
// Code as users write it.
#![allow(clippy::needless_range_loop, clippy::clone_on_copy)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

/// Functions of a slice of four numbers and a count.
macro_rules! programs {
    ($(fn $name:ident($x:ident, $n:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: &[f64], $n: usize) -> f64 $body

            let at = [0.7, 1.3, 0.9, 1.1];
            for n in 0..4 {
                let (value, x_bar) = program::value_and_gradient(&at, n);
                assert_eq!(value.to_bits(), program(&at, n).to_bits());
                assert_all_close(&x_bar, &differences(|at| program(at, n), &at));
            }
        }
    )*};
}

programs! {
    fn a_clone_of_the_whole(x, n) {
        let mut s = x.to_vec();
        for i in 0..n {
            let old = s.clone();
            s.copy_from_slice(&old);
            s[0] *= x[i];
        }
        s[0] * s[1]
    }

    fn a_part_of_a_clone(x, n) {
        let mut s = x.to_vec();
        for i in 0..n {
            let old = s.clone();
            s[1..3].copy_from_slice(&old[..2]);
            s[0] *= x[i] * old[1];
        }
        s[0] * s[2]
    }

    fn a_part_of_a_clone_that_nobody_else_reads(x, n) {
        let mut s = x.to_vec();
        for i in 0..n {
            let old = s.clone();
            s[2..].copy_from_slice(&old[..2]);
            s[0] *= x[i];
        }
        s[0] * s[2]
    }

    fn filled_with_an_element_of_its_own(x, n) {
        let mut s = x.to_vec();
        for i in 0..n {
            let t = s[0] * s[1];
            s[1..].fill(t);
            s[0] *= x[i];
        }
        s[0] * s[2]
    }

    fn an_array(x, n) {
        let mut s = [x[0], x[1], x[2]];
        for i in 0..n {
            let old = s.clone();
            s[1..].copy_from_slice(&old[..2]);
            let t = s[1];
            s.fill(t);
            s[0] *= x[i];
        }
        s[0] * s[2]
    }

    fn rows_of_rows(x, n) {
        let mut s = vec![x.to_vec(), vec![x[0] * x[1]; 4]];
        for i in 0..n {
            let row = s[0].clone();
            s[1] = row.clone();
            s[0].copy_from_slice(&row);
            let rows = s.clone();
            s[1..].clone_from_slice(&rows[..1]);
            s[1][0] *= x[i];
        }
        s[0][0] * s[1][1] * s[1][0]
    }
}
