use chainrule::differentiate;

#[differentiate]
fn first(x: f64) -> f64 {
    let xs = vec![x, 2.0];
    xs[0]
}

fn main() {
    first(1.0);
}
