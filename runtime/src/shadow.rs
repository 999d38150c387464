//! Where a backward pass leaves a cotangent, if anybody wants it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// A place for the cotangent of an argument of type `A`.
///
/// The backward functions of kernels take one for every active argument. `&mut` of the cotangent
/// has terms added to it; [`Inactive`] says that this cotangent isn't wanted, and the work for it
/// isn't done.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take the cotangent of a `{A}`",
    label = "neither `&mut` of that cotangent nor `Inactive`"
)]
pub trait Shadow<A: ?Sized> {
    /// The cotangent to add to, `None` if there's none.
    fn target(&mut self) -> Option<&mut A>;
}

/// The shadow of an argument whose derivative isn't wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inactive;

impl<A: ?Sized> Shadow<A> for Inactive {
    fn target(&mut self) -> Option<&mut A> {
        None
    }
}

impl<A: ?Sized> Shadow<A> for &mut A {
    fn target(&mut self) -> Option<&mut A> {
        Some(self)
    }
}

impl<T, const N: usize> Shadow<[T]> for &mut [T; N] {
    fn target(&mut self) -> Option<&mut [T]> {
        Some(self.as_mut_slice())
    }
}

#[cfg(feature = "alloc")]
impl<T> Shadow<[T]> for &mut Vec<T> {
    fn target(&mut self) -> Option<&mut [T]> {
        Some(self)
    }
}

#[cfg(feature = "ndarray")]
impl<S, D> Shadow<ndarray::ArrayRef<S::Elem, D>> for &mut ndarray::ArrayBase<S, D>
where
    S: ndarray::DataMut,
    D: ndarray::Dimension,
{
    fn target(&mut self) -> Option<&mut ndarray::ArrayRef<S::Elem, D>> {
        Some(self)
    }
}
