//! Statements, branches, and ways out of them.

use super::Entry;

catalogue! {
    in CONTROL;

    /// A statement or expression.
    CONSTRUCT: "this construct of Rust is not differentiated",
        "rewrite it with `let`, assignments, branches, loops and calls";
    /// Code that cannot be read by recursion.
    NESTED: "this is nested too deep to be differentiated",
        "give parts of it names, `let part = …;`: 256 brackets may stand in each other, and 1,200 operators or methods in a row";
    /// A macro.
    MACRO: "this macro is not understood",
        "`assert!`, `println!`, `panic!` and their kin may appear as statements; compute values with plain expressions";
    /// Something that is changed where the derivative cannot follow.
    EFFECT: "this is done for its effect, which the derivative does not follow",
        "compute such values before, and take them as parameters";
    /// Assignment target.
    ASSIGNMENT: "this assignment is not differentiated",
        "assign to a local variable, or to an element or field of one";
    /// A pattern.
    PATTERN: "this pattern is not understood",
        "use names, `_`, and tuples, slices or structs of them; a constant by its path, or in a guard: `n if n == LIMIT`";
    /// A `match` that is not taken.
    MATCH: "this `match` is not differentiated",
        "a pattern may name a value with a derivative, or take a tuple, a slice or a struct apart, \
         without `|`; enums are taken apart only where they carry none";
    /// Branches yield different things.
    BRANCHES: "the two branches yield different things",
        "let both branches end with an expression of the same type";
    /// An item that may be missing.
    OPTIONAL: "a value that may be missing is followed only where it is taken out",
        "take it out here, with `?`, `unwrap_or(…)`, `if let Some(v) = …` or `match`, and go on with what is inside";
    /// A caught error of a callee that may have changed something.
    CAUGHT: "a function that changes its arguments may fail here, and its error is caught",
        "write `?` behind it, so that the error leaves this function, or let that function return what it changes";
    /// `?`
    TRY: "`?` cannot leave this function",
        "let it return a `Result` or an `Option` of what has a derivative, or take the value apart: `let Some(v) = o \
         else { return 0.0 };`";
    /// Early exit.
    EARLY_RETURN: "an early exit is not understood in this place",
        "give the value that may exit a name of its own before: `let v = …;`";
    /// A value that some path lacks and that cannot be made up.
    STAND_IN: "a value of this type cannot be missing on any path",
        "let every path end with a value, `if … { a } else { b }`; look for the position of what is sought, \
         `iter().position(…)`, and index with that";
    /// A broken invariant inside the compiler.
    INTERNAL: "a defect in chainrule, not in your code",
        "please report this function together with the text below";
}
