use chainrule::differentiate;

#[differentiate]
fn first(x: f64) -> f64 {
    let text = format!("{x}");
    x
}

fn main() {
    first(1.0);
}
