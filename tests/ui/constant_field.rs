use chainrule::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Spring {
    rest: f64,
    #[constant]
    unit: f64,
}

#[differentiate]
fn built(x: f64) -> f64 {
    let s = Spring { rest: x, unit: 2.0 * x };
    s.rest
}

#[differentiate]
fn assigned(s: &Spring, x: f64) -> f64 {
    let mut s = s.clone();
    s.unit = x;
    s.rest * s.unit
}

fn main() {
    built(2.0);
    assigned(&Spring { rest: 1.0, unit: 1.0 }, 2.0);
}
