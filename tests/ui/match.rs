use chainrule::differentiate;

#[differentiate]
fn first(x: &[f64]) -> f64 {
    match x {
        [a, ..] => *a,
        _ => 0.0,
    }
}

fn main() {
    first(&[1.0]);
}
