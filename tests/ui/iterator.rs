use chainrule::differentiate;

#[differentiate]
fn pairs(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for pair in x.chunks(2) {
        total += pair[0];
    }
    total
}

fn main() {
    pairs(&[1.0, 2.0]);
}
