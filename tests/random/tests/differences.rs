//! Every program: the value to the bit, and the gradient against differences.

use chainrule_random::{PROGRAMS, Program};

/// Where programs are tried.
const POINTS: [[f64; 4]; 3] =
    [[0.3, 0.8, -0.4, 0.6], [-0.2, 0.5, 0.9, 0.1], [0.7, -0.6, 0.35, -0.15]];

/// Extrapolated central differences with two steps, so that a jump nearby shows.
fn slopes(f: impl Fn(&[f64]) -> f64, x: &[f64], i: usize) -> [f64; 2] {
    let central = |h: f64| {
        let (mut up, mut down) = (x.to_vec(), x.to_vec());
        up[i] += h;
        down[i] -= h;
        (f(&up) - f(&down)) / (2.0 * h)
    };
    [1e-4, 1e-5].map(|h| (4.0 * central(0.5 * h) - central(h)) / 3.0)
}

fn check(program: &Program, x: &[f64], n: usize) {
    let Program { name, source, value, gradient } = program;
    let (ours, bars) = gradient(x, n);
    let expected = value(x, n);
    assert_eq!(ours.to_bits(), expected.to_bits(), "the value of {name} at {x:?}:\n{source}");
    for (i, bar) in bars.iter().enumerate() {
        let [coarse, fine] = slopes(|x| value(x, n), x, i);
        let scale = 1.0 + bar.abs().max(fine.abs());
        // Differences of a large value are rounded: by some units in its last place, over the step.
        let rounding = 16.0 * f64::EPSILON * expected.abs() / 1e-5;
        let smooth = (coarse - fine).abs() < 1e-5 * scale;
        let close = (fine - bar).abs() < 1e-5 * scale + rounding;
        assert!(
            close || !smooth,
            "{name} at {x:?} with n = {n}, slope {i}: {bar}, by differences {fine}\n{source}"
        );
    }
}

#[test]
fn values_and_gradients() {
    for program in PROGRAMS {
        for x in &POINTS {
            for n in [0, 3] {
                check(program, x, n);
            }
        }
    }
}

/// Were every comparison skipped as not smooth, the other test could not fail.
#[test]
fn most_programs_are_smooth_where_they_are_tried() {
    let smooth = |program: &&Program| {
        let [coarse, fine] = slopes(|x| (program.value)(x, 3), &POINTS[0], 1);
        (coarse - fine).abs() < 1e-5 * (1.0 + fine.abs())
    };
    assert!(PROGRAMS.iter().filter(smooth).count() * 10 > PROGRAMS.len() * 9);
}
