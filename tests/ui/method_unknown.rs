use chainrule::differentiate;

#[differentiate]
fn odd(x: f64) -> f64 {
    x.next_up() * 2.0
}

trait Real: num_traits::Float {
    fn tolerance() -> Self;
}

#[differentiate]
fn small<T: Real>(x: T) -> T {
    x * T::tolerance()
}

#[differentiate]
fn apart<T: num_traits::Float>(x: T) -> T {
    let (_, exponent, _) = x.integer_decode();
    x * T::from(exponent).unwrap()
}

fn main() {
    odd(1.0);
    apart(1.0);
}
