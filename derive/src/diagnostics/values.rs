//! Types and names of values, and what is done with them.

use super::Entry;

catalogue! {
    in VALUES;

    /// A type.
    TYPE: "values of this type are not differentiated",
        "use floats, integers, tuples, arrays, slices, `Vec`, `ndarray` arrays or a struct with \
         `#[derive(Differentiable)]`; mark a parameter without derivative `#[constant]`";
    /// A kind that could not be inferred.
    KIND_UNKNOWN: "the type of this value could not be inferred",
        "bind it with its type, as in `let h: Array2<f64> = …;`";
    /// A field that there is not, or that is left out.
    NO_FIELD: "the fields of this type are others",
        "give every field of its type a value, or the rest by `..base`", rust;
    /// An index into what is no sequence.
    NOT_INDEXED: "what is indexed is no slice, vector or array",
        "index a slice, a vector or an array, as in `x[i]` and `a[[i, j]]`";
    /// One type where another is declared.
    WANTED: "types do not agree",
        "types are not converted by themselves: write `n as f64` or `i as usize`, put together what is wanted, or \
         change the type that is declared", rust;
    /// Kinds that do not go together.
    KIND_MISMATCH: "these values do not go together in this operation",
        "the differentiator knows it for scalars of one type (`y as f64` converts), and for arrays and scalars; of \
         slices and vectors take the elements";
    /// A float and an integer.
    INTEGER_OPERAND: "a float and an integer do not go together",
        "write a number with a point, `2.0`, convert a variable, `n as f64`, and take a power with `x.powi(2)`", rust;
    /// An operator that the user has written.
    STRUCT_OPERAND: "this operator of a struct has no derivative",
        "put `#[differentiate]` on its `impl Add for State`, and the struct first: `v * 2.0`; or write what it does field \
         by field";
    /// `Shape::Ring(x)`
    CONSTRUCTOR: "what an enum holds has no derivative",
        "keep the number beside the enum, or in a struct with `#[derive(Differentiable)]`";
    /// An active value put into a constant field.
    CONSTANT_FIELD: "a value with a derivative is stored in a field that is `#[constant]`",
        "wrap it in `constant(…)` to stop its derivative, or leave `#[constant]` out there";
    /// A struct that borrows.
    BORROWING: "a struct that borrows is not put together or kept here",
        "let it own its fields, as in `w: Vec<f64>`, take it as a parameter, or pass its parts as arguments of \
         their own";
    /// A mutable reference that is stored, or whose variable is hidden.
    BORROW: "a mutable reference is followed only where it is plain what it points to",
        "bind it once with `let r = &mut a[i];`, or write the place itself: `a[i] += x`";
    /// An assignment to what does not say `mut`.
    NOT_MUT: "this is assigned to, and is not declared as `mut`",
        "write `let mut y = …;`, for a parameter `mut y: f64`, and behind a reference `y: &mut [f64]`";
    /// A name.
    NAME_UNKNOWN: "this name is not known here",
        "bind it with `let`, or annotate its type where it is a constant: `let k: f64 = K;`";
    /// A variable of a macro's that is called like one of its caller's.
    HYGIENE: "this name stands for two variables, one of them in a macro",
        "give the variable in the macro another name";
}
