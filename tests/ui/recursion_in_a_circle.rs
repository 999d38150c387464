use chainrule::differentiate;

#[differentiate]
fn first(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { second(x * x, n - 1) }
}

#[differentiate]
fn second(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { third(x.sin(), n - 1) }
}

#[differentiate]
fn third(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { first(x.cos(), n - 1) }
}

fn main() {
    first(2.0, 3);
}
