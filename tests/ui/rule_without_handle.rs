use chainrule::differentiate;

fn slope(x: f64) -> f64 {
    2.0 * x
}

#[differentiate(derivative = slope, hessian)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    square(1.0);
}
