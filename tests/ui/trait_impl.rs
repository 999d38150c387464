use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

trait Energy {
    fn energy(&self, x: f64) -> f64;
}

#[differentiate]
impl Energy for Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

fn main() {
    Spring { stiffness: 2.0 }.energy(1.0);
}
