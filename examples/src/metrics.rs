//! How well classes are told apart.

use chainrule::Float;
use ndarray::{Array2, ArrayView1};

/// How often each class was taken for each class.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Confusion {
    /// `counts[[c, r]]` samples of class `c` were read as class `r`.
    counts: Array2<usize>,
}

impl Confusion {
    /// Counts samples of the classes `truth` that were read as `readings`, both below
    /// `class_count`.
    ///
    /// # Panics
    /// If there are not as many readings as samples, or a class is out of range.
    pub fn new(class_count: usize, truth: &[usize], readings: &[usize]) -> Self {
        assert_eq!(truth.len(), readings.len(), "samples (left) and readings (right)");
        let mut counts = Array2::zeros((class_count, class_count));
        for (&class, &reading) in truth.iter().zip(readings) {
            counts[[class, reading]] += 1;
        }
        Self { counts }
    }

    /// Of all samples, the part that was read as what it is; NaN if there are none.
    pub fn accuracy(&self) -> f64 {
        ratio(self.counts.diag().sum(), self.counts.sum())
    }

    /// Of the samples read as `class`, the part that is; NaN if there are none.
    pub fn precision(&self, class: usize) -> f64 {
        ratio(self.counts[[class, class]], self.counts.column(class).sum())
    }

    /// Of the samples of `class`, the part that was read as such; NaN if there are none.
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.counts[[class, class]], self.count(class))
    }

    /// The number of samples of `class`.
    pub fn count(&self, class: usize) -> usize {
        self.counts.row(class).sum()
    }

    /// The number of all samples.
    pub fn total(&self) -> usize {
        self.counts.sum()
    }
}

/// For each row of `scores`, the class with the highest score, the first of equals.
pub fn readings<T: Float>(scores: &Array2<T>) -> Vec<usize> {
    scores.rows().into_iter().map(highest).collect()
}

fn highest<T: Float>(scores: ArrayView1<'_, T>) -> usize {
    let better = |best, class| if scores[class] > scores[best] { class } else { best };
    (0..scores.len()).fold(0, better)
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn scores_by_hand() {
        let confusion = Confusion::new(3, &[0, 0, 0, 1, 1], &[0, 0, 1, 1, 0]);
        assert_eq!(confusion.accuracy(), 3.0 / 5.0);
        assert_eq!((confusion.precision(0), confusion.recall(0)), (2.0 / 3.0, 2.0 / 3.0));
        assert_eq!((confusion.precision(1), confusion.recall(1)), (1.0 / 2.0, 1.0 / 2.0));
        assert!(confusion.precision(2).is_nan() && confusion.recall(2).is_nan());
        assert_eq!((confusion.count(0), confusion.count(2), confusion.total()), (3, 0, 5));
    }

    #[test]
    fn the_highest_score_is_read() {
        let scores = array![[0.1, 0.9, 0.3], [5.0, 1.0, 5.0], [-3.0, -2.0, -1.0]];
        assert_eq!(readings(&scores), [1, 0, 2]);
    }

    #[test]
    #[should_panic(expected = "samples (left) and readings (right)")]
    fn fewer_readings_than_samples() {
        Confusion::new(2, &[0, 1], &[0]);
    }
}
