use chainrule::differentiate;

#[differentiate]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { odd(x * x, n - 1) }
}

#[differentiate]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { even(x.sin(), n - 1) }
}

fn main() {
    even(2.0, 3);
}
