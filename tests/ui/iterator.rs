use chainrule::differentiate;

#[differentiate]
fn running(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in x.iter().filter(|v| **v > 1.0).cycle() {
        total += v;
    }
    total
}

#[differentiate]
fn endless(x: f64) -> f64 {
    (0..).map(|i| x / i as f64).sum()
}

#[differentiate]
fn stepwise(x: &[f64]) -> f64 {
    let mut items = x.iter().flat_map(|v| [*v, 1.0]);
    let first = items.next();
    first.unwrap() * 2.0
}

#[differentiate]
fn after_a_filter(x: &[f64], y: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).zip(y.iter().filter(|v| **v > 0.0)).map(|(a, b)| a * b).sum()
}

fn main() {
    running(&[endless(1.0), stepwise(&[1.0]), after_a_filter(&[1.0], &[2.0])]);
}
