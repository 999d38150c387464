//! An error of syntax inside is Rust's to say, once.

use chainrule::differentiate;

#[differentiate(hessian)]
fn unfinished(x: f64, #[constant] k: f64) -> f64 {
    let y = x +;
    y * k
}

#[differentiate]
fn no_semicolon(x: f64) -> f64 {
    let y = x * 2.0 y
}

#[differentiate]
mod inside {
    pub fn twice(x: f64) -> f64 {
        x..
        * 2.0 +
    }
}

fn main() {
    unfinished::gradient(1.0, 2.0);
    unfinished::hessian(1.0, 2.0);
    no_semicolon::gradient(1.0);
}
