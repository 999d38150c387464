//! What a body that is handed over names, and its callers cannot.

use chainrule::differentiate;

mod rules {
    use chainrule::differentiate;

    const SCALE: f64 = 2.0;

    #[differentiate]
    fn weight(x: f64) -> f64 {
        1.0 + x * x
    }

    #[differentiate]
    pub fn scaled(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        SCALE * f(x)
    }

    #[differentiate]
    pub fn weighted(f: impl Fn(f64) -> f64, x: f64) -> f64 {
        weight(x) * f(x)
    }
}

#[differentiate]
fn doubled(x: f64) -> f64 {
    rules::scaled(|v| v * v, x)
}

#[differentiate]
fn heavy(x: f64) -> f64 {
    rules::weighted(|v| v * v, x)
}

fn main() {
    doubled(heavy(1.0));
}
