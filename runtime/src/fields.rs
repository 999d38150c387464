//! What a derive assumes of the structs in fields, so that one without derivatives is reported once.

use core::fmt::Debug;

use crate::Differentiable;
#[cfg(feature = "std")]
use crate::check::Components;

/// What a field of a struct with `#[derive(Differentiable)]` needs.
///
/// The lifetime means nothing. A bound `for<'a> Inner: Carries<'a>` is one that rustc believes inside of an
/// implementation, while it looks up `Inner: Differentiable` and reports it, once for each implementation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative",
    label = "not a type that carries derivatives",
    note = "structs get one by `#[derive(Differentiable)]`, fields without one by `#[constant]`"
)]
pub trait Carries<'field>: Differentiable<Cotangent: Clone + Debug + PartialEq> {}

impl<T> Carries<'_> for T where T: Differentiable<Cotangent: Clone + Debug + PartialEq> {}

/// The same of what a gradient check needs.
#[cfg(feature = "std")]
pub trait Visited<'field>: Components {}

#[cfg(feature = "std")]
impl<T: Components> Visited<'_> for T {}

/// The cotangent, by a name that asks nothing of rustc before the bound above is believed.
pub trait Field<'field> {
    /// That of [`Differentiable`].
    type Cotangent;
}

impl<T: Differentiable> Field<'_> for T {
    type Cotangent = T::Cotangent;
}

/// The cotangent of a field.
pub type OfField<'field, T> = <T as Field<'field>>::Cotangent;

/// Compiles for types with derivatives only.
pub fn carries_derivatives<T: Differentiable>() {}
