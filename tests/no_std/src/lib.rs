//! Derivatives without the standard library: of scalars and fixed arrays, with `alloc` of slices, vectors and
//! loops, and with `libm` of elementary functions.
// Indices are what users write.
#![allow(clippy::needless_range_loop)]
#![no_std]

#[cfg(test)]
extern crate std;

#[cfg(feature = "libm")]
pub mod elementary;
#[cfg(feature = "alloc")]
pub mod sequences;

use chainrule::{Float, Lanes, differentiate};
use num_traits::float::FloatCore;

/// A formula, a branch, and a loop of fixed length.
#[differentiate(order = 3)]
pub fn energy(x: f64, y: [f64; 3]) -> f64 {
    let mut total = x * x;
    for i in 0..3 {
        total *= y[i] + x;
        if total > 1.0 {
            total = total.max(y[0]) / 2.0;
        }
    }
    total
}

/// The same for both float types.
#[differentiate(hessian)]
pub fn product<T: Float>(x: T, y: T) -> T {
    let z = x * y;
    z * z - x
}

/// Of what is a float by its bounds.
#[differentiate(hessian)]
pub fn difference<T: FloatCore + 'static>(x: T, y: T) -> T {
    (x - y).abs().max(T::epsilon()) * x.recip()
}

/// A derivative of a derivative.
#[differentiate(hessian)]
pub fn steepness(x: f64) -> f64 {
    let (slope, _) = energy::gradient(x, [1.0, 2.0, 3.0]);
    let (_, along) = energy::jvp(x, [1.0, 2.0, 3.0], 1.0, &[0.0, 1.0, 0.0]);
    let (value, kept) = energy::forward(x, [1.0, x, 3.0]);
    let (_, pulled) = energy::backward(x, [1.0, x, 3.0], &kept, value);
    slope * slope + along + pulled[1]
}

/// Second derivatives, used.
pub fn curvatures() -> ([[f32; 2]; 2], f64) {
    (product::hessian(2.0, 3.0), steepness::hvp(0.5, 1.0))
}

/// The derivatives, used.
pub fn slopes() -> ((f64, [f64; 3]), (f32, f32)) {
    (energy::gradient(0.5, [1.0, 2.0, 3.0]), product::gradient(2.0, 3.0))
}

/// Several tangents at once.
#[differentiate(lanes)]
pub fn turned(x: [f64; 3], angle: f64) -> [f64; 3] {
    [x[0] * angle - x[1], x[0] + x[1] * angle, x[2]]
}

/// The slopes along each coordinate.
pub fn all_slopes(x: [f64; 3], angle: f64) -> [Lanes<f64, 4>; 3] {
    let units = [Lanes::unit(0), Lanes::unit(1), Lanes::unit(2)];
    turned::jvp_lanes(x, angle, &units, Lanes::unit(3)).1
}
