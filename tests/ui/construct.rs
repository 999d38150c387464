use chainrule::differentiate;

#[differentiate]
fn halve(x: f64) -> f64 {
    unsafe { x / 2.0 }
}

fn main() {
    halve(5.0);
}
