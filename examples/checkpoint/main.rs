//! Heat in a rod, 20,000 steps of it, and the gradient of where it ends up: with everything kept, in pieces, and
//! with a few snapshots.
//!
//! ```text
//! cargo run --release --example checkpoint
//! ```

use std::hint::black_box;
use std::time::{Duration, Instant};

use chainrule::checkpoint::{adjoint, forward_steps};
use chainrule::differentiate;
use chainrule_examples::say;
use comfy_table::Table;

/// How long a step is, in units of the square of a cell's width.
const DT: f64 = 0.2;

/// A step in time: heat flows by the conductivity, which grows with the heat, and a source adds some.
#[differentiate]
fn step(heat: &mut [f64], conductivity: f64, source: f64) {
    let last = heat.len() - 1;
    let mut left = heat[0];
    for i in 1..last {
        let here = heat[i];
        let flow = left - 2.0 * here + heat[i + 1];
        heat[i] = here + DT * conductivity * (1.0 + 0.1 * here) * flow;
        left = here;
    }
    heat[last / 2] += DT * source;
}

/// The squares of the heat after some steps, from a cold rod on.
#[differentiate]
fn end(conductivity: f64, source: f64, cells: usize, steps: usize) -> f64 {
    let mut heat = vec![0.0; cells];
    for _ in 0..steps {
        step(&mut heat, conductivity, source);
    }
    heat.iter().map(|h| h * h).sum()
}

/// The same, of which the gradient keeps a few states only.
#[differentiate(checkpoint(loops))]
fn end_in_pieces(conductivity: f64, source: f64, cells: usize, steps: usize) -> f64 {
    let mut heat = vec![0.0; cells];
    for _ in 0..steps {
        step(&mut heat, conductivity, source);
    }
    heat.iter().map(|h| h * h).sum()
}

/// The gradient of [`end()`] with at most so many states in memory.
fn by_snapshots(
    conductivity: f64,
    source: f64,
    cells: usize,
    steps: usize,
    snapshots: usize,
) -> (f64, f64) {
    let (mut conductivity_bar, mut source_bar) = (0.0, 0.0);
    let mut work = vec![0.0; cells];
    adjoint(
        steps,
        snapshots,
        vec![0.0; cells],
        |heat, _| step(heat, conductivity, source),
        |heat| heat.iter().map(|h| 2.0 * h).collect::<Vec<f64>>(),
        |heat, _, mut heat_bar| {
            work.copy_from_slice(heat);
            let ((), residuals) = step::forward(&mut work, conductivity, source);
            let (more_conductivity, more_source) =
                step::backward(conductivity, source, &residuals, &mut heat_bar);
            conductivity_bar += more_conductivity;
            source_bar += more_source;
            heat_bar
        },
    );
    (conductivity_bar, source_bar)
}

/// The median of some runs.
fn time<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[2]
}

fn main() {
    let (conductivity, source, cells, steps) = (0.8, 0.05, 64, 20_000);
    let primal = time(|| end(black_box(conductivity), source, cells, steps)).as_secs_f64();
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_header(["snapshots", "states", "forward steps", "time / primal"]);
    let plain = time(|| end::gradient(black_box(conductivity), source, cells, steps));
    let ratio = |time: Duration| format!("{:.1}", time.as_secs_f64() / primal);
    table.add_row(["all".into(), bytes(steps * cells), steps.to_string(), ratio(plain)]);
    let expected = end::gradient(conductivity, source, cells, steps);
    let pieces = (2.0 * steps as f64).sqrt() as usize;
    let run = || end_in_pieces::gradient(black_box(conductivity), source, cells, steps);
    assert_eq!(run(), expected, "the gradient does not depend on what is kept");
    let (kept, forward) = (bytes(2 * pieces * cells), 2 * steps);
    table.add_row(["pieces".into(), kept, forward.to_string(), ratio(time(run))]);
    for snapshots in [100, 30, 10, 5, 3] {
        let run = || by_snapshots(black_box(conductivity), source, cells, steps, snapshots);
        assert_eq!(run(), expected, "the gradient does not depend on what is kept");
        let forward = forward_steps(steps, snapshots).to_string();
        table.add_row([snapshots.to_string(), bytes(snapshots * cells), forward, ratio(time(run))]);
    }
    say!("{steps} steps of {cells} cells: the gradient is {expected:?}\n\n{table}");
}

/// So many numbers.
fn bytes(numbers: usize) -> String {
    format!("{:.1} kB", numbers as f64 * 8.0 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_does_not_change_the_gradient() {
        for steps in [0, 1, 2, 17, 60] {
            let expected = end::gradient(0.8, 0.05, 9, steps);
            assert_eq!(end_in_pieces::gradient(0.8, 0.05, 9, steps), expected);
            for snapshots in 1..8 {
                let (a, b) = by_snapshots(0.8, 0.05, 9, steps, snapshots);
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * (1.0 + b.abs());
                assert!(close(a, expected.0) && close(b, expected.1), "{steps} {snapshots}");
            }
        }
    }

    #[test]
    fn the_gradient_is_a_slope() {
        let slope = |f: &dyn Fn(f64) -> f64| (f(1e-5) - f(-1e-5)) / 2e-5;
        let (conductivity_bar, source_bar) = by_snapshots(0.8, 0.05, 9, 60, 4);
        assert!((conductivity_bar - slope(&|h| end(0.8 + h, 0.05, 9, 60))).abs() < 1e-8);
        assert!((source_bar - slope(&|h| end(0.8, 0.05 + h, 9, 60))).abs() < 1e-8);
    }
}
