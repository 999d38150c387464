use chainrule::differentiate;

fn or_one(x: Option<&f64>) -> f64 {
    *x.unwrap_or(&1.0)
}

#[differentiate]
fn last(x: &[f64]) -> f64 {
    let last = x.iter().last();
    x[0] * std::convert::identity(last).copied().unwrap_or(1.0)
}

fn main() {
    last(&[or_one(None)]);
}
