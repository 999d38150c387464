use chainrule::differentiate;

#[differentiate]
fn bounded(x: &[f64]) -> f64 {
    let sums = x.iter().scan(0.0, |s, v| {
        *s += v;
        if *s < 1.0 { Some(*s) } else { None }
    });
    sums.sum()
}

fn main() {
    bounded(&[1.0]);
}
