use chainrule::differentiate;

#[differentiate]
fn first<T: Copy>(x: T, _: T) -> T {
    x
}

#[differentiate]
fn total<I: Iterator<Item = f64>>(x: I, y: f64) -> f64 {
    x.sum::<f64>() * y
}

// That is said there alone.
#[differentiate]
fn beside(x: &[f64]) -> f64 {
    first(x[0], x[1]) * x[0]
}

fn main() {
    first(1.0, 2.0);
}
