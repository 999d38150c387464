use chainrule::differentiate;

fn step(sum: &mut f64, v: &f64) -> Option<f64> {
    *sum += v;
    (*sum < 1.0).then_some(*sum)
}

#[differentiate]
fn bounded(x: &[f64]) -> f64 {
    x.iter().scan(0.0, step).sum()
}

fn main() {
    bounded(&[1.0]);
}
