use chainrule::{Differentiable, differentiate};

#[differentiate(hessian)]
trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[derive(Differentiable)]
struct Spring(f64);

#[differentiate]
impl Potential for Spring {
    fn energy(&self, r: f64) -> f64 {
        self.0 * r * r
    }
}

fn main() {}
