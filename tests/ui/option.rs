use chainrule::differentiate;

#[differentiate(hesian)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    let _slope: f64 = square::gradient(1.0);
}
