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

#[differentiate]
fn vector(x: &[f64]) -> f64 {
    let v = x.to_vec();
    v[0] *= 2.0;
    v[0] * v[1]
}

#[differentiate]
fn shared(x: &[f64; 2]) -> f64 {
    x[0] += 1.0;
    x[0] * x[1]
}

fn main() {}
