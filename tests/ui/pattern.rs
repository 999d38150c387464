use chainrule::differentiate;

#[differentiate]
fn first(p: [f64; 3]) -> f64 {
    let [a, ..] = p;
    a
}

fn main() {
    first([1.0, 2.0, 3.0]);
}
