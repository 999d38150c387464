//! Values as lists of numbers: how the rows and columns of Jacobians and Hessians are counted.

use crate::{Float, Lanes};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// A cotangent or tangent as a list of numbers of type `T`: elements in order, the last index first; the
/// parts of a tuple and the fields of a struct one after the other, as they are declared.
///
/// `#[derive(Differentiable)]` implements it for the cotangents of structs.
///
/// ```
/// use chainrule::Numbers;
///
/// let mut x = ([1.0, 2.0], (3.0, vec![4.0]));
/// assert_eq!(Numbers::<f64>::count(&x), 4);
/// *x.number(2) = 5.0;
/// let mut all = Vec::new();
/// x.each(&mut |number: f64| all.push(number));
/// assert_eq!(all, [1.0, 2.0, 5.0, 4.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not consist of numbers of type `{T}`",
    label = "a matrix of derivatives has a row and a column for each number, all of one type",
    note = "mark the other parameters and fields `#[constant]`, or take products with single directions: \
            `jvp`, `hvp`"
)]
pub trait Numbers<T> {
    /// How many there are.
    fn count(&self) -> usize;

    /// Calls a function with each of them.
    fn each(&self, take: &mut dyn FnMut(T));

    /// The number in this place.
    ///
    /// # Panics
    ///
    /// Where there are not so many.
    fn number(&mut self, place: usize) -> &mut T;

    /// Appends them to a list.
    #[cfg(feature = "alloc")]
    fn append(&self, list: &mut Vec<T>) {
        self.each(&mut |number| list.push(number));
    }
}

/// What a function returns that has a gradient.
#[diagnostic::on_unimplemented(
    message = "a gradient is that of one number, and this function returns `{Self}`",
    label = "`gradient` is there for functions that return a number",
    note = "the option `jacobian` gives a matrix with a row for each number of the output; `backward` takes a \
            cotangent of the output"
)]
pub trait OneNumber {}

impl OneNumber for f32 {}
impl OneNumber for f64 {}

impl<T: Float> Numbers<T> for T {
    fn count(&self) -> usize {
        1
    }

    fn each(&self, take: &mut dyn FnMut(T)) {
        take(*self);
    }

    fn number(&mut self, place: usize) -> &mut T {
        assert_eq!(place, 0, "a number is one");
        self
    }
}

impl<T: Float, const N: usize> Numbers<Lanes<T, N>> for Lanes<T, N> {
    fn count(&self) -> usize {
        1
    }

    fn each(&self, take: &mut dyn FnMut(Lanes<T, N>)) {
        take(*self);
    }

    fn number(&mut self, place: usize) -> &mut Lanes<T, N> {
        assert_eq!(place, 0, "the tangents of a number are one");
        self
    }
}

macro_rules! sequences {
    ($($(#[$meta:meta])* [$($generics:tt)*] $ty:ty;)*) => {$(
        $(#[$meta])*
        impl<T, X: Numbers<T>, $($generics)*> Numbers<T> for $ty {
            fn count(&self) -> usize {
                self.iter().map(X::count).sum()
            }

            fn each(&self, take: &mut dyn FnMut(T)) {
                self.iter().for_each(|item| item.each(take));
            }

            fn number(&mut self, mut place: usize) -> &mut T {
                for item in self.iter_mut() {
                    match place.checked_sub(item.count()) {
                        Some(rest) => place = rest,
                        None => return item.number(place),
                    }
                }
                panic!("there are {place} numbers too few")
            }
        }
    )*};
}
sequences! {
    [const N: usize] [X; N];
    #[cfg(feature = "alloc")] [] Vec<X>;
    #[cfg(feature = "ndarray")] [D: ndarray::Dimension] ndarray::Array<X, D>;
}

/// The numbers of several parts, one part after the other.
#[doc(hidden)]
#[macro_export]
macro_rules! __numbers {
    ($number:ty: $($part:tt)*) => {
        fn count(&self) -> usize {
            0 $(+ $crate::Numbers::<$number>::count(&self.$part))*
        }

        #[allow(unused_variables)]
        fn each(&self, take: &mut dyn ::core::ops::FnMut($number)) {
            $($crate::Numbers::<$number>::each(&self.$part, take);)*
        }

        #[allow(unused_mut, unused_assignments)]
        fn number(&mut self, mut place: usize) -> &mut $number {
            $(
                let count = $crate::Numbers::<$number>::count(&self.$part);
                match place.checked_sub(count) {
                    ::core::option::Option::Some(rest) => place = rest,
                    ::core::option::Option::None => {
                        return $crate::Numbers::<$number>::number(&mut self.$part, place);
                    }
                }
            )*
            ::core::panic!("there are {place} numbers too few")
        }
    };
}

macro_rules! tuples {
    ($($part:ident $index:tt)*) => {
        impl<T, $($part: Numbers<T>),*> Numbers<T> for ($($part,)*) {
            __numbers! { T: $($index)* }
        }
    };
}
tuples!();
tuples!(A 0);
tuples!(A 0 B 1);
tuples!(A 0 B 1 C 2);
tuples!(A 0 B 1 C 2 D 3);
tuples!(A 0 B 1 C 2 D 3 E 4);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
