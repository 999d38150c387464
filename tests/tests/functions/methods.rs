//! Methods that take functions.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

#[differentiate]
mod physics {
    use super::*;

    /// A rule of `n` steps.
    pub struct Rule {
        pub n: usize,
    }

    const HALF: f64 = 0.5;

    pub fn bump(x: f64) -> f64 {
        (-HALF * x * x).exp()
    }

    fn centre(a: f64, h: f64) -> f64 {
        a + HALF * h
    }

    impl Rule {
        const SCALE: f64 = 1.0;

        /// The midpoint rule.
        pub fn integrate(#[constant] &self, f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
            assert!(self.n > 0, "there is a step");
            let h = (b - a) / self.n as f64;
            let mut sum = 0.0;
            for i in 0..self.n {
                sum += f(centre(a + i as f64 * h, h));
            }
            Self::SCALE * sum * h
        }

        pub fn twice(#[constant] &self, f: &dyn Fn(f64) -> f64, end: f64) -> f64 {
            self.integrate(f, 0.0, end) + self.integrate(|x| f(2.0 * x), 0.0, end)
        }

        pub fn work(#[constant] &self, k: f64, end: f64) -> f64 {
            self.integrate(|x| k * x.sin(), 0.0, end) + self.integrate(bump, 0.0, end)
        }

        pub fn both(#[constant] &self, #[constant] other: &Rule, k: f64, end: f64) -> f64 {
            self.twice(&|x| k * x * x, end) * other.integrate(|x| k + x, k, end)
        }
    }

    #[derive(Clone, Differentiable)]
    pub struct Field<T> {
        pub strength: T,
        pub at: Vec<T>,
    }

    impl<T: Float> Field<T> {
        fn fold<F>(&self, mut f: F)
        where
            F: FnMut(T, T),
        {
            for x in &self.at {
                f(*x, self.strength);
            }
        }

        fn moved(&mut self, f: impl Fn(T) -> T) {
            for i in 0..self.at.len() {
                self.at[i] = f(self.at[i]);
            }
        }

        pub fn energy(&self, k: T) -> T {
            let mut sum = T::from_f64(0.0);
            self.fold(|x, strength| sum += strength * (k * x).sin());
            let mut next = self.clone();
            next.moved(|x| x + k);
            next.fold(|x, strength| sum += strength * x * x);
            sum
        }
    }
}

use physics::{Field, Rule};

#[test]
fn of_constant_structs() {
    let (rule, at) = (Rule { n: 20 }, [0.8, 1.4]);
    let (k, end) = rule.work_gradient(at[0], at[1]);
    assert_all_close(&[k, end], &differences(|at| rule.work(at[0], at[1]), &at));
    let other = Rule { n: 7 };
    let (k, end) = rule.both_gradient(&other, at[0], at[1]);
    assert_all_close(&[k, end], &differences(|at| rule.both(&other, at[0], at[1]), &at));
}

#[test]
fn of_structs_with_derivatives() {
    let at = [0.7, 1.1, 0.4, 0.9];
    let field = |at: &[f64]| Field { strength: at[0], at: at[1..3].to_vec() };
    let (bar, k) = field(&at).energy_gradient(at[3]);
    let expected = differences(|at| field(at).energy(at[3]), &at);
    assert_all_close(&[bar.strength, bar.at[0], bar.at[1], k], &expected);
    assert_close(field(&at).energy_value_and_gradient(at[3]).0, field(&at).energy(at[3]));
}

mod elsewhere {
    use chainrule::{Differentiable, differentiate};

    #[derive(Clone, Differentiable)]
    pub struct Weights {
        pub w: f64,
        pub at: Vec<f64>,
    }

    pub(super) const SHIFT: f64 = 0.25;

    #[differentiate]
    impl Weights {
        /// Names a constant of this module, and calls another method.
        pub fn sum(&self, f: impl Fn(f64) -> f64, a: f64) -> f64 {
            self.at.iter().map(|x| self.w * f(x + a + SHIFT)).sum::<f64>() + Self::square(self.w)
        }

        pub fn square(x: f64) -> f64 {
            x * x
        }

        pub fn change(&mut self, mut f: impl FnMut(usize, f64) -> f64) {
            for i in 0..self.at.len() {
                self.at[i] = f(i, self.at[i]);
            }
        }
    }

    #[differentiate(hessian)]
    pub fn hill(x: f64) -> f64 {
        (-x * x).exp()
    }
}

use elsewhere::hill;

#[expect(dead_code, reason = "nothing that is handed over may mean it")]
const SHIFT: f64 = 2.0;

/// Calls methods of another module, which answer from beside the type.
#[differentiate]
fn weighted(weights: &elsewhere::Weights, k: f64) -> f64 {
    let mut weights = weights.clone();
    let mut count = 0.0;
    for _ in 0..2 {
        weights.change(|i, x| {
            count += k;
            x * k + i as f64
        });
    }
    weights.sum(|x| k * x.sin(), k) + weights.sum(hill, 0.5) + count
}

#[test]
fn of_another_module() {
    let at = [0.7, 1.1, 0.4, 0.9];
    let weights = |at: &[f64]| elsewhere::Weights { w: at[0], at: at[1..3].to_vec() };
    let (bar, k) = weighted::gradient(&weights(&at), at[3]);
    let expected = differences(|at| weighted(&weights(at), at[3]), &at);
    assert_all_close(&[bar.w, bar.at[0], bar.at[1], k], &expected);
}
