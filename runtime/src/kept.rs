//! Values that a derivative keeps while its function goes on to change them.

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
