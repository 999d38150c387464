//! Sums over slices, in as many partial sums as let additions overlap.

use crate::Float;

const LANES: usize = 8;

/// `Σ aᵢ bᵢ` over the shorter of the two.
pub(crate) fn dot<T: Float>(a: &[T], b: &[T]) -> T {
    let (a_blocks, a_rest) = a.as_chunks::<LANES>();
    let (b_blocks, b_rest) = b.as_chunks::<LANES>();
    let rest = a_rest.iter().zip(b_rest).map(|(&a, &b)| a * b).sum();
    if a_blocks.is_empty() {
        return rest;
    }
    let mut sums = [T::ZERO; LANES];
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    total(sums) + rest
}

/// `Σ xᵢ`.
pub(crate) fn sum<T: Float>(x: &[T]) -> T {
    let (blocks, rest) = x.as_chunks::<LANES>();
    let rest = rest.iter().sum();
    if blocks.is_empty() {
        return rest;
    }
    let mut sums = [T::ZERO; LANES];
    for block in blocks {
        for lane in 0..LANES {
            sums[lane] += block[lane];
        }
    }
    total(sums) + rest
}

fn total<T: Float>([a, b, c, d, e, f, g, h]: [T; LANES]) -> T {
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
