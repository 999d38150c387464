use chainrule::differentiate;

#[differentiate]
fn total(w: f64) -> f64 {
    w * std::convert::identity(w)
}

fn main() {
    total(1.0);
}
