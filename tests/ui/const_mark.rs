//! A mark that is a keyword: Rust tells of it, and it is taken for `#[constant]`.

use chainrule::differentiate;

#[differentiate]
fn area(x: f64, #[const] y: f64) -> f64 {
    x * y
}

fn main() {
    let _: f64 = area::gradient(1.0, 2.0);
}
