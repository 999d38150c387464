//! Traits that are generic in the numbers.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_within, differences};

#[differentiate(jvp)]
trait Kernel<T: Float> {
    fn of(&self, a: T, b: T) -> T;

    fn row(&self, a: T, all: &[T]) -> T {
        let mut sum = T::default();
        for b in all {
            sum = sum + self.of(a, *b);
        }
        sum
    }
}

#[derive(Clone, Differentiable)]
struct Rbf<T> {
    length: T,
}

#[differentiate(jvp)]
impl<T: Float> Kernel<T> for Rbf<T> {
    fn of(&self, a: T, b: T) -> T {
        let d = (a - b) / self.length;
        (-d * d).exp()
    }
}

#[differentiate(jvp)]
fn gram<T: Float, K: Kernel<T>>(k: &K, x: &[T]) -> T {
    let mut sum = T::default();
    for i in 0..x.len() {
        sum = sum + k.row(x[i], x) * k.of(x[i], x[0]);
    }
    sum
}

#[differentiate(jvp)]
fn of_doubles<K: Kernel<f64>>(k: &K, x: &[f64]) -> f64 {
    let mut product = 1.0;
    for pair in x.windows(2) {
        product *= k.of(pair[0], pair[1]);
    }
    product * gram(k, x)
}

const X: [f64; 3] = [0.4, 1.1, 1.9];

#[test]
fn in_double_precision() {
    let value = |at: &[f64]| of_doubles(&Rbf { length: at[0] }, &at[1..]);
    let expected = differences(value, &[1.3, X[0], X[1], X[2]]);
    let (k_bar, x_bar) = of_doubles::gradient(&Rbf { length: 1.3 }, &X);
    assert_all_close(&[&[k_bar.length], &x_bar[..]].concat(), &expected);
    let (_, slope) =
        of_doubles::jvp(&Rbf { length: 1.3 }, &X, &RbfCotangent { length: 1.0 }, &[0.0; 3]);
    assert_all_close(&[slope], &expected[..1]);
}

#[test]
fn in_single_precision() {
    let (k_bar, x_bar) = gram::gradient(&Rbf { length: 1.3_f64 }, &X);
    let single = gram::gradient(&Rbf { length: 1.3_f32 }, &X.map(|x| x as f32));
    assert_within(f64::from(single.0.length), k_bar.length, 1e-5);
    for (single, double) in single.1.iter().zip(&x_bar) {
        assert_within(f64::from(*single), *double, 1e-5);
    }
    let value = |at: &[f64]| gram(&Rbf { length: at[0] }, &at[1..]);
    assert_all_close(
        &[&[k_bar.length], &x_bar[..]].concat(),
        &differences(value, &[1.3, X[0], X[1], X[2]]),
    );
}
