//! Values that a derivative needs more than once: those that are kept while the function goes on to change
//! them, and arguments that both passes take.

/// What generated code copies: a struct that is changed in a loop or assigned anew, and whose values on the
/// way the backward pass reads.
#[diagnostic::on_unimplemented(
    message = "the derivative keeps values of `{Self}` that are overwritten, and cannot copy them",
    label = "kept here",
    note = "write `#[derive(Clone)]` at the struct"
)]
pub trait Kept: Sized {
    /// A copy.
    fn kept(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Kept for T {
    #[inline]
    fn kept(&self) -> T {
        self.clone()
    }
}

/// A copy of a value of the user's types:
///
/// ```compile_fail,E0277
/// struct Spring(f64);
/// chainrule::kept::<Spring>(&Spring(1.0));
/// ```
///
/// Its type is written out in generated code, since the value may stand
/// behind a reference.
#[inline]
pub fn kept<T: Kept>(value: &T) -> T {
    value.kept()
}

/// What generated code hands to both passes: an argument of a type of the user's that comes by value.
#[diagnostic::on_unimplemented(
    message = "both passes of the derivative take this argument, and `{Self}` cannot be copied",
    label = "needed twice",
    note = "take it by reference, or give it `Clone`"
)]
pub trait Handed: Sized {
    /// A copy.
    fn handed(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Handed for T {
    #[inline]
    fn handed(&self) -> T {
        self.clone()
    }
}

/// A copy of an argument:
///
/// ```compile_fail,E0277
/// chainrule::handed(&std::sync::Mutex::new(0.0));
/// ```
#[inline]
pub fn handed<T: Handed>(value: &T) -> T {
    value.handed()
}
