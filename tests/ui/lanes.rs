use chainrule::differentiate;

#[differentiate(jvp)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(lanes)]
fn cube(x: f64) -> f64 {
    square(x) * x
}

#[differentiate(lanes)]
fn total(x: &ndarray::Array1<f64>) -> f64 {
    2.0 * x.sum()
}

fn main() {
    cube::jvp_lanes(1.0, chainrule::Lanes([1.0, 0.0]));
}
