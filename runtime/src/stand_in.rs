//! Values that stand where control does not come past with one, and that nobody reads.

#[cfg(all(feature = "alloc", not(feature = "std")))]
use alloc::{boxed::Box, string::String, vec::Vec};

/// A type of which some value can be written down without having one.
///
/// A loop that `return`s or `break`s with a value hands on something of that type, too, where it runs to its end.
#[diagnostic::on_unimplemented(
    message = "a path that exits before has no value of type `{Self}` to go on with",
    label = "this leaves a loop",
    note = "let every path end with its value: `if … {{ a }} else {{ b }}`; or declare the variable with one before the loop"
)]
pub trait StandIn {
    /// Some value.
    fn stand_in() -> Self;
}

/// [`StandIn`] under a name with a lifetime that means nothing, as in `Carries`.
pub trait FieldStandIn<'field>: StandIn {}

impl<T: StandIn> FieldStandIn<'_> for T {}

macro_rules! by_default {
    ($($(#[$attr:meta])* [$($generics:tt)*] $ty:ty;)*) => {$(
        $(#[$attr])*
        impl<$($generics)*> StandIn for $ty {
            fn stand_in() -> Self {
                Default::default()
            }
        }
    )*};
}
by_default! {
    [] f32; [] f64; [] bool; [] char;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [] u8; [] u16; [] u32; [] u64; [] u128; [] usize;
    [] &str;
    [T] &[T];
    [T] Option<T>;
    [T: ?Sized] core::marker::PhantomData<T>;
    #[cfg(feature = "alloc")] [] String;
    #[cfg(feature = "alloc")] [T] Vec<T>;
    #[cfg(feature = "ndarray")] [A: Default, D: ndarray::Dimension] ndarray::Array<A, D>;
}

#[cfg(feature = "alloc")]
impl<T: StandIn> StandIn for Box<T> {
    fn stand_in() -> Self {
        Self::new(T::stand_in())
    }
}

impl<T: StandIn, const N: usize> StandIn for [T; N] {
    fn stand_in() -> Self {
        core::array::from_fn(|_| T::stand_in())
    }
}

macro_rules! tuple {
    ($($part:ident)*) => {
        impl<$($part: StandIn),*> StandIn for ($($part,)*) {
            #[allow(clippy::unused_unit)]
            fn stand_in() -> Self {
                ($($part::stand_in(),)*)
            }
        }
    };
}
tuple!();
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
