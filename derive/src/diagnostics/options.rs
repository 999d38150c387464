//! What stands in the attribute's brackets.

use super::Entry;

catalogue! {
    in OPTIONS;

    /// Unknown option.
    OPTION: "unknown option",
        "the options are `wrt(…)`, `derivative = …`, `jvp`, `lanes`, `jacobian`, `hessian`, `order = …`, `checkpoint`, `checkpoint(loops)`, \
         `graph`, `name = …`, `crate = …` and `skip`";
    /// An option that is written in another way.
    OPTION_FORM: "this option is written in another way",
        "the options are `wrt(x, w)`, `derivative = path`, `order = 2`, `checkpoint(loops)`, `name = f_derivatives`, \
         `crate = path`, and without a value `jvp`, `lanes`, `jacobian`, `hessian`, `checkpoint`, `graph` and `skip`";
    /// An option that is given twice.
    OPTION_TWICE: "this option is given twice",
        "leave one of them out";
    /// An order of derivatives.
    ORDER: "derivatives have an order from 1 on",
        "write `order = 1` for `jvp`, `order = 2` for what `hessian` has too, and larger ones for derivatives of those";
    /// An option that does not go on a block, or on a method.
    BLOCK_OPTION: "this option does not go here",
        "an `impl` block or a `mod` takes only `crate = …`; `wrt(…)`, `checkpoint`, `name = …` and `skip` go on its \
         functions, and `graph` on free functions";
    /// `wrt` of an unknown parameter.
    WRT: "`wrt` names something that is not a parameter which carries a derivative",
        "list parameters of this function, as in `wrt(w, b)`";
    /// `graph` needs straight-line code.
    GRAPH: "`graph` draws straight-line functions of scalars only",
        "leave the option out, or move the straight-line part into a function of its own";
    /// An attribute that decides what is compiled.
    ATTRIBUTE: "what this attribute does to the code is not known here",
        "leave it out; `if cfg!(…)` decides between two pieces of code when compiling";
}
