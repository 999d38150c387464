//! The trait of a bound lacks an option of the function: it is the trait that gets it.

use chainrule::differentiate;

#[differentiate]
trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[differentiate(jvp)]
fn twice<P: Potential>(p: &P, r: f64) -> f64 {
    2.0 * p.energy(r)
}

#[differentiate(hessian)]
fn squared<P: Potential>(p: &P, r: f64) -> f64 {
    let e = p.energy(r);
    e * e
}

fn main() {}
