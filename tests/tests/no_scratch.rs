//! Arrays whose elements outlive an iteration, in whole or in part: they are not taken for scratch.
// Loops over indices and plain assignments are what is tested.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::manual_memcpy)]
#![allow(clippy::manual_swap, clippy::redundant_clone)]

#[macro_use]
mod scratch_programs;

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use scratch_programs::{accumulated, energy, large_ones, of_first, products, something};

programs! { something:
    fn no_round_but_another_write(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            for _ in 0..n {
                s.fill(x[0] * i as f64);
            }
            total += x[0] * energy(&s);
            s[0] = x[0] * (i + 2) as f64;
        }
        total
    }

    fn a_write_before_the_loop(x, n) {
        let mut s = vec![0.0; x.len()];
        s[0] = x[0];
        let mut total = 0.0;
        for i in 0..3 {
            for _ in 0..n {
                s.fill(x[0] * i as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn rounds_that_vary(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..3 {
            for _ in 1..2 * n * (3 - i) - n {
                s.fill(x[0] * (i + 2) as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn only_sometimes(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..3 {
            if i % 2 == n % 2 {
                s.fill(x[0] * (i + 2) as f64);
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn all_but_the_last(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() - 1 {
                s[j] = x[j] * i as f64;
            }
            total += x[0] * energy(&s);
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn all_but_the_first(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 1..x.len() {
                s[j] = x[j] * i as f64;
            }
            total += x[0] * energy(&s);
            s[0] = x[0] * x[0];
        }
        total
    }

    fn up_to_a_varying_end(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..x.len() {
            let end = x.len() - i;
            for j in 0..end {
                s[j] = x[j] * (i + n) as f64;
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn up_to_the_index(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in (0..x.len()).rev() {
            for j in 0..i + 1 {
                s[j] = x[j] * (i + n) as f64;
            }
            total += x[0] * energy(&s);
        }
        total
    }

    fn read_before_it_is_written(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = s[j] * 0.5 + x[j] * i as f64;
            }
            total += energy(&s);
        }
        total
    }

    fn neighbours_are_read(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64 + 0.5 * s[(j + 1) % x.len()];
            }
            total += energy(&s);
        }
        total
    }

    fn neighbours_are_read_later_in_the_round(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64;
                total += (s[(j + 1) % x.len()] * x[j]).sin();
            }
        }
        total
    }

    fn added_to(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                s[j] += x[j] * i as f64;
            }
            total += energy(&s);
        }
        total
    }

    // Of another length in every other iteration.
    fn swapped(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut r = vec![0.5; x.len() + 1];
        let mut total = 0.0;
        for i in 0..n + 3 {
            for j in 0..x.len() {
                s[j] = x[j] * (i + 1) as f64 + 0.1 * r[j] * r[j];
            }
            let held = s;
            s = r;
            r = held;
            total += energy(&s) * energy(&r);
        }
        total
    }

    fn read_before_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            total += x[0] * energy(&s);
            for _ in 0..n {
                s.fill(x[0] * (i + 1) as f64);
            }
        }
        total
    }

    fn remembered_before_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            let old = s.clone();
            for _ in 0..n {
                s.fill(x[0] * (i + 1) as f64);
                total += x[0] * energy(&old) + energy(&s);
            }
        }
        total
    }

    fn remembered_by_the_rounds(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut old = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..4 {
            for _ in 0..n {
                old = s.clone();
                s.fill(x[0] * (i + 1) as f64);
            }
            total += x[0] * energy(&old) + energy(&s);
        }
        total
    }

    fn remembered(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            let old = s.clone();
            s.fill(x[0] * i as f64);
            total += energy(&old) * energy(&s);
        }
        total
    }

    fn remembered_in_part(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            let old = s[..1].to_vec();
            s.fill(x[0] * (i + 1) as f64);
            total += energy(&old) * energy(&s);
        }
        total
    }

    fn stopped_half_way(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            for j in 0..x.len() {
                if j > i {
                    break;
                }
                s[j] = x[j] * (i + 1) as f64;
            }
            total += energy(&s) * x[0];
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn skipped(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 3 {
            for j in 0..x.len() {
                if j == i % 2 {
                    continue;
                }
                s[j] = x[j] * (i + 1) as f64;
            }
            total += energy(&s) * x[0];
        }
        total
    }

    fn by_a_callee_with_fewer_elements(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            products(i as f64, &x[..x.len() - 1], &mut s);
            total += x[0] * energy(&s);
            s[x.len() - 1] = x[0] * x[0];
        }
        total
    }

    fn by_a_callee_in_part(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            of_first(x, &mut s[1..]);
            total += x[0] * energy(&s) * (i + 1) as f64;
            s[0] = x[0] * x[0];
        }
        total
    }

    fn by_a_callee_that_reads(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            accumulated(x, &mut s);
            total += energy(&s) * (i + 1) as f64;
        }
        total
    }

    fn by_a_callee_sometimes(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        for i in 0..n + 2 {
            large_ones(x, &mut s);
            total += x[0] * energy(&s);
            for j in 0..x.len() {
                s[j] *= i as f64 * x[0];
            }
        }
        total
    }

    fn asked_by_the_condition(x, n) {
        let mut s = vec![0.0; x.len()];
        let mut total = 0.0;
        let mut i = 0;
        while i < n + 2 && s[0] < 20.0 {
            s.fill(x[0] * (i + 1) as f64);
            total += energy(&s) + s[0].sin();
            s[0] *= x[0];
            total *= s[0].sin();
            i += 1;
        }
        total
    }
}
