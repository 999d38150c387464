//! Traits as bounds.

use super::Entry;

catalogue! {
    in BOUNDS;

    /// An `impl` block whose methods have fewer derivatives than its trait promises.
    BOUND_OPTIONS: "the trait promises more derivatives of this method than this block has",
        "give the block the options that `#[differentiate(…)]` has at the trait";
    /// An `impl` block without a method of its trait.
    BOUND_SKIPPED: "the trait promises derivatives of a method that has none here",
        "take `skip` off it, or put it on the method in the trait as well";
    /// A method that no trait of a type parameter has.
    BOUND_METHOD: "no trait with `#[differentiate]` that bounds this type has a method of this name with derivatives",
        "put the attribute on the trait that has it, without `skip`; a method with type parameters of its own, or one that \
         takes functions, has none";
    /// A trait object.
    OBJECT: "which type is behind a trait object is not known before the program runs, and what its derivative keeps is neither",
        "take `&impl Potential`, or an enum of the types; mark a parameter without derivative `#[constant]`";
}
