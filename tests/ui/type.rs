use chainrule::differentiate;

#[differentiate]
fn apply(x: f64, f: fn(f64) -> f64) -> f64 {
    let _ = f;
    x * x
}

fn main() {
    apply(1.0, f64::sin);
}
