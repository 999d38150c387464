use chainrule::{Differentiable, differentiate};

#[differentiate]
trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[derive(Differentiable)]
struct Spring(f64);

#[differentiate]
impl Potential for Spring {
    #[differentiate(skip)]
    fn energy(&self, r: f64) -> f64 {
        self.0 * r * r
    }
}

fn main() {}
