//! Calls of functions whose crate has another name for chainrule than this one.

// Paths are what is tested.
#![allow(unused_qualifications)]

pub mod without;

use chainrule::differentiate;
use chainrule_renamed::by_hand::cube;
use chainrule_renamed::{Spring, Spring_power, energy, line};

/// With a struct from there.
#[differentiate]
pub fn twice(spring: &Spring, x: f64) -> f64 {
    energy(spring, x) + energy(spring, line(x))
}

/// With a method from there.
#[differentiate(hessian)]
pub fn power(spring: &Spring, x: f64) -> f64 {
    spring.power(x) * x
}

/// With second derivatives.
#[differentiate(hessian)]
pub fn lines(x: f64) -> f64 {
    line(x) * chainrule_renamed::line(x)
}

/// With what is written by hand.
#[differentiate]
pub fn ninth(x: f64) -> f64 {
    cube(chainrule_renamed::by_hand::cube(x))
}

/// A struct with one from there in it.
#[derive(chainrule::Differentiable)]
pub struct Pair {
    /// One.
    pub first: Spring,
    /// Another.
    pub second: Spring,
}

/// Called by its path.
#[differentiate]
pub fn both(pair: &Pair, x: f64) -> f64 {
    let first: Spring = pair.first;
    energy(&first, x) + chainrule_renamed::energy(&pair.second, 2.0 * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPRING: Spring = Spring { stiffness: 2.0, name: "left" };

    #[test]
    fn derivatives_cross_crates() {
        // x² + 9 x⁴ at a stiffness of 2
        let (spring_bar, x_bar) = twice::gradient(&SPRING, 0.5);
        assert_eq!((spring_bar.stiffness, x_bar), (0.125 + 0.28125, 1.0 + 36.0 * 0.125));
        // 9 x⁴
        assert_eq!((lines::gradient(0.5), lines::hessian(0.5)), (4.5, [[27.0]]));
        assert_eq!(ninth::gradient(1.0), 9.0);
        // k x⁴
        let (bar, x_bar) = power::gradient(&SPRING, 0.5);
        assert_eq!((bar.stiffness, x_bar), (0.0625, 1.0));
    }

    #[test]
    fn structs_cross_crates() {
        let pair = Pair { first: SPRING, second: SPRING };
        let (pair_bar, x_bar) = both::gradient(&pair, 0.5);
        // k₁ x² / 2 + 2 k₂ x²
        assert_eq!((pair_bar.first.stiffness, pair_bar.second.stiffness), (0.125, 0.5));
        assert_eq!(x_bar, 1.0 + 4.0);
    }

    #[test]
    fn the_runtime_of_another_crate() {
        assert_eq!(without::twice::gradient(0.5), 6.0);
    }
}
