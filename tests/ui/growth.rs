use chainrule::differentiate;

#[differentiate]
fn boole(f: impl Fn(f64) -> f64, b: f64) -> f64 {
    b / 90.0
        * (7.0 * f(0.0)
            + 32.0 * f(0.25 * b)
            + 12.0 * f(0.5 * b)
            + 32.0 * f(0.75 * b)
            + 7.0 * f(b))
}

#[differentiate]
fn five_times(x: f64) -> f64 {
    boole(
        |a| boole(|b| boole(|c| boole(|d| boole(|e| a * b * c * d * e, x), x), x), x),
        x,
    )
}

fn main() {
    five_times(1.0);
}
