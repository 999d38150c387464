use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiate(wrt(x))]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }

    #[differentiate(graph)]
    fn square(x: f64) -> f64 {
        x * x
    }

    #[differentiate(wrt(y))]
    fn cube(x: f64) -> f64 {
        x * x * x
    }
}

struct Plain {
    stiffness: f64,
}

#[differentiate]
impl Plain {
    fn energy(&self, x: f64) -> f64 {
        self.stiffness * x * x
    }
}

#[differentiate(skip)]
fn alone(x: f64) -> f64 {
    x
}

fn main() {}
