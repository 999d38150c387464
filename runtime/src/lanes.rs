//! [`Lanes`]: several tangents of one number.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::array::from_fn;
use core::iter::Sum;
use core::ops::{
    Add, AddAssign, Div, DivAssign, Index, IndexMut, Mul, MulAssign, Neg, Sub, SubAssign,
};

use crate::{Differentiable, Float};

/// How many tangents [`jacobian`](crate::differentiate) takes at once, where there are more than 8
/// columns: as many as repay the numbers that are computed once for all of them, and no more than
/// vector registers hold.
///
/// Measured on x86-64 for the baseline, AVX2 and AVX-512, in both precisions, for 48 columns of a chain
/// of rotations, of three layers and of products of matrices: 16 at once take 0.6 to 0.8 of the time
/// that 8 take, 1.1 where the tangents of `f64` matrices outgrow the cache; 4 take 1.1 to 1.9, 32 as
/// long as 16 or several times as long. Half of them or more would be idle for 8 columns, which
/// take a pass of their own (1.3 to 1.7 times as long with 16).
pub const LANES: usize = 16;

/// The tangents of one number in `N` directions.
///
/// Vector forward mode (Griewank and Walther, *Evaluating Derivatives*, 2008, section 3.4): the function
/// is evaluated once, with `N` tangents beside each number. Tangents are added, and multiplied by
/// numbers, lane by lane, which compilers turn into vector instructions.
///
/// ```
/// use chainrule::{Lanes, differentiate};
///
/// #[differentiate(lanes)]
/// fn product(x: f64, y: f64) -> f64 {
///     x * y
/// }
///
/// // ∂/∂x, ∂/∂y, and the derivative along (1, 1).
/// let (value, slopes) = product::jvp_lanes(3.0, 5.0, Lanes([1.0, 0.0, 1.0]), Lanes([0.0, 1.0, 1.0]));
/// assert_eq!(value, 15.0);
/// assert_eq!(slopes, Lanes([5.0, 3.0, 8.0]));
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
#[repr(transparent)]
pub struct Lanes<T, const N: usize>(pub [T; N]);

impl<T: Float, const N: usize> Lanes<T, N> {
    /// No change in any direction.
    pub const ZERO: Self = Lanes([T::ZERO; N]);

    /// The tangents of a number that is one of the variables: 1 in this direction, 0 in the others;
    /// 0 in all of them where there are not so many directions.
    pub fn unit(direction: usize) -> Self {
        Lanes(from_fn(|i| if i == direction { T::ONE } else { T::ZERO }))
    }

    /// These tangents, but 0 in the directions in which `cause` is 0: what does not change has no
    /// effect, not even through an infinite derivative.
    #[must_use]
    #[inline]
    pub fn unless_zero(self, cause: Self) -> Self {
        self.unless_all_zero([cause])
    }

    /// The same for what has several causes: 0 in the directions in which all of these are 0.
    #[must_use]
    #[inline]
    pub fn unless_all_zero<const M: usize>(self, causes: [Self; M]) -> Self {
        let still = |i: usize| causes.iter().all(|cause| cause.0[i] == T::ZERO);
        Lanes(from_fn(|i| if still(i) { T::ZERO } else { self.0[i] }))
    }
}

impl<T, const N: usize> Lanes<T, N> {
    /// A function applied to each of the tangents.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Lanes<U, N> {
        Lanes(self.0.map(f))
    }
}

impl<T: Float, const N: usize> Default for Lanes<T, N> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<T, const N: usize> Index<usize> for Lanes<T, N> {
    type Output = T;

    fn index(&self, direction: usize) -> &T {
        &self.0[direction]
    }
}

impl<T, const N: usize> IndexMut<usize> for Lanes<T, N> {
    fn index_mut(&mut self, direction: usize) -> &mut T {
        &mut self.0[direction]
    }
}

impl<T: Float, const N: usize> Neg for Lanes<T, N> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Lanes(self.0.map(|lane| -lane))
    }
}

impl<T: Float, const N: usize> Neg for &Lanes<T, N> {
    type Output = Lanes<T, N>;

    #[inline]
    fn neg(self) -> Lanes<T, N> {
        -*self
    }
}

macro_rules! lane_by_lane {
    ($($trait:ident $name:ident $assign:ident $name_assign:ident;)*) => {$(
        impl<T: Float, const N: usize> $trait for Lanes<T, N> {
            type Output = Self;

            #[inline]
            fn $name(self, other: Self) -> Self {
                Lanes(from_fn(|i| self.0[i].$name(other.0[i])))
            }
        }

        impl<T: Float, const N: usize> $assign for Lanes<T, N> {
            #[inline]
            fn $name_assign(&mut self, other: Self) {
                *self = (*self).$name(other);
            }
        }
    )*};
}
lane_by_lane! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
}

macro_rules! by_a_number {
    ($($trait:ident $name:ident $assign:ident $name_assign:ident;)*) => {$(
        impl<T: Float, const N: usize> $trait<T> for Lanes<T, N> {
            type Output = Self;

            #[inline]
            fn $name(self, number: T) -> Self {
                Lanes(from_fn(|i| self.0[i].$name(number)))
            }
        }

        impl<T: Float, const N: usize> $assign<T> for Lanes<T, N> {
            #[inline]
            fn $name_assign(&mut self, number: T) {
                *self = (*self).$name(number);
            }
        }
    )*};
}
by_a_number! {
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

macro_rules! a_number_times {
    ($($t:ident)*) => {$(
        impl<const N: usize> Mul<Lanes<$t, N>> for $t {
            type Output = Lanes<$t, N>;

            #[inline]
            fn mul(self, lanes: Lanes<$t, N>) -> Lanes<$t, N> {
                Lanes(lanes.0.map(|lane| self * lane))
            }
        }
    )*};
}
a_number_times! { f32 f64 }

impl<T: Float, const N: usize> Sum for Lanes<T, N> {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}

impl<'a, T: Float, const N: usize> Sum<&'a Self> for Lanes<T, N> {
    fn sum<I: Iterator<Item = &'a Self>>(terms: I) -> Self {
        terms.copied().sum()
    }
}

/// Tangents are numbers of their own kind: they are added to like cotangents.
impl<T: Float, const N: usize> Differentiable for Lanes<T, N> {
    type Cotangent = Self;

    const FIXED: bool = true;

    fn zeros(&self) -> Self {
        Self::ZERO
    }

    fn add(total: &mut Self, term: &Self) {
        *total += *term;
    }

    fn scale(total: &mut Self, factor: f64) {
        *total *= T::from_f64(factor);
    }
}

/// Values each number of which can have several tangents.
///
/// Implemented for numbers, and for arrays, slices, vectors, tuples and `ndarray` arrays of what it is
/// implemented for. `#[derive(Differentiable)]` implements it for structs whose fields have it: the
/// tangents are a struct with the same fields.
///
/// ```
/// use chainrule::{Differentiable, Laned, Lanes, differentiate};
///
/// #[derive(Differentiable)]
/// struct Spring {
///     stiffness: f64,
///     rest: f64,
/// }
///
/// #[differentiate(lanes)]
/// fn force(spring: &Spring, x: f64) -> f64 {
///     spring.stiffness * (spring.rest - x)
/// }
///
/// let spring = Spring { stiffness: 3.0, rest: 1.0 };
/// let mut spring_dot = spring.zero_tangents();
/// spring_dot.stiffness = Lanes([1.0, 0.0]);
/// spring_dot.rest = Lanes([0.0, 1.0]);
/// let (value, slopes) = force::jvp_lanes(&spring, 3.0, &spring_dot, Lanes::ZERO);
/// assert_eq!((value, slopes), (-6.0, Lanes([-2.0, 3.0])));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot have several tangents at once",
    label = "takes one tangent at a time",
    note = "implement `chainrule::Laned` for it, or use the option `jvp` in place of `lanes`"
)]
pub trait Laned<const N: usize> {
    /// The tangents, in the shape of the value.
    type Tangents;

    /// The tangents of what does not change.
    fn zero_tangents(&self) -> Self::Tangents;
}

impl<T: Float, const N: usize> Laned<N> for T {
    type Tangents = Lanes<T, N>;

    fn zero_tangents(&self) -> Lanes<T, N> {
        Lanes::ZERO
    }
}

impl<T: Float, const M: usize, const N: usize> Laned<N> for Lanes<T, M> {
    type Tangents = Lanes<T, N>;

    fn zero_tangents(&self) -> Lanes<T, N> {
        Lanes::ZERO
    }
}

impl<X: Laned<N>, const K: usize, const N: usize> Laned<N> for [X; K] {
    type Tangents = [X::Tangents; K];

    fn zero_tangents(&self) -> [X::Tangents; K] {
        from_fn(|i| self[i].zero_tangents())
    }
}

#[cfg(feature = "alloc")]
impl<X: Laned<N>, const N: usize> Laned<N> for [X] {
    type Tangents = Vec<X::Tangents>;

    fn zero_tangents(&self) -> Vec<X::Tangents> {
        self.iter().map(X::zero_tangents).collect()
    }
}

#[cfg(feature = "alloc")]
impl<X: Laned<N>, const N: usize> Laned<N> for Vec<X> {
    type Tangents = Vec<X::Tangents>;

    fn zero_tangents(&self) -> Vec<X::Tangents> {
        self.as_slice().zero_tangents()
    }
}

#[cfg(feature = "ndarray")]
impl<X: Laned<N>, D: ndarray::Dimension, const N: usize> Laned<N> for ndarray::ArrayRef<X, D> {
    type Tangents = ndarray::Array<X::Tangents, D>;

    fn zero_tangents(&self) -> Self::Tangents {
        self.map(X::zero_tangents)
    }
}

#[cfg(feature = "ndarray")]
impl<S, D, const N: usize> Laned<N> for ndarray::ArrayBase<S, D>
where
    S: ndarray::Data,
    S::Elem: Laned<N>,
    D: ndarray::Dimension,
{
    type Tangents = ndarray::Array<<S::Elem as Laned<N>>::Tangents, D>;

    fn zero_tangents(&self) -> Self::Tangents {
        self.map(S::Elem::zero_tangents)
    }
}

macro_rules! tuples {
    ($(($($part:ident)*))*) => {$(
        #[allow(non_snake_case)]
        impl<$($part: Laned<N>,)* const N: usize> Laned<N> for ($($part,)*) {
            type Tangents = ($($part::Tangents,)*);

            fn zero_tangents(&self) -> Self::Tangents {
                let ($($part,)*) = self;
                ($($part.zero_tangents(),)*)
            }
        }
    )*};
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}

macro_rules! without_tangents {
    ($($t:ty)*) => {$(
        impl<const N: usize> Laned<N> for $t {
            type Tangents = ();

            fn zero_tangents(&self) {}
        }
    )*};
}
without_tangents! { () bool u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
