//! Functions, methods and closures that are called.

use super::Entry;

catalogue! {
    in CALLS;

    /// A function.
    FUNCTION_UNKNOWN: "this function is not differentiated",
        "put `#[differentiate]` on it, if it is yours, and call it by its path; where no derivative is wanted, \
         wrap the call in `constant(…)`";
    /// A method of an active value.
    METHOD_UNKNOWN: "this method is not differentiated",
        "write out what it computes, or put it into a function of its own with `#[differentiate(derivative = \
         …)]`; where no derivative is wanted, wrap it in `constant(…)`";
    /// The number of arguments.
    ARGUMENTS: "this call has the wrong number of arguments",
        "give it what its signature asks for", rust;
    /// A constant parameter of a callee that no argument decides.
    GENERIC_ARGUMENT: "what a constant parameter of this function stands for could not be inferred",
        "say it, `g::<3>(x)`, or let an argument's type mention it: `fn g<const N: usize>(x: [f64; N]) -> f64`";
    /// An active value given to a constant parameter.
    CONSTANT_ARGUMENT: "a value with a derivative is passed for a parameter that is `#[constant]` in the callee",
        "wrap it in `constant(…)` to stop its derivative, or leave `#[constant]` out there";
    /// A function that is handed over and not known.
    FUNCTION_ARGUMENT: "which function is passed here is not known",
        "pass a closure, a function with `#[differentiate]` by its path, or a parameter that is a function";
    /// A closure that is not called.
    CLOSURE: "a closure, or a function inside the function, is known only where it is called",
        "call it by its name, or pass it to a method of an iterator";
    /// A function inside the function that calls itself.
    RECURSION: "a function inside the function cannot call itself here",
        "move it out and give it `#[differentiate]`";
    /// A function with function parameters that calls itself.
    CIRCLE: "a function that takes functions is written out where it is called, and cannot call itself",
        "write a loop, with what is still to be done in an array";
    /// An import in a body that is handed over.
    IMPORT: "what is imported here is not known where this body is written out",
        "write its whole path; a name that is imported at the start of the function, and means nothing else in it, is \
         known, too";
    /// Bodies within bodies.
    GROWTH: "functions that take functions are written out where they are called, and these within each other too often",
        "give what is passed to the innermost of them a name: a function of its own with `#[differentiate]`";
}
