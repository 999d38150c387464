use chainrule::differentiate;

struct Parameters {
    stiffness: f64,
}

#[differentiate]
fn energy(p: &Parameters, x: f64) -> f64 {
    0.5 * p.stiffness * x * x
}

fn main() {
    energy(&Parameters { stiffness: 2.0 }, 1.0);
}
