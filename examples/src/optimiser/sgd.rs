//! Stochastic gradient descent with momentum.

use chainrule::Float;

use super::{Optimiser, assert_same_lengths, zeros_like};

/// Gradient descent with the heavy-ball momentum of Polyak (1964):
///
/// ```text
/// v ← momentum · v + g
/// p ← p − rate · v
/// ```
///
/// starting from v = 0; momentum 0 is plain gradient descent.
#[derive(Clone, Debug)]
pub struct Sgd<T> {
    rate: T,
    momentum: T,
    velocities: Vec<Vec<T>>,
}

impl<T: Float> Sgd<T> {
    /// An optimiser at rest.
    pub fn new(rate: T, momentum: T) -> Self {
        Self { rate, momentum, velocities: Vec::new() }
    }
}

impl<T: Float> Optimiser<T> for Sgd<T> {
    fn step(&mut self, parameters: &mut [&mut [T]], gradients: &[&[T]]) {
        if self.velocities.is_empty() {
            self.velocities = zeros_like(gradients);
        }
        assert_same_lengths(parameters, gradients, &self.velocities);
        let tensors = parameters.iter_mut().zip(gradients).zip(&mut self.velocities);
        for ((parameters, gradients), velocities) in tensors {
            for ((p, &g), v) in parameters.iter_mut().zip(*gradients).zip(velocities) {
                *v = self.momentum * *v + g;
                *p -= self.rate * *v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_momentum_a_quadratic_shrinks_by_one_factor() {
        // For f = a p² / 2 each step multiplies p by 1 − rate · a.
        let (rate, curvatures) = (0.1, [1.0, 4.0, 9.0]);
        let mut p: [f64; 3] = [1.0, -2.0, 3.0];
        let mut sgd = Sgd::new(rate, 0.0);
        for _ in 0..10 {
            let g = [0, 1, 2].map(|i| curvatures[i] * p[i]);
            sgd.step(&mut [&mut p], &[&g]);
        }
        for ((p, start), a) in p.into_iter().zip([1.0, -2.0, 3.0]).zip(curvatures) {
            assert!((p - start * (1.0 - rate * a).powi(10)).abs() < 1e-14);
        }
    }

    #[test]
    fn momentum_under_a_constant_gradient_is_a_geometric_sum() {
        // v after n steps is g (1 − mⁿ) / (1 − m), so p has moved by
        // −rate · g · (n − m (1 − mⁿ) / (1 − m)) / (1 − m).
        let (rate, m, g, n) = (0.01, 0.9, 2.0, 25);
        let mut p = [5.0_f64];
        let mut sgd = Sgd::new(rate, m);
        for _ in 0..n {
            sgd.step(&mut [&mut p], &[&[g]]);
        }
        let sum = (f64::from(n) - m * (1.0 - m.powi(n)) / (1.0 - m)) / (1.0 - m);
        assert!((p[0] - (5.0 - rate * g * sum)).abs() < 1e-13);
    }

    #[test]
    fn tensors_do_not_mix() {
        let (mut a, mut b) = ([1.0_f32, 1.0], [1.0_f32]);
        Sgd::new(0.5, 0.9).step(&mut [&mut a, &mut b], &[&[1.0, 2.0], &[4.0]]);
        assert_eq!((a, b), ([0.5, 0.0], [-1.0]));
    }
}
