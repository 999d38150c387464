use chainrule::differentiate;

#[differentiate]
fn squares(x: &[f64]) -> f64 {
    let mut v = Vec::with_capacity(x.len());
    for e in x {
        v.push(e * e);
    }
    v.iter().sum()
}

#[differentiate]
fn two(x: f64) -> f64 {
    let mut v = vec![x];
    v.extend_from_slice(&[x * x]);
    v[0] * v[1]
}

fn main() {
    squares(&[1.0]);
    two(1.0);
}
