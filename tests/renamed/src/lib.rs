//! Differentiated functions of a crate that has given chainrule a name of its own.

use autodiff::{Differentiable, differentiate};

/// A spring.
#[derive(Differentiable, Clone, Copy, Debug)]
#[chainrule(crate = autodiff)]
pub struct Spring {
    /// How stiff it is.
    pub stiffness: f64,
    /// What it is called.
    #[constant]
    pub name: &'static str,
}

#[differentiate(crate = autodiff, hessian)]
impl Spring {
    /// `k x³`.
    pub fn power(&self, x: f64) -> f64 {
        self.stiffness * square(x) * x
    }
}

/// `k x² / 2`.
#[differentiate(crate = autodiff, hessian)]
pub fn energy(spring: &Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * square(x)
}

/// A function by the name of a macro.
#[differentiate(crate = autodiff, hessian)]
pub fn line(x: f64) -> f64 {
    3.0 * square(x)
}

#[differentiate(crate = autodiff, hessian)]
fn square(x: f64) -> f64 {
    x * x
}

/// What is written by hand.
pub mod by_hand {
    autodiff::signature!(crate = autodiff, pub fn cube(x: f64) -> f64);

    /// `x³`.
    pub fn cube(x: f64) -> f64 {
        x * x * x
    }

    /// Its derivatives.
    #[allow(non_camel_case_types)]
    pub enum cube {}

    impl cube {
        /// The value, and the slope.
        pub fn forward(x: f64) -> (f64, f64) {
            (x * x * x, 3.0 * x * x)
        }

        /// The slope times the seed.
        pub fn backward(_: f64, slope: &f64, cube_bar: f64) -> f64 {
            slope * cube_bar
        }
    }

    impl autodiff::Differentiated for cube {
        type Residuals = f64;
    }
}

/// The crate, for those who have none of their own.
pub mod reexported {
    pub use autodiff;
}
