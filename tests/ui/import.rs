//! Names that a body imports where they cannot be written out.

use chainrule::differentiate;

pub mod constants {
    pub const HALF: f64 = 0.5;
}

const HALF: f64 = 2.0;

#[differentiate]
pub fn by_star(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    use constants::*;

    f(HALF * x)
}

#[differentiate]
pub fn in_a_block(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let half = {
        use constants::HALF;

        HALF * x
    };
    f(half) + HALF
}

fn main() {}
