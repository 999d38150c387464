use chainrule::differentiate;

#[differentiate]
trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[differentiate]
fn total(p: &dyn Potential, r: f64) -> f64 {
    p.energy(r)
}

fn main() {}
