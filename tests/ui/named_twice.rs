//! Functions of one name: Rust says it, but where two traits have methods of one name.

use std::ops::Mul;

use chainrule::{Differentiable, differentiate};

#[differentiate]
mod inside {
    use super::*;

    #[derive(Clone, Copy, Differentiable)]
    pub struct V {
        x: f64,
    }

    impl V {
        pub fn twice(self, k: f64) -> f64 {
            self.x * k
        }

        pub fn twice(self, k: f64) -> f64 {
            self.x * k * k
        }
    }

    #[differentiate]
    impl Mul<f64> for V {
        type Output = V;
        fn mul(self, k: f64) -> V {
            V { x: self.x * k }
        }
    }

    #[differentiate]
    impl Mul<V> for V {
        type Output = f64;
        fn mul(self, other: V) -> f64 {
            self.x * other.x
        }
    }

    pub fn once(x: f64) -> f64 {
        x * x
    }

    pub fn once(x: f64) -> f64 {
        x
    }
}

fn main() {}
