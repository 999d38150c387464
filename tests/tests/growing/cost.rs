//! A gradient takes a multiple of the function's time that does not grow with the number of pushes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chainrule::differentiate;

/// The least of several times.
fn time(run: impl Fn()) -> Duration {
    let once = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..7).map(|_| once()).min().expect("several times")
}

/// Prints how many times the function's time its gradient takes for n and 16 n rounds, and asserts that the latter
/// takes less than 80 times as long: a copy of the vector in each round would take 256 times. Other programs may take
/// the time, so that one of several trials is enough.
fn in_proportion(name: &str, f: impl Fn(usize), gradient: impl Fn(usize)) {
    let n = 2_000;
    let trial = || {
        let [once, more] = [n, 16 * n].map(|n| (time(|| f(n)), time(|| gradient(n))));
        let ratio = |(f, gradient): (Duration, Duration)| gradient.as_secs_f64() / f.as_secs_f64();
        let [few, many] = [once, more].map(ratio);
        println!("{name}: gradient / function {few:.1} at {n}, {many:.1} at 16 · {n}");
        more.1.as_secs_f64() / once.1.as_secs_f64()
    };
    assert!(
        (0..5).any(|_| trial() < 80.0),
        "{name}: more than 80 times as long for 16 times the rounds"
    );
}

macro_rules! costs {
    ($(fn $name:ident($x:ident: f64, $n:ident: usize) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn program($x: f64, $n: usize) -> f64 $body

            #[differentiate(checkpoint)]
            fn again($x: f64, $n: usize) -> f64 $body

            let run = |n| { black_box(program(black_box(0.7), n)); };
            in_proportion(stringify!($name), run, |n| { black_box(program::gradient(black_box(0.7), n)); });
            in_proportion(concat!(stringify!($name), ", checkpoint"), run, |n| {
                black_box(again::gradient(black_box(0.7), n));
            });
        }
    )*};
}

#[differentiate]
fn note(trace: &mut Vec<f64>, value: f64) {
    let last = trace.pop().unwrap_or(0.5);
    trace.push(last * 0.99);
    trace.push(value.sin());
}

costs! {
    fn pushed(x: f64, n: usize) {
        let mut v = Vec::new();
        for i in 0..n {
            v.push((x * i as f64).sin());
        }
        v.iter().map(|e| e * e).sum::<f64>()
    }

    fn recurrence(x: f64, n: usize) {
        let mut v = vec![x, 0.5];
        for i in 0..n {
            let last = v[v.len() - 1];
            v.push(last.sin() * v[i] + x);
        }
        v[n]
    }

    fn nested(x: f64, n: usize) {
        let mut v = vec![x];
        for i in 0..n / 4 {
            for j in 0..4 {
                let last = v[v.len() - 1];
                v.push((last * x).cos() + v[i] * j as f64);
            }
        }
        v[v.len() - 1]
    }

    fn stack_machine(x: f64, n: usize) {
        let mut stack = vec![x];
        for i in 0..n {
            stack.push(x * i as f64);
            if i % 3 == 1 {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push((a * b).sin());
            }
        }
        let mut sum = 0.0;
        while let Some(e) = stack.pop() {
            sum = (sum + e * x).sin();
        }
        sum
    }

    fn through_a_callee(x: f64, n: usize) {
        let mut trace = Vec::new();
        for i in 0..n {
            note(&mut trace, x * i as f64);
        }
        trace.iter().map(|e| e * e).sum::<f64>()
    }

    fn rows(x: f64, n: usize) {
        let mut rows = vec![vec![x]];
        for i in 0..n {
            let last = rows[rows.len() - 1][0];
            rows.push(vec![last.sin() * x, x * i as f64]);
            if i % 5 == 4 {
                let row = rows.pop().unwrap();
                rows[0].push(row[0] * row[1]);
            }
        }
        let mut sum = 0.0;
        for row in &rows {
            sum += row[0];
        }
        sum
    }

    fn written_and_truncated(x: f64, n: usize) {
        let mut v = vec![x];
        for i in 0..n {
            let last = v[v.len() - 1];
            v.push((last * x).sin());
            v[i / 3] *= 1.0 - 1.0 / (i as f64 + 2.0);
            if i % 4 == 3 {
                v.truncate(i - i / 4);
            }
        }
        v[0] * v[v.len() - 1]
    }
}
