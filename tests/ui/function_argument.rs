use chainrule::differentiate;

#[differentiate]
fn middle(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    f(0.5 * (a + b))
}

#[differentiate]
fn chosen(x: f64, #[constant] f: fn(f64) -> f64) -> f64 {
    middle(f, 0.0, x)
}

fn main() {
    chosen(1.0, f64::sin);
}
