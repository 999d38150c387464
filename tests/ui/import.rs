//! Names that a body imports where they cannot be written out.

use chainrule::differentiate;

pub mod constants {
    pub const HALF: f64 = 0.5;
}

#[differentiate]
pub fn by_star(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    use constants::*;

    f(HALF * x)
}

fn main() {}
