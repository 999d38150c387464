//! What a function, an `impl` block or a struct may look like.

use super::Entry;

catalogue! {
    in SIGNATURES;

    /// An item that the attribute cannot be put on.
    ITEM: "`#[differentiate]` goes on a function, an `impl` block, a trait, a `type`, or a `mod`",
        "put the attribute on each function of its own; a `mod` needs its content in braces";
    /// A parameter pattern.
    PARAMETER_PATTERN: "a parameter of a differentiated function needs a plain name",
        "take `p: (f64, f64)` and write `let (a, b) = p;` in the body";
    /// `self`.
    METHOD: "a method is differentiated together with its `impl` block",
        "put `#[differentiate]` on the `impl` block, and options for a method on the method";
    /// An `impl` block of a trait.
    TRAIT_IMPL: "the derivatives of these methods have no place beside the type",
        "they are methods of the type, which must be of this crate and mention all parameters of the block; \
         `#[differentiate(skip)]` leaves the block as it is";
    /// Two methods whose derivatives would have one name.
    NAMED_TWICE: "another method of this type has derivatives of this name",
        "give those of one of them another: `#[differentiate(name = scaled)]` on the method";
    /// A method in a block whose result hides its numbers.
    HIDDEN_OUTPUT: "the numbers in what this function returns are hidden, or there are none",
        "return the numbers themselves, a `Result` or an `Option` of them, or put `#[differentiate(skip)]` on \
         the function to leave it as it is";
    /// `async`, `unsafe`, `extern`, variadic.
    FUNCTION_QUALIFIER: "a differentiated function is plain: no `async`, `unsafe`, `extern` or `...`",
        "move the computation into a plain `fn` and annotate that one";
    /// A generic parameter.
    GENERICS: "this generic parameter is not supported",
        "a type parameter is a float by its bounds: `fn f<T: num_traits::Float>(x: T) -> T`, or `chainrule::Float`; a \
         trait of your own is one over floats: `trait Real: num_traits::Float {}`";
    /// A struct that borrows, without a name for how long.
    LIFETIME: "the cotangent of a struct with a lifetime needs that lifetime's name",
        "name it: `fn f<'a>(m: &Model<'a>) -> f64`";
    /// No output.
    NO_OUTPUT: "what this function returns has no derivative",
        "return a float, an array, or a tuple of them, or write to a `&mut` parameter";
    /// An output that borrows.
    BORROWED_OUTPUT: "a differentiated function does not return references or views",
        "return a copy, `x[1..].to_vec()`, `a.row(0).to_owned()`, with `Vec<f64>` or `Array1<f64>` as its type";
    /// No active parameter.
    NO_ACTIVE_PARAMETER: "there is nothing to differentiate with respect to",
        "take at least one float, array or `Differentiable` struct that is not `#[constant]`";
    /// A handle that hides a primitive type.
    PRIMITIVE: "a handle of this name would hide the primitive type in everything beside it",
        "name the handle: `#[differentiate(name = …)]`, or the function";
    /// Derive on something else.
    DERIVE: "`Differentiable` can be derived for structs, and for enums that hold no numbers",
        "use a struct, and keep what varies beside the enum; mark parameters and fields that are constant `#[constant]`";
    /// A field that certainly carries no derivative.
    FIELD: "values of this type carry no derivative",
        "mark the field `#[constant]`";
    /// A struct that is called like a type of the standard library or of `ndarray`.
    STANDARD_NAME: "a struct of this name would be taken for what everyone calls so",
        "give it another name; a name such as `Vec` or `Option` may be that of a struct without type parameters";
    /// Malformed signature macro.
    SIGNATURE: "this signature is not understood",
        "write it as `chainrule::signature!(fn g(x: f64) -> f64);`";
}
