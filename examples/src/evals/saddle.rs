//! The saddle point minₓ max_y (|x|² − |y|²): an optimisation in an optimisation, the inner one being
//! differentiated with all its steps. Each derivative by either mode.

use chainrule::differentiate;

use super::descent::{FIRST_STEP, SUCCESSES, TOLERANCE, minimum};

/// |x|² − |y|²
#[differentiate(order = 2)]
fn height(x: [f64; 2], y: [f64; 2]) -> f64 {
    (x[0] * x[0] + x[1] * x[1]) - (y[0] * y[0] + y[1] * y[1])
}

/// The derivative of the height in `y`, by forward mode.
#[differentiate(jvp)]
fn slope_forward(x: [f64; 2], y: [f64; 2]) -> [f64; 2] {
    let (_, first) = height::jvp(x, y, &[0.0, 0.0], &[1.0, 0.0]);
    let (_, second) = height::jvp(x, y, &[0.0, 0.0], &[0.0, 1.0]);
    [first, second]
}

/// The derivative of the height in `y`, by reverse mode.
#[differentiate(jvp)]
fn slope_reverse(x: [f64; 2], y: [f64; 2]) -> [f64; 2] {
    let (_, slope) = height::gradient(x, y);
    slope
}

#[differentiate(jvp)]
fn norm(v: [f64; 2]) -> f64 {
    (v[0] * v[0] + v[1] * v[1]).sqrt()
}

macro_rules! summit {
    ($(#[$doc:meta])* $summit:ident, $slope:ident, $(#[$worst_doc:meta])* $worst:ident) => {
        $(#[$doc])*
        #[differentiate(jvp)]
        fn $summit(x: [f64; 2], start: [f64; 2]) -> [f64; 2] {
            let (mut y, mut value, mut slope) = (start, height(x, start), $slope(x, start));
            let (mut step, mut successes) = (FIRST_STEP, 0);
            while norm(slope) > TOLERANCE {
                if successes == SUCCESSES {
                    step *= 2.0;
                    successes = 0;
                    continue;
                }
                let next = [y[0] + step * slope[0], y[1] + step * slope[1]];
                if norm([y[0] - next[0], y[1] - next[1]]) <= TOLERANCE {
                    break;
                }
                let next_value = height(x, next);
                if next_value > value {
                    (y, value, slope) = (next, next_value, $slope(x, next));
                    successes += 1;
                } else {
                    step /= 2.0;
                    successes = 0;
                }
            }
            y
        }

        $(#[$worst_doc])*
        #[differentiate(jvp, wrt(x))]
        fn $worst(x: [f64; 2], start: [f64; 2]) -> f64 {
            height(x, $summit(x, start))
        }
    };
}

summit! {
    /// Where the height is largest in `y`, by gradient ascent with derivatives by forward mode.
    summit_forward, slope_forward,
    /// The largest height for a given `x`, looked for from `start` on.
    worst_forward
}
summit! {
    /// Where the height is largest in `y`, by gradient ascent with derivatives by reverse mode.
    summit_reverse, slope_reverse,
    /// The largest height for a given `x`, looked for from `start` on.
    worst_reverse
}

/// The gradient of a function of two numbers, by forward mode.
fn pushed(jvp: impl Fn(&[f64; 2]) -> f64) -> [f64; 2] {
    [jvp(&[1.0, 0.0]), jvp(&[0.0, 1.0])]
}

/// Both points one after the other: `x`, and `y` for it.
fn point(
    start: [f64; 2],
    worst: impl Fn([f64; 2]) -> f64,
    gradient: impl Fn([f64; 2]) -> [f64; 2],
    summit: impl Fn([f64; 2], [f64; 2]) -> [f64; 2],
) -> [f64; 4] {
    let (x, _) = minimum(worst, gradient, start);
    let y = summit(x, start);
    [x[0], x[1], y[0], y[1]]
}

/// The saddle point, looked for from `start` on in `x` and in `y`, with both derivatives by forward
/// mode.
pub fn ff(start: [f64; 2]) -> [f64; 4] {
    let gradient = |x| pushed(|x_dot| worst_forward::jvp(x, start, x_dot).1);
    point(start, |x| worst_forward(x, start), gradient, summit_forward)
}

/// The same, with the outer derivative by forward mode and the inner one by reverse mode.
pub fn fr(start: [f64; 2]) -> [f64; 4] {
    let gradient = |x| pushed(|x_dot| worst_reverse::jvp(x, start, x_dot).1);
    point(start, |x| worst_reverse(x, start), gradient, summit_reverse)
}

/// The same, with the outer derivative by reverse mode and the inner one by forward mode.
pub fn rf(start: [f64; 2]) -> [f64; 4] {
    let gradient = |x| worst_forward::gradient(x, start);
    point(start, |x| worst_forward(x, start), gradient, summit_forward)
}

/// The same, with both by reverse mode.
pub fn rr(start: [f64; 2]) -> [f64; 4] {
    let gradient = |x| worst_reverse::gradient(x, start);
    point(start, |x| worst_reverse(x, start), gradient, summit_reverse)
}
