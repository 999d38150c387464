//! Patterns: `match`, `if let`, `while let`, `let … else`, against differences.
// The plain form is what is tested.
#![allow(clippy::single_match, clippy::needless_return, clippy::manual_range_patterns)]

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

/// What to do with a number.
#[derive(Clone, Debug)]
enum Mode {
    Plain,
    Power(i32),
    Repeated { times: usize, factor: f64 },
    Named(String),
}

#[differentiate]
fn by_mode(x: f64, #[constant] mode: &Mode) -> f64 {
    match mode {
        Mode::Plain => x,
        Mode::Power(n) if *n < 0 => x.powi(*n) * 2.0,
        Mode::Power(n) => x.powi(*n),
        Mode::Repeated { times, factor } => {
            let mut s = x;
            for _ in 0..*times {
                s = (s * x).sin() * factor;
            }
            s
        }
        Mode::Named(name) => x * name.len() as f64,
    }
}

#[test]
fn what_an_enum_carries() {
    let repeated = Mode::Repeated { times: 3, factor: 1.7 };
    let modes = [Mode::Plain, Mode::Power(3), Mode::Power(-2), repeated, Mode::Named("ab".into())];
    for mode in &modes {
        assert_eq!(by_mode::value_and_gradient(1.3, mode).0, by_mode(1.3, mode));
        assert_close(by_mode::gradient(1.3, mode), difference(|x| by_mode(x, mode), 1.3));
    }
}

#[differentiate]
fn integers(x: f64, n: i64, m: usize) -> f64 {
    let a = match n {
        -1 => x * 5.0,
        0 => x,
        k @ 1..=3 => x * k as f64,
        4 | 5 => x * x,
        k if k % 2 == 0 => x.sin() * k as f64,
        k => x.cos() / k as f64,
    };
    let b = match (n > 2, m) {
        (true, 0) => a,
        (false, k) if k > 3 => a * k as f64,
        (_, 1..=2) => a.exp(),
        (_, k) => a + k as f64,
    };
    match x {
        v if v < 0.5 => v * b,
        v => v + b,
    }
}

#[test]
fn ranges_tuples_and_guards() {
    for n in -2..9 {
        for m in 0..6 {
            for x in [0.3, 0.8] {
                let (value, slope) = integers::value_and_gradient(x, n, m);
                assert_eq!(value.to_bits(), integers(x, n, m).to_bits());
                assert_close(slope, difference(|x| integers(x, n, m), x));
            }
        }
    }
}

#[differentiate]
fn optional(x: f64, k: Option<usize>, r: Result<i32, bool>) -> f64 {
    let mut s = x;
    if let Some(k) = k {
        for _ in 0..k {
            s *= x;
        }
    }
    if let Some(k) = k
        && k > 1
        && let Ok(n) = r
    {
        s = s.powi(n) + k as f64;
    } else if let Err(true) = r {
        return s * s;
    }
    let Ok(n) = r else {
        return s.sin();
    };
    s * match r {
        Ok(1) => 2.0,
        Ok(_) | Err(_) => x,
    } * n as f64
}

#[test]
fn options_and_results() {
    for k in [None, Some(0), Some(1), Some(3)] {
        for r in [Ok(1), Ok(2), Err(true), Err(false)] {
            let (value, slope) = optional::value_and_gradient(1.2, k, r);
            assert_eq!(value.to_bits(), optional(1.2, k, r).to_bits());
            assert_close(slope, difference(|x| optional(x, k, r), 1.2));
        }
    }
}

#[differentiate]
fn through_a_list(x: f64, #[constant] steps: &[Option<u8>]) -> f64 {
    let (mut s, mut i) = (x, 0);
    while let Some(step) = steps.get(i) {
        i += 1;
        let factor = match step {
            Some(0) => continue,
            Some(9) => break,
            Some(k) => *k as f64,
            None => return s * x,
        };
        s = (s * factor).sin() + x;
    }
    s
}

#[test]
fn while_let() {
    let lists: [&[Option<u8>]; 4] = [
        &[],
        &[Some(2), Some(0), Some(3)],
        &[Some(2), Some(9), Some(3)],
        &[Some(1), Some(0), None, Some(3)],
    ];
    for list in lists {
        let (value, slope) = through_a_list::value_and_gradient(0.7, list);
        assert_eq!(value.to_bits(), through_a_list(0.7, list).to_bits());
        assert_close(slope, difference(|x| through_a_list(x, list), 0.7));
    }
}

#[differentiate]
fn pairs(p: (f64, f64), n: usize) -> f64 {
    match (p, n) {
        ((a, b), 0) => a * b,
        ((a, _), 1) => a.sin(),
        (q, _) => q.0 + q.1 * q.1,
    }
}

#[test]
fn a_tuple_with_derivatives_is_taken_apart() {
    assert_eq!(pairs::gradient((2.0, 3.0), 0), (3.0, 2.0));
    assert_eq!(pairs::gradient((2.0, 3.0), 1), (2.0_f64.cos(), 0.0));
    assert_eq!(pairs::gradient((2.0, 3.0), 2), (1.0, 6.0));
}
