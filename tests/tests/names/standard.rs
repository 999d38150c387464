//! Functions that are called like macros of the standard library.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

/// Called before they are defined, by their bare names, in circles; and the macros of these names
/// are used beside them.
mod beside {
    use super::*;

    #[differentiate(hessian)]
    fn all(x: f64) -> f64 {
        line(x, 2.0) * column(x) + matches(x, 3) + vec(x) * assert(x)
    }

    #[differentiate(hessian)]
    fn line(x: f64, slope: f64) -> f64 {
        slope * x + 1.0
    }

    #[differentiate(hessian)]
    fn column(x: f64) -> f64 {
        x * x
    }

    #[differentiate(hessian)]
    fn matches(x: f64, depth: u32) -> f64 {
        if matches!(depth, 0) { x } else { x.sin() * matches(x, depth - 1) }
    }

    #[differentiate(hessian)]
    fn vec(x: f64) -> f64 {
        let powers = vec![x, x * x];
        powers[0] * powers[1]
    }

    #[differentiate(hessian)]
    fn assert(x: f64) -> f64 {
        assert!(x.is_finite());
        line(x, x)
    }

    #[differentiate]
    fn print(x: f64, depth: u32) -> f64 {
        if depth == 0 { x } else { todo(x * x, depth - 1) }
    }

    #[differentiate]
    fn todo(x: f64, depth: u32) -> f64 {
        if depth == 0 { x } else { print(x.cos(), depth - 1) }
    }

    #[test]
    fn the_functions_are_called() {
        let points = vec![0.3, -0.7];
        for x in points {
            assert_close(all::gradient(x), difference(all, x));
            assert_close(all::hessian(x)[0][0], difference(all::gradient, x));
            assert_close(print::gradient(x, 3), difference(|x| print(x, 3), x));
            assert!(line!() > column!());
        }
    }
}

mod elsewhere {
    use super::*;

    #[differentiate]
    pub fn line(x: f64) -> f64 {
        3.0 * x
    }

    #[differentiate]
    pub(crate) fn matches(x: f64) -> f64 {
        x.exp()
    }

    pub mod inner {
        use super::*;

        #[differentiate]
        pub fn file(x: f64) -> f64 {
            line(x) * super::matches(x)
        }
    }

    pub use inner::file;
}

mod imported {
    use super::elsewhere::{file, line, matches as by_another_name};
    use super::*;

    #[differentiate]
    pub fn all(x: f64) -> f64 {
        line(x) * by_another_name(x) + file(x)
    }

    #[differentiate]
    pub fn again(x: f64) -> f64 {
        line(x) - line(x * x)
    }
}

mod by_glob {
    use super::elsewhere::*;
    use super::*;

    #[differentiate]
    pub fn all(x: f64) -> f64 {
        line(x) * matches(x) + self::file(x)
    }
}

#[differentiate]
fn by_path(x: f64) -> f64 {
    elsewhere::line(x) * self::elsewhere::matches(x) + crate::standard::elsewhere::inner::file(x)
}

#[test]
fn from_other_modules() {
    let right = difference(by_path, 0.4);
    for slope in [by_path::gradient(0.4), imported::all::gradient(0.4), by_glob::all::gradient(0.4)]
    {
        assert_close(slope, right);
    }
    assert_close(imported::again::gradient(0.4), 3.0 - 6.0 * 0.4);
}

#[test]
fn in_the_body_of_a_function() {
    #[differentiate]
    fn all(x: f64) -> f64 {
        line(x) * column(x)
    }

    #[differentiate]
    fn line(x: f64) -> f64 {
        column(x) + 1.0
    }

    #[differentiate]
    fn column(x: f64) -> f64 {
        x * x
    }

    // (x² + 1) x²
    assert_close(all::gradient(0.5), 4.0 * 0.125 + 1.0);
    assert!(column!() > 0);
}

/// The attribute on a module.
#[differentiate]
mod together {
    pub fn format(x: f64) -> f64 {
        env(x) * x
    }

    fn env(x: f64) -> f64 {
        x * x
    }

    pub mod inside {
        use super::format;

        pub fn write(x: f64) -> f64 {
            format(x) + x
        }
    }
}

#[test]
fn in_a_module_under_the_attribute() {
    assert_close(together::format::gradient(0.5), 0.75);
    assert_close(together::inside::write::gradient(0.5), 1.75);
    assert_eq!(format!("{}", together::format(1.0)), "1");
}

/// A macro of the user's that has the name of a function: the function is called by its path.
mod own_macros {
    use super::*;

    macro_rules! square {
        ($x:expr) => {
            $x * $x
        };
    }

    #[differentiate]
    fn square(x: f64) -> f64 {
        x * x
    }

    #[differentiate]
    fn fourth(x: f64) -> f64 {
        self::square(self::square(x))
    }

    #[test]
    fn both_are_found() {
        assert_eq!(square!(3.0), 9.0);
        assert_close(fourth::gradient(0.5), 0.5);
    }
}
