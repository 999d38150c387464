//! Iterators, and vectors that grow.

use super::Entry;

catalogue! {
    in ITERATORS;

    /// An iterator.
    ITERATOR: "this iterator is not understood",
        "iterate over a range or a slice, with `map`, `filter`, `zip`, `enumerate`, `rev`, `step_by`, \
         `skip`, `take`, `chain`, `windows` and `chunks`, or write a loop";
    /// A sequence of unknown type.
    ITERATOR_UNTYPED: "the type of this is not known here, so neither is that of its items",
        "bind it with its type before: `let c: [f64; 3] = C;`, `let w: &[f64] = &c.w;`";
    /// `scan(0.0, f)`
    SCAN: "what this `scan` calls is not known where it stands",
        "write the closure there, `scan(0.0, |s, v| …)`, or a loop";
    /// A collection that is not a vector of known length.
    COLLECT: "this collection is not understood",
        "collect into a `Vec`, with its type, `let v: Vec<f64> = ….collect();`, or into an `Array1`";
    /// An order of numbers.
    COMPARISON: "this comparison is not understood",
        "compare with `partial_cmp` or `total_cmp`, as in `max_by(|a, b| a.total_cmp(b))`";
    /// `break` out of a loop over a nested iterator.
    STOPPED: "a loop over this iterator cannot be left early",
        "write `flat_map` and `flatten` as a loop inside a loop, with a label";
    /// `insert` and its kin.
    GROWS: "a vector that grows or shrinks elsewhere than at its end is not followed",
        "`push`, `pop`, `extend` and `truncate` change its end, and `reverse()` turns it round; make another one of \
         what stays, as in `let w: Vec<f64> = v[2..].to_vec();`, or of `v.iter().filter(…)` by `collect`";
}
