use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiate]
fn outside(s: &Spring, x: f64) -> f64 {
    s.energy(x) * x
}

fn main() {}
