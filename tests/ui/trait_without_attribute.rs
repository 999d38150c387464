use chainrule::differentiate;

trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[differentiate]
fn along<P>(potential: &P, r: f64) -> f64
where
    P: Potential,
{
    potential.energy(r) * r
}

fn main() {}
