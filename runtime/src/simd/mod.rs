//! Elementwise functions on slices of `f32` and `f64`, vectorised.
//!
//! [`Elementwise`] holds the functions that neural-network layers are made of. Forward functions
//! write into `dst`; backward functions *add* to `dx`, so that gradients from several uses of one
//! value accumulate. No function allocates.
//!
//! The code is chosen at run time: AVX-512, AVX2 with FMA, or what the target always has (SSE2,
//! NEON). `exp`, `sigmoid`, `tanh` and `softplus` are within 2 units in the last place of the
//! correctly rounded result on all of them, over the whole range, subnormal numbers included; the
//! last bits may differ from machine to machine. Infinities give the mathematical limits and NaN
//! gives NaN.

mod backward;
mod dispatch;
mod elementwise;
mod functions;
mod loops;
mod real;
#[cfg(test)]
mod tests;

/// Elementwise functions, and reductions, of a slice of floating-point numbers.
///
/// Some names are also those of methods of the number itself, which win in `f64::exp`; write
/// `Elementwise::exp` or `<f64 as Elementwise>::exp`.
///
/// # Panics
///
/// Every function takes slices of equal length and panics, naming both lengths, where they differ.
///
/// # Examples
///
/// ```
/// use chainrule::simd::Elementwise;
///
/// let logits = [1.0, 2.0, 3.0];
/// let mut softmax = [0.0; 3];
/// let sum = Elementwise::exp_sub_sum(&logits, 3.0, &mut softmax);
/// softmax.iter_mut().for_each(|p| *p /= sum);
/// assert!((softmax[2] - 0.665_240_955_774_821_9_f64).abs() < 1e-15);
/// ```
pub trait Elementwise: Copy {
    /// `dst = eˣ`.
    fn exp(src: &[Self], dst: &mut [Self]);

    /// `dst = 1 / (1 + e⁻ˣ)`, the logistic function.
    fn sigmoid(src: &[Self], dst: &mut [Self]);

    /// `dst = tanh x`.
    fn tanh(src: &[Self], dst: &mut [Self]);

    /// `dst = max(x, 0)`; NaN stays NaN.
    fn relu(src: &[Self], dst: &mut [Self]);

    /// `dst = ln(1 + eˣ)`.
    fn softplus(src: &[Self], dst: &mut [Self]);

    /// `dx += y (1 - y) g`, where `y` is the output of [`sigmoid`](Self::sigmoid) and `g` its
    /// cotangent.
    fn sigmoid_backward(y: &[Self], g: &[Self], dx: &mut [Self]);

    /// `dx += (1 - y²) g`, where `y` is the output of [`tanh`](Self::tanh) and `g` its cotangent.
    fn tanh_backward(y: &[Self], g: &[Self], dx: &mut [Self]);

    /// `dx += g` where `x > 0`, for the input `x` of [`relu`](Self::relu) and the cotangent `g` of
    /// its output. The output may stand for the input: both are positive at the same places.
    fn relu_backward(x: &[Self], g: &[Self], dx: &mut [Self]);

    /// `dx += sigmoid(x) g`, for the input `x` of [`softplus`](Self::softplus) and the cotangent
    /// `g` of its output.
    fn softplus_backward(x: &[Self], g: &[Self], dx: &mut [Self]);

    /// The sum, 0 for an empty slice. It is added up in an order that is the same on all machines.
    fn sum(src: &[Self]) -> Self;

    /// The largest element, -∞ for an empty slice. NaN elements are passed over, as by
    /// [`f64::max`].
    fn max(src: &[Self]) -> Self;

    /// `dst = exp(x - shift)`, returning the sum of `dst`: a row of softmax but for the division,
    /// when `shift` is the row's maximum.
    fn exp_sub_sum(src: &[Self], shift: Self, dst: &mut [Self]) -> Self;
}
