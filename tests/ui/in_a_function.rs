//! A function that takes functions, in the body of another, names what stands there.

use chainrule::differentiate;

fn main() {
    const HALF: f64 = 0.5;

    #[differentiate]
    fn middle(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
        f(HALF * (a + b))
    }

    middle(|x| x * x, 0.0, 1.0);
}
