use chainrule::differentiate;

fn cube(x: f64) -> f64 {
    x * x * x
}

#[differentiate]
fn total(x: f64) -> f64 {
    2.0 * cube(x)
}

fn main() {
    total(1.0);
}
