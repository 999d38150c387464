//! Numbers, and references to anything.

use crate::Differentiable;
use crate::path::Path;
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

macro_rules! scalar {
    ($($t:ty)*) => {$(
        impl Differentiable for $t {
            type Cotangent = $t;

            const FIXED: bool = true;

            #[inline]
            fn zeros(&self) -> $t {
                0.0
            }

            #[inline]
            fn add(total: &mut $t, term: &$t) {
                *total += *term;
            }

            #[inline]
            fn scale(total: &mut $t, factor: f64) {
                *total *= factor as $t;
            }
        }
    )*};
}
scalar!(f32 f64);

macro_rules! pointer {
    ($($(#[$meta:meta])* $pointer:ty)*) => {$(
        $(#[$meta])*
        impl<T: Differentiable + ?Sized> Differentiable for $pointer {
            type Cotangent = T::Cotangent;

            const FIXED: bool = T::FIXED;

            #[inline]
            fn zeros(&self) -> Self::Cotangent {
                T::zeros(self)
            }

            #[inline]
            fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
                T::add(total, term);
            }

            #[inline]
            fn scale(total: &mut Self::Cotangent, factor: f64) {
                T::scale(total, factor);
            }

            #[inline]
            #[track_caller]
            fn fits(&self, cotangent: &Self::Cotangent, at: Path<'_>) {
                T::fits(self, cotangent, at);
            }
        }
    )*};
}
pointer! {
    &T
    &mut T
    #[cfg(feature = "alloc")] Box<T>
}
