use chainrule::differentiate;

#[differentiate]
fn either(x: f64) -> f64 {
    let t = if x > 0.0 { (x, x) } else { x };
    x
}

fn main() {
    either(1.0);
}
