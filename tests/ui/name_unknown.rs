#![allow(non_upper_case_globals)]

use chainrule::differentiate;

const scale: f64 = 2.0;

#[differentiate]
fn scaled(x: f64) -> f64 {
    x * scale
}

fn main() {
    scaled(1.0);
}
