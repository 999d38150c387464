//! Adam.

use chainrule::Float;

use super::{Optimiser, assert_same_lengths, zeros_like};

const MEAN_DECAY: f64 = 0.9;
const SQUARE_DECAY: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// Adam (Kingma and Ba, *Adam: A Method for Stochastic Optimization*, 2015, algorithm 1) with the
/// constants proposed there, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸; in step t = 1, 2, …
///
/// ```text
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// p ← p − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
/// ```
#[derive(Clone, Debug)]
pub struct Adam<T> {
    rate: T,
    steps: i32,
    means: Vec<Vec<T>>,
    squares: Vec<Vec<T>>,
}

impl<T: Float> Adam<T> {
    /// An optimiser that has seen no gradient yet.
    pub fn new(rate: T) -> Self {
        Self { rate, steps: 0, means: Vec::new(), squares: Vec::new() }
    }
}

impl<T: Float> Optimiser<T> for Adam<T> {
    fn step(&mut self, parameters: &mut [&mut [T]], gradients: &[&[T]]) {
        if self.steps == 0 {
            self.means = zeros_like(gradients);
            self.squares = zeros_like(gradients);
        }
        assert_same_lengths(parameters, gradients, &self.means);
        self.steps += 1;
        let [b1, b2, epsilon] = [MEAN_DECAY, SQUARE_DECAY, EPSILON].map(T::from_f64);
        // In double precision first: 1 − 0.999 in single precision is off by 5 · 10⁻⁵.
        let [new_mean, new_square] = [1.0 - MEAN_DECAY, 1.0 - SQUARE_DECAY].map(T::from_f64);
        let mean_bias = T::from_f64(1.0 - MEAN_DECAY.powi(self.steps));
        let square_bias = T::from_f64(1.0 - SQUARE_DECAY.powi(self.steps));
        let memory = self.means.iter_mut().zip(&mut self.squares);
        for ((parameters, gradients), (means, squares)) in
            parameters.iter_mut().zip(gradients).zip(memory)
        {
            let moments = means.iter_mut().zip(squares);
            for ((p, &g), (m, v)) in parameters.iter_mut().zip(*gradients).zip(moments) {
                *m = b1 * *m + new_mean * g;
                *v = b2 * *v + new_square * g * g;
                *p -= self.rate * (*m / mean_bias) / ((*v / square_bias).sqrt() + epsilon);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_gradient_moves_by_the_rate_in_every_step() {
        // m / (1 − β₁ᵗ) is g and v / (1 − β₂ᵗ) is g² for every t.
        let (rate, gradients) = (0.01, [3.0, -0.5, 1e-8, 0.0]);
        let mut p = [1.0_f64; 4];
        let mut adam = Adam::new(rate);
        for _ in 0..20 {
            adam.step(&mut [&mut p], &[&gradients]);
        }
        for (p, g) in p.into_iter().zip(gradients) {
            let expected = 1.0 - 20.0 * rate * g / (g.abs() + 1e-8);
            assert!((p - expected).abs() < 1e-12, "{p} {expected}");
        }
    }

    #[test]
    fn the_second_of_two_different_steps() {
        // m̂ = (β₁ g₁ + g₂) / (1 + β₁), v̂ = (β₂ g₁² + g₂²) / (1 + β₂).
        let (rate, g1, g2) = (0.1, 2.0, -1.0);
        let mut p = [0.0_f64];
        let mut adam = Adam::new(rate);
        adam.step(&mut [&mut p], &[&[g1]]);
        let first = p[0];
        adam.step(&mut [&mut p], &[&[g2]]);
        let mean = (0.9 * g1 + g2) / 1.9;
        let square: f64 = (0.999 * g1 * g1 + g2 * g2) / 1.999;
        let expected = first - rate * mean / (square.sqrt() + 1e-8);
        assert!((p[0] - expected).abs() < 1e-13, "{} {expected}", p[0]);
    }

    #[test]
    fn single_precision() {
        let mut p = [1.0_f32, 2.0];
        Adam::new(0.5).step(&mut [&mut p], &[&[10.0, -10.0]]);
        assert!((p[0] - 0.5).abs() < 1e-6 && (p[1] - 2.5).abs() < 1e-6, "{p:?}");
    }
}
