use chainrule::differentiate;

#[differentiate(wrt(z))]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(wrt(n))]
fn power(x: f64, n: i32) -> f64 {
    x.powi(n)
}

#[differentiate(wrt(x, x))]
fn twice(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    product(1.0, 2.0);
    power(1.0, 2);
}
