//! The attribute on a `mod` with others inside.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[differentiate]
mod physics {
    pub mod springs {
        use chainrule::Differentiable;

        #[derive(Differentiable, Clone)]
        pub struct Spring {
            pub length: f64,
        }

        impl Spring {
            pub fn energy(&self, x: f64) -> f64 {
                squared(x - self.length)
            }
        }

        pub fn squared(x: f64) -> f64 {
            0.5 * x * x
        }

        pub mod deeper {
            pub fn first(x: f64, n: u32) -> f64 {
                if n == 0 { x } else { second(x * x, n - 1) }
            }

            pub fn second(x: f64, n: u32) -> f64 {
                if n == 0 { 1.0 } else { third(x.sin(), n - 1) }
            }

            pub fn third(x: f64, n: u32) -> f64 {
                if n == 0 { x } else { first(x.cos(), n - 1) }
            }
        }
    }

    pub fn doubled(x: f64) -> f64 {
        2.0 * springs::squared(x) * springs::deeper::first(x, 4)
    }

    #[differentiate(skip)]
    pub mod plain {
        pub fn formatted(x: f64) -> f64 {
            format!("{x}").len() as f64
        }
    }

    #[cfg(test)]
    mod tests {
        fn rounded(x: f64) -> f64 {
            format!("{x:.3}").parse().unwrap()
        }

        #[test]
        fn doubled_at_zero() {
            assert_eq!(rounded(super::doubled(0.0)), 0.0);
        }
    }
}

#[test]
fn functions_of_inner_modules_have_derivatives() {
    use physics::springs::{Spring, deeper, squared};
    assert_close(squared::gradient(0.7), 0.7);
    let value = |x| deeper::first(x, 5);
    assert_close(deeper::first::gradient(0.7, 5), difference(value, 0.7));
    let spring = Spring { length: 0.3 };
    let (spring_bar, x_bar) = Spring::energy_gradient(&spring, 1.1);
    assert_close(x_bar, 0.8);
    assert_close(spring_bar.length, -0.8);
}

#[test]
fn functions_around_them_call_them() {
    assert_close(physics::doubled::gradient(0.7), difference(physics::doubled, 0.7));
    assert_eq!(physics::plain::formatted(0.5), 3.0);
}
