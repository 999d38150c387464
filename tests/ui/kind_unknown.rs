use chainrule::differentiate;

#[differentiate]
fn shifted(x: f64) -> f64 {
    let [k, _] = std::array::from_fn(|i| i as f64);
    x + k
}

fn main() {
    shifted(1.0);
}
