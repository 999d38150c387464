//! Gradient descent with a step that grows where it succeeds: the optimiser of the programs with nested
//! derivatives (Pearlmutter and Siskind, 2008).

/// The smallest slope, and the smallest step, that are worth another round.
pub const TOLERANCE: f64 = 1e-5;

/// The first step for a slope of 1.
pub const FIRST_STEP: f64 = 1e-5;

/// After so many steps in a row that went down, the next is twice as long.
pub const SUCCESSES: u32 = 10;

/// Where a function is smallest, looked for from `start` on: the point, and the number of rounds.
///
/// `x ← x − η ∇f(x)`, where `η` is doubled after ten successes and halved where the value does not
/// fall.
pub fn minimum<const N: usize>(
    f: impl Fn([f64; N]) -> f64,
    gradient: impl Fn([f64; N]) -> [f64; N],
    start: [f64; N],
) -> ([f64; N], u32) {
    let (mut x, mut value, mut slope) = (start, f(start), gradient(start));
    let (mut step, mut successes, mut rounds) = (FIRST_STEP, 0, 0);
    while norm(slope) > TOLERANCE {
        rounds += 1;
        if successes == SUCCESSES {
            step *= 2.0;
            successes = 0;
            continue;
        }
        let next: [f64; N] = std::array::from_fn(|i| x[i] - step * slope[i]);
        if norm::<N>(std::array::from_fn(|i| x[i] - next[i])) <= TOLERANCE {
            break;
        }
        let next_value = f(next);
        if next_value < value {
            (x, value, slope) = (next, next_value, gradient(next));
            successes += 1;
        } else {
            step /= 2.0;
            successes = 0;
        }
    }
    (x, rounds)
}

fn norm<const N: usize>(v: [f64; N]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}
