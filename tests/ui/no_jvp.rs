use chainrule::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp)]
fn cube(x: f64) -> f64 {
    square(x) * x
}

fn main() {
    cube::jvp(1.0, 1.0);
}
