//! Weights to start from, reproducible from a seed.
//!
//! Values are drawn in double precision and rounded, so that networks of either precision start
//! from the same point.

use chainrule::Float;
use ndarray::Array2;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// Independent standard normal weights, a row for each output.
pub fn standard_normal<T: Float>(outputs: usize, inputs: usize, rng: &mut impl Rng) -> Array2<T> {
    Array2::from_shape_simple_fn((outputs, inputs), || T::from_f64(rng.sample(StandardNormal)))
}

/// Uniform weights in ±√(6 / (inputs + outputs)), which keep the variance through layers with
/// sigmoid-like activations (Glorot and Bengio, 2010), a row for each output.
pub fn xavier_uniform<T: Float>(outputs: usize, inputs: usize, rng: &mut impl Rng) -> Array2<T> {
    let bound = (6.0 / (inputs + outputs) as f64).sqrt();
    Array2::from_shape_simple_fn((outputs, inputs), || {
        T::from_f64(rng.random_range(-bound..=bound))
    })
}

/// Normal weights of variance 2 / inputs, which keep the variance through layers with `relu`
/// (He, Zhang, Ren and Sun, 2015), a row for each output.
pub fn he_normal<T: Float>(outputs: usize, inputs: usize, rng: &mut impl Rng) -> Array2<T> {
    let deviation = (2.0 / inputs as f64).sqrt();
    Array2::from_shape_simple_fn((outputs, inputs), || {
        T::from_f64(deviation * rng.sample::<f64, _>(StandardNormal))
    })
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    use super::*;

    fn rng() -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(7)
    }

    /// The mean and the variance, each of which has a standard error of about 1 % of the
    /// deviation for 10 000 weights.
    fn moments(weights: &Array2<f64>) -> (f64, f64) {
        (weights.mean().unwrap(), weights.var(0.0))
    }

    #[test]
    fn shapes_are_outputs_by_inputs() {
        assert_eq!(standard_normal::<f32>(3, 5, &mut rng()).shape(), [3, 5]);
        assert_eq!(xavier_uniform::<f32>(3, 5, &mut rng()).shape(), [3, 5]);
        assert_eq!(he_normal::<f32>(3, 5, &mut rng()).shape(), [3, 5]);
    }

    #[test]
    fn standard_normal_has_variance_one() {
        let (mean, variance) = moments(&standard_normal(100, 100, &mut rng()));
        assert!(mean.abs() < 0.05 && (variance - 1.0).abs() < 0.06, "{mean} {variance}");
    }

    #[test]
    fn xavier_stays_in_its_bounds_and_fills_them() {
        let weights: Array2<f64> = xavier_uniform(50, 200, &mut rng());
        let bound = (6.0_f64 / 250.0).sqrt();
        let largest = weights.fold(0.0_f64, |largest, w| largest.max(w.abs()));
        assert!(largest <= bound && largest > 0.99 * bound);
        // The variance of a uniform distribution is a third of its squared bound.
        let (mean, variance) = moments(&weights);
        assert!(mean.abs() < 0.05 * bound, "{mean}");
        assert!((variance / (bound * bound / 3.0) - 1.0).abs() < 0.06, "{variance}");
    }

    #[test]
    fn he_has_variance_two_by_inputs() {
        let (mean, variance) = moments(&he_normal(50, 200, &mut rng()));
        assert!(mean.abs() < 0.005 && (variance / 0.01 - 1.0).abs() < 0.06, "{mean} {variance}");
    }

    #[test]
    fn one_seed_gives_one_start_in_either_precision() {
        let double: Array2<f64> = xavier_uniform(4, 4, &mut rng());
        assert_eq!(double, xavier_uniform::<f64>(4, 4, &mut rng()));
        assert_eq!(double.mapv(|w| w as f32), xavier_uniform::<f32>(4, 4, &mut rng()));
    }
}
