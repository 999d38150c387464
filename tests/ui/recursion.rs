use chainrule::differentiate;

#[differentiate]
fn recursive(x: f64, n: u32) -> f64 {
    fn power(a: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { a * power(a, n - 1) * power(a, 0) }
    }
    power(x, n)
}

fn main() {
    recursive(1.0, 2);
}
