use chainrule::differentiate;

#[differentiate]
fn apply(x: f64, p: *const f64) -> f64 {
    let _ = p;
    x * x
}

fn main() {
    apply(1.0, std::ptr::null());
}
