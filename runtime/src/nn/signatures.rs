//! What callers' expansions learn of the handles here.

use chainrule_derive::signature;

signature!(crate = crate, #[pushes(1, 1)] #[lanes] pub fn linear<T: Float>(
    #[skippable] x: &ArrayRef<T, Ix2>,
    #[skippable] w: &ArrayRef<T, Ix2>,
    #[skippable] b: &ArrayRef<T, Ix1>,
) -> Array2<T>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn sigmoid<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn tanh<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn relu<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn softplus<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn softmax<T: Float>(#[skippable] x: &ArrayRef<T, Ix2>) -> Array2<T>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn log_softmax<T: Float>(#[skippable] x: &ArrayRef<T, Ix2>) -> Array2<T>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes]
    pub fn logsumexp<T: Float>(#[skippable] x: &ArrayRef<T, Ix2>) -> Array1<T>);
signature!(crate = crate, #[pushes(1, 1)] #[lanes] pub fn mse<T: Float, D: Dimension>(
    #[skippable] prediction: &ArrayRef<T, D>,
    #[constant] target: &ArrayRef<T, D>,
) -> T);
signature!(crate = crate, #[pushes(1, 1)] #[lanes] pub fn cross_entropy<T: Float>(
    #[skippable] logits: &ArrayRef<T, Ix2>,
    #[constant] classes: &[usize],
) -> T);
