use chainrule::differentiate;

#[differentiate]
fn chosen(x: f64, power: Option<i32>) -> f64 {
    match power {
        Some(n) => x.powi(n),
        None => x,
    }
}

fn main() {
    chosen(1.0, Some(2));
}
