//! Slices that are shortened, step by step.

use super::{Gradient, gradients_are_differences, growth, tangents_are_differences};

programs! {
    a_slice_that_is_shortened {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut rest = x;
            let mut sum = 0.0;
            while rest.len() > 1 {
                sum += rest[0] * rest[1].sin();
                rest = &rest[1..];
            }
            sum
        }
    }
    a_slice_that_is_shortened_at_both_ends {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut middle = x;
            let mut sum = 0.0;
            for i in 0..x.len() {
                if i % 3 == 2 {
                    continue;
                }
                if middle.len() < 2 {
                    break;
                }
                sum += middle[0] * middle[middle.len() - 1].sin();
                middle = &middle[1..middle.len() - 1];
            }
            sum + middle.iter().sum::<f64>()
        }
    }
    a_slice_without_its_first_element {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut rest = x;
            let mut sum = 0.0_f64;
            while let Some((first, others)) = rest.split_first() {
                sum += first * first * sum.sin() + first;
                rest = others;
            }
            sum
        }
    }
    a_slice_without_its_last_element {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut rest = x;
            let mut sum = 0.0_f64;
            loop {
                if let [others @ .., a, b] = rest {
                    sum = (sum * a).sin() + b;
                    rest = others;
                } else {
                    break;
                }
            }
            sum
        }
    }
    a_slice_in_halves {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut rest = &x[1..];
            let mut sum = x[0];
            while rest.len() > 1 {
                let (below, above) = rest.split_at(rest.len() / 2);
                sum += below[0] * above[0];
                rest = if above[0] > x[0] { below } else { above };
            }
            sum * rest[0]
        }
    }
    two_slices_that_are_merged {
        {}
        fn f(x: &[f64]) -> f64 {
            let (mut a, mut b) = x.split_at(x.len() / 2);
            let mut sum = 0.0;
            while !a.is_empty() && !b.is_empty() {
                if a[0] < b[0] {
                    sum += a[0] * b[0];
                    a = &a[1..];
                } else {
                    sum += (a[0] - b[0]).sin();
                    b = &b[1..];
                }
            }
            sum + a.iter().sum::<f64>()
        }
    }
    a_slice_that_inner_loops_shorten {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut rest = x;
            let mut sum = 0.0;
            while !rest.is_empty() {
                let mut k = 0;
                while rest.len() > 1 && k < 3 {
                    sum += rest[0] * rest[1];
                    rest = &rest[1..];
                    k += 1;
                }
                if rest.len() == 1 {
                    break;
                }
            }
            sum * rest[0]
        }
    }
}
