use chainrule::differentiate;

#[differentiate]
fn scaled(x: f64, #[constant] k: f64) -> f64 {
    x * k
}

#[differentiate]
fn square(x: f64) -> f64 {
    scaled(x, x)
}

fn main() {
    square(1.0);
}
