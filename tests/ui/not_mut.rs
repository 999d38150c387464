use chainrule::differentiate;

#[differentiate]
fn local(x: f64) -> f64 {
    let y = x;
    for _ in 0..3 {
        y += x;
    }
    y
}

#[differentiate]
fn parameter(x: f64) -> f64 {
    x *= 2.0;
    x
}

fn main() {}
