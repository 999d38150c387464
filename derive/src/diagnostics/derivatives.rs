//! Derivatives that are asked of other functions, or given by hand.

use super::Entry;

catalogue! {
    in DERIVATIVES;

    /// A callee without forward mode.
    NO_JVP: "the called function has no derivatives of this order in forward mode",
        "give it the option that this function has: `#[differentiate(jvp)]`, `hessian`, or as large an `order = …`";
    /// A callee without second derivatives.
    NO_HVP: "the called function has no derivatives of its gradient",
        "give it the option `hessian`, or a larger `order = …`";
    /// A parameter or a result that is not made of numbers of one type.
    JACOBIAN: "a Jacobian has a row and a column for each number, all of one type, and this is something else",
        "mark the parameter `#[constant]`; structs, mixed types and what is written through `&mut` have `jvp`, and \
         rows by `backward`";
    /// Something that takes one tangent at a time.
    LANES: "the called function takes one tangent at a time",
        "give it the option `lanes`, too, or leave that out here and write `jvp`; derivatives that are called \
         have no `lanes`";
    /// Halves of what writes through its arguments.
    HALVES: "derivatives of a function that writes to `&mut` parameters, or that may fail, are not differentiated again",
        "call the function itself, or one that returns what it writes and does not fail";
    /// Residuals of another call.
    RESIDUALS: "these are not the residuals of a call of `forward` with the same arguments",
        "write `let (value, kept) = g::forward(x);` before, under a name that is not assigned to again, and call \
         `g::backward` with `&kept` and the same `x`, unchanged";
    /// A rule that is no list of partial derivatives.
    RULE: "`derivative = …` goes on a function that returns a number and takes numbers, slices and arrays",
        "write the handle by hand, with `forward` and `backward`, and declare it with `signature!`";
    /// A rule whose partial derivatives cannot be differentiated as often as is asked for.
    RULE_SECOND: "second derivatives need derivatives of these partial derivatives in forward mode",
        "put `#[differentiate(jvp)]` on that function, or `order = n` where this one has `order = n + 1`; each \
         \
         parameter with a derivative here needs one there";
    /// A rule that yields something else than the partial derivatives.
    RULE_PARTIALS: "what this function returns is not a partial derivative for each parameter that has one",
        "return them in the order of the parameters, of several a tuple: a number for a number, a `Vec` for a slice, \
         an array for an array";
    /// A derivative that nobody wrote down.
    THIRD_DERIVATIVE: "the third derivative of `product()` of an array is not known",
        "multiply the elements in a loop";
}
