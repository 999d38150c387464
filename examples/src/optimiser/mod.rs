//! First-order optimisers over any number of tensors, each given as the slice of its elements.

mod adam;
mod sgd;

pub use adam::Adam;
pub use sgd::Sgd;

/// Something that moves parameters against their gradients.
pub trait Optimiser<T> {
    /// Takes one step: `parameters[i]` and `gradients[i]` are the elements of the `i`-th tensor,
    /// which must be of one length, and the same in each step.
    ///
    /// # Panics
    /// If the number of tensors or the length of one changes, or differs between parameters and
    /// gradients.
    fn step(&mut self, parameters: &mut [&mut [T]], gradients: &[&[T]]);
}

/// Fails unless parameters, gradients and the optimiser's memory have the same shapes.
#[track_caller]
fn assert_same_lengths<T>(parameters: &[&mut [T]], gradients: &[&[T]], memory: &[Vec<T>]) {
    let lengths = |count: usize, length: &dyn Fn(usize) -> usize| (0..count).map(length).collect();
    let parameters: Vec<usize> = lengths(parameters.len(), &|i| parameters[i].len());
    let gradients: Vec<usize> = lengths(gradients.len(), &|i| gradients[i].len());
    assert_eq!(parameters, gradients, "lengths of the parameters (left) and gradients (right)");
    let memory: Vec<usize> = lengths(memory.len(), &|i| memory[i].len());
    assert_eq!(parameters, memory, "lengths of the parameters now (left) and before (right)");
}

/// Zeros in the lengths of the tensors.
fn zeros_like<T: chainrule::Float>(tensors: &[&[T]]) -> Vec<Vec<T>> {
    tensors.iter().map(|tensor| vec![T::ZERO; tensor.len()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "lengths of the parameters (left) and gradients (right)")]
    fn a_gradient_of_another_length() {
        Adam::new(0.1).step(&mut [&mut [0.0, 0.0]], &[&[1.0]]);
    }

    #[test]
    #[should_panic(expected = "lengths of the parameters now (left) and before (right)")]
    fn a_tensor_that_was_not_there_before() {
        let mut sgd = Sgd::new(0.1, 0.9);
        sgd.step(&mut [&mut [0.0]], &[&[1.0]]);
        sgd.step(&mut [&mut [0.0], &mut [0.0]], &[&[1.0], &[1.0]]);
    }
}
