use chainrule::differentiate;

#[differentiate]
fn positive(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().filter(|v| **v > 0.0).enumerate() {
        if i > 2 {
            break;
        }
        s += v;
    }
    s
}

fn main() {
    positive(&[1.0]);
}
