use chainrule::differentiate;

#[differentiate(jvp)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(lanes)]
fn cube(x: f64) -> f64 {
    square(x) * x
}

#[differentiate(hessian)]
fn fourth(x: f64) -> f64 {
    x * x * x * x
}

#[differentiate(lanes)]
fn slope(x: f64) -> f64 {
    fourth::gradient(x)
}

fn main() {
    cube::jvp_lanes(1.0, chainrule::Lanes([1.0, 0.0]));
}
