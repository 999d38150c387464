//! Traits, types and functions in different modules; traits above others; a whole `mod` with the attribute.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

pub mod traits {
    use chainrule::differentiate;

    const SCALE: f64 = 3.0;

    #[differentiate]
    fn helper(x: f64) -> f64 {
        SCALE * x.sin()
    }

    #[derive(Clone, Copy, chainrule::Differentiable)]
    pub struct Point {
        pub x: f64,
        pub y: f64,
    }

    #[differentiate]
    pub trait Weighted {
        fn weight(&self) -> f64;
    }

    #[differentiate]
    pub trait Field: Weighted {
        fn at(&self, p: &Point) -> f64;

        /// What this names is known where the trait stands.
        fn bent(&self, p: &Point) -> f64 {
            helper(self.at(p)) * self.weight()
        }
    }
}

pub mod types {
    use super::traits::{
        Field, FieldDefaults, FieldDerivatives, Point, Weighted, WeightedDerivatives,
    };
    use chainrule::{Differentiable, differentiate};

    #[derive(Clone, Differentiable)]
    pub struct Bump {
        pub height: f64,
        pub centre: [f64; 2],
    }

    #[differentiate]
    impl Weighted for Bump {
        fn weight(&self) -> f64 {
            self.height * self.centre[0]
        }
    }

    #[differentiate]
    impl Field for Bump {
        fn at(&self, p: &Point) -> f64 {
            let (dx, dy) = (p.x - self.centre[0], p.y - self.centre[1]);
            self.height * (-dx * dx - dy * dy).exp()
        }
    }
}

/// By paths, nothing need be imported.
#[differentiate]
fn by_path<F: traits::Field>(field: &F, x: f64, y: f64) -> f64 {
    let p = traits::Point { x, y };
    field.at(&p) + field.bent(&p) * heavy(field)
}

#[differentiate]
fn heavy<W: traits::Weighted>(w: &W) -> f64 {
    w.weight() * w.weight()
}

#[test]
fn paths_and_imports() {
    let made = |at: &[f64]| types::Bump { height: at[0], centre: [at[1], at[2]] };
    let at = [1.2, 0.3, -0.4, 0.8, 0.1];
    let (bump, x, y) = by_path::gradient(&made(&at), at[3], at[4]);
    let ours = [bump.height, bump.centre[0], bump.centre[1], x, y];
    assert_all_close(&ours, &differences(|at| by_path(&made(at), at[3], at[4]), &at));
}

#[differentiate(jvp)]
mod whole {
    pub trait Shape {
        fn area(&self, k: f64) -> f64;
    }

    #[derive(Clone, chainrule::Differentiable)]
    pub struct Square(pub f64);

    impl Shape for Square {
        fn area(&self, k: f64) -> f64 {
            self.0 * self.0 * k
        }
    }

    pub fn of<S: Shape>(s: &S, k: f64) -> f64 {
        s.area(k) * s.area(2.0)
    }
}

#[test]
fn a_whole_module() {
    let expected = differences(|at| whole::of(&whole::Square(at[0]), at[1]), &[1.3, 0.6]);
    let (square, k) = whole::of::gradient(&whole::Square(1.3), 0.6);
    assert_all_close(&[square.0, k], &expected);
    let (_, slope) = whole::of::jvp(&whole::Square(1.3), 0.6, &whole::SquareCotangent(1.0), 1.0);
    assert_all_close(&[slope], &[expected[0] + expected[1]]);
}

#[test]
fn inside_a_function() {
    #[differentiate]
    trait Curve {
        fn height(&self, x: f64) -> f64;
    }

    #[derive(chainrule::Differentiable)]
    struct Line(f64);

    #[differentiate]
    impl Curve for Line {
        fn height(&self, x: f64) -> f64 {
            self.0 * x
        }
    }

    #[differentiate]
    fn squared<C: Curve>(c: &C, x: f64) -> f64 {
        c.height(x) * c.height(x)
    }

    let (line, x) = squared::gradient(&Line(3.0), 2.0);
    assert_eq!((line.0, x), (24.0, 36.0));
}
