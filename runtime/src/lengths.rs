//! What is said to cotangents and tangents that have another length or shape than what they belong to: once,
//! where a generated function is entered.

use core::fmt::Debug;

use crate::Differentiable;
use crate::path::Path;

/// Asserts the length of a sequence.
///
/// # Panics
///
/// Where it differs, with the name and both.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn same_length(name: &str, found: usize, wanted: usize) {
    if found != wanted {
        differs(Path::named(name), "length", &found, &wanted);
    }
}

/// Asserts the shape of an array.
///
/// # Panics
///
/// Where it differs, with the name and both.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn same_shape(name: &str, found: &[usize], wanted: &[usize]) {
    if found != wanted {
        differs(Path::named(name), "shape", &found, &wanted);
    }
}

/// The same of two shapes.
///
/// # Panics
///
/// Where they differ, with the name and both.
#[cfg(feature = "ndarray")]
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn same_dim<D: ndarray::Dimension>(name: &str, found: D, wanted: D) {
    same_shape(name, found.slice(), wanted.slice());
}

/// Asserts that a cotangent or tangent has the shape of what it belongs to.
///
/// # Panics
///
/// Where they differ, with the name, the way to the part, and both lengths or shapes.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn same_parts<T: Differentiable + ?Sized>(name: &str, found: &T::Cotangent, of: &T) {
    if !T::FIXED {
        of.fits(found, Path::named(name));
    }
}

/// The same for sequences.
///
/// # Panics
///
/// Where they differ, with the name, the way to the part, and both lengths or shapes.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn same_items<T: Differentiable>(name: &str, found: &[T::Cotangent], of: &[T]) {
    items(found, of, Path::named(name));
}

/// Compares lengths, and in debug builds item by item: a function may be called in a loop, and look at one
/// item in each round.
#[inline]
#[track_caller]
pub(crate) fn items<T: Differentiable>(found: &[T::Cotangent], of: &[T], at: Path<'_>) {
    if found.len() != of.len() {
        differs(at, "length", &found.len(), &of.len());
    }
    if cfg!(debug_assertions) && !T::FIXED {
        for (index, (found, of)) in found.iter().zip(of).enumerate() {
            of.fits(found, at.index(index));
        }
    }
}

/// Says what differs.
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn differs(at: Path<'_>, what: &str, found: &dyn Debug, wanted: &dyn Debug) -> ! {
    panic!("`{at}` has {what} {found:?}, but what it belongs to has {what} {wanted:?}")
}
