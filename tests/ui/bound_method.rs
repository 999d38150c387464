use chainrule::differentiate;

#[differentiate]
trait Potential {
    fn energy(&self, r: f64) -> f64;
    fn scaled<K: Into<f64>>(&self, k: K) -> f64;
}

#[differentiate]
fn scaled<P: Potential>(p: &P, r: f64) -> f64 {
    p.energy(r) * p.scaled(r)
}

fn main() {}
