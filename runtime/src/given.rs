//! Numbers that count under a condition.

use crate::{Float, Lanes};

/// What [`given`] chooses.
#[doc(hidden)]
pub trait Given: Sized {
    /// The value itself, or 0.
    fn given(self, condition: bool) -> Self;
}

macro_rules! masked {
    ($($t:ty, $bits:ty);*) => {$(
        impl Given for $t {
            #[inline]
            fn given(self, condition: bool) -> $t {
                <$t>::from_bits(self.to_bits() & <$bits>::from(condition).wrapping_neg())
            }
        }
    )*};
}
masked! { f32, u32; f64, u64 }

impl<T: Float, const N: usize> Given for Lanes<T, N> {
    #[inline]
    fn given(self, condition: bool) -> Self {
        if condition { self } else { Self::ZERO }
    }
}

/// `x` where the condition holds, else 0, without a jump: where nobody can tell which of two numbers is chosen
/// next, a processor loses more by a wrong guess than by computing both.
#[doc(hidden)]
#[inline]
pub fn given<T: Given>(condition: bool, x: T) -> T {
    x.given(condition)
}

#[cfg(test)]
mod tests {
    use super::given;
    use crate::Lanes;

    #[test]
    fn all_of_it_or_nothing() {
        for x in [1.5, -0.0, f64::INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(given(true, x).to_bits(), x.to_bits());
            assert_eq!(given(false, x).to_bits(), 0);
        }
        assert!(given(true, f32::NAN).is_nan());
        assert_eq!(given(false, f32::NAN), 0.0);
        assert_eq!(given(true, Lanes([1.0, 2.0])), Lanes([1.0, 2.0]));
        assert_eq!(given(false, Lanes([1.0, f64::NAN])), Lanes([0.0, 0.0]));
    }
}
