//! Central differences, extrapolated to step zero.

/// A numeric derivative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    pub value: f64,
    /// How far the extrapolations at the last two orders lie apart.
    pub error: f64,
    /// What rounding of the function's values may contribute.
    pub rounding: f64,
}

impl Estimate {
    const NONE: Estimate = Estimate { value: f64::NAN, error: f64::INFINITY, rounding: 0.0 };

    /// Where the scale is wrong, values and errors are off by orders of magnitude together.
    fn relative_error(&self) -> f64 {
        self.error / (self.value.abs() + self.rounding).max(f64::MIN_POSITIVE)
    }

    /// Well below the tolerance that anybody would ask of rounded values.
    fn is_settled(&self, epsilon: f64) -> bool {
        self.error <= epsilon.sqrt() * self.value.abs() || self.error <= self.rounding
    }
}

const ROWS: usize = 10;
const RATIO: f64 = 2.0;
/// Extrapolation stops where the error grows by this factor.
const SAFE: f64 = 2.0;
/// How much smaller the steps of the next attempt are.
const RESTART: f64 = 1.0 / 256.0;
const ATTEMPTS: usize = 5;

/// The derivative of `f` at `x`, a number with the unit roundoff `epsilon`.
///
/// `step` is the first step for a number of size 1 or less. Attempts with ever smaller steps are
/// made until one settles; the one with the least relative error counts. The last takes `x` for the scale.
pub(super) fn differentiate(
    x: f64,
    epsilon: f64,
    step: f64,
    mut f: impl FnMut(f64) -> f64,
) -> Estimate {
    let first = step * x.abs().max(1.0);
    let smaller = std::iter::successors(Some(first), |h| Some(h * RESTART)).take(ATTEMPTS);
    let own_scale = (x.abs() > f64::MIN_POSITIVE && x.abs() < 1.0).then_some(step * x.abs());
    let mut best = Estimate::NONE;
    for h in smaller.chain(own_scale) {
        // Steps that drown in rounding say nothing.
        if h < 1e3 * epsilon * x.abs() {
            continue;
        }
        let estimate = extrapolate(x, epsilon, h, &mut f);
        if best.value.is_nan() || estimate.relative_error() < best.relative_error() {
            best = estimate;
        }
        if best.is_settled(epsilon) {
            break;
        }
    }
    best
}

/// One run of Ridders' method: steps from `h` downwards, and Neville's scheme over their squares.
fn extrapolate(x: f64, epsilon: f64, mut h: f64, f: &mut impl FnMut(f64) -> f64) -> Estimate {
    let mut best = Estimate::NONE;
    let mut last_row: Vec<f64> = Vec::new();
    for _ in 0..ROWS {
        let (quotient, rounding) = central_difference(x, epsilon, h, f);
        let row = next_row(&last_row, quotient);
        for (order, pair) in row.windows(2).enumerate() {
            let error = (pair[1] - pair[0]).abs().max((pair[1] - last_row[order]).abs());
            if error <= best.error {
                best = Estimate { value: pair[1], error, rounding };
            }
        }
        let growth = match (row.last(), last_row.last()) {
            (Some(new), Some(old)) => (new - old).abs(),
            _ => 0.0,
        };
        // A quotient that isn't finite makes `growth` NaN, which doesn't settle either.
        let diverges = growth >= SAFE * best.error || !quotient.is_finite();
        if diverges || best.error == 0.0 {
            break;
        }
        last_row = row;
        h /= RATIO;
    }
    best
}

/// `(f(x + h) - f(x - h)) / 2h` with the step that was really made, and its rounding error.
fn central_difference(x: f64, epsilon: f64, h: f64, f: &mut impl FnMut(f64) -> f64) -> (f64, f64) {
    let round = |x: f64| if epsilon > 1e-10 { f64::from(x as f32) } else { x };
    let (right, left) = (round(x + h), round(x - h));
    let (high, low) = (f(right), f(left));
    let width = right - left;
    ((high - low) / width, 8.0 * epsilon * high.abs().max(low.abs()) / width)
}

/// The next row of Neville's scheme: one entry more than the last, of rising order.
fn next_row(last: &[f64], quotient: f64) -> Vec<f64> {
    let mut row = vec![quotient];
    let mut factor = 1.0;
    for &old in last {
        factor *= RATIO * RATIO;
        let new = row[row.len() - 1];
        row.push((new * factor - old) / (factor - 1.0));
    }
    row
}
