use chainrule::differentiate;

#[differentiate]
fn at_the_front(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in x {
        v.splice(..0, [e * e]);
    }
    v.iter().sum()
}

#[differentiate]
fn drained(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let first: Vec<f64> = v.drain(..2).collect();
    first[0] * v[0]
}

#[differentiate]
fn of_what(x: f64) -> f64 {
    let v = Vec::with_capacity(3);
    x * v.len() as f64
}

fn main() {
    at_the_front(&[1.0]);
    drained(&[1.0]);
    of_what(1.0);
}
