use chainrule::differentiate;

#[differentiate]
trait Potential {
    fn energy(&self, #[constant] r: f64, k: f64) -> f64;
}

struct Spring(f64);

#[differentiate]
impl Potential for Spring {
    fn energy(#[constant] &self, #[constant] r: f64, k: f64) -> f64 {
        self.0 * r * r * k
    }
}

fn main() {}
