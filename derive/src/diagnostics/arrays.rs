//! Arrays and their parts.

use super::Entry;

catalogue! {
    in ARRAYS;

    /// A part of an array that is a single element.
    RANK_ZERO: "arrays of rank 0 are not differentiated",
        "index the element, as in `a[[i, j]]`; for all of them write `a.sum()` or `a.product()`";
    /// A part of an array.
    SLICE: "this part of an array is not understood",
        "write `s![lo..hi, .., i]` with one item an axis, where an index is an integer, `-1` counts from the end, and `..;2` is a stride";
    /// An axis.
    AXIS: "this axis is not understood", "write `Axis(k)`";
    /// A shape.
    SHAPE: "this shape is not understood",
        "write a length, a tuple or array of lengths, `IxDyn(&[n, m])` or `b.raw_dim()`; a rank as in `into_dimensionality::<Ix2>()`";
    /// A function of elements that does more.
    ELEMENTWISE: "a function of elements may change only those that it is given as `&mut`",
        "write a loop over the elements instead";
    /// A `Zip` that is not taken.
    ZIP: "this `Zip` is not understood",
        "zip arrays of one shape, with `map_collect`, or `for_each` that changes one of them, or write a loop";
}
