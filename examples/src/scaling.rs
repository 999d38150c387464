//! Bringing inputs to a common scale.

use chainrule::Float;
use ndarray::{Array1, Array2, Axis};

/// The mean and the spread of each column of the samples that it was made from.
#[derive(Clone, Debug)]
pub struct Standardiser<T> {
    mean: Array1<T>,
    spread: Array1<T>,
}

impl<T: Float> Standardiser<T> {
    /// Measures the columns of `inputs`, one sample a row. The spread is the standard deviation,
    /// but at least a tenth of the largest column's, so that columns that hardly vary (the pixels
    /// at the edge of a picture) are not blown up.
    ///
    /// # Panics
    /// If there is no row.
    pub fn new(inputs: &Array2<T>) -> Self {
        assert!(inputs.nrows() > 0, "there must be a sample to measure");
        let count = T::from_f64(inputs.nrows() as f64);
        let mean = inputs.sum_axis(Axis(0)) / count;
        let squares = (inputs - &mean).mapv(|difference| difference * difference);
        let deviation = (squares.sum_axis(Axis(0)) / count).mapv(T::sqrt);
        let largest = deviation.fold(T::ZERO, |largest, &one| largest.max(one));
        let floor = if largest > T::ZERO { largest * T::from_f64(0.1) } else { T::ONE };
        Self { mean, spread: deviation.mapv(|one| one.max(floor)) }
    }

    /// `(inputs − mean) / spread`, column by column.
    ///
    /// # Panics
    /// If `inputs` has another number of columns than the samples measured.
    pub fn apply(&self, inputs: &Array2<T>) -> Array2<T> {
        (inputs - &self.mean) / &self.spread
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn columns_get_mean_zero_and_spread_one() {
        // Column 0: mean 3, deviation 2; column 1: mean 10, deviation 1.
        let inputs = array![[1.0, 9.0], [5.0, 11.0], [1.0, 11.0], [5.0, 9.0]];
        let scaled = Standardiser::new(&inputs).apply(&inputs);
        assert_eq!(scaled, array![[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]]);
    }

    #[test]
    fn other_samples_are_scaled_by_what_was_measured() {
        let standardiser = Standardiser::new(&array![[0.0], [4.0]]);
        assert_eq!(standardiser.apply(&array![[8.0], [2.0]]), array![[3.0], [0.0]]);
    }

    #[test]
    fn columns_that_hardly_vary_stay_small() {
        let inputs = array![[-10.0, 5.0, 0.0], [10.0, 5.0, 0.2]];
        let scaled = Standardiser::new(&inputs).apply(&inputs);
        assert_eq!(scaled, array![[-1.0, 0.0, -0.1], [1.0, 0.0, 0.1]]);
    }

    #[test]
    fn constant_inputs_become_zero() {
        let inputs = array![[7.0_f32, 1.0], [7.0, 1.0]];
        assert_eq!(Standardiser::new(&inputs).apply(&inputs), array![[0.0, 0.0], [0.0, 0.0]]);
    }
}
