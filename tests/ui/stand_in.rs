use chainrule::differentiate;

#[differentiate]
fn tail(x: &[f64], n: usize) -> f64 {
    let mut k = 0;
    let rest = loop {
        if k >= n {
            break &x[k..];
        }
        k += 1;
    };
    rest[0] * rest[1]
}

fn main() {
    tail(&[1.0, 2.0], 0);
}
