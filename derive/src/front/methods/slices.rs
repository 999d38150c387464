//! Methods of slices, arrays and vectors.

use super::super::extrema::End;
use super::super::lines::Whole;
use super::super::lower::Lower;
use super::super::scope::{Borrow, Value};
use super::super::source::Form;
use super::{By, Class, Method, Site};
use crate::diagnostics::*;
use crate::ir::Var;
use crate::prims;

const fn of_slice(name: &'static str, arity: usize, by: By) -> Method {
    Method::new(Class::Slice, name, arity, by)
}

/// What yields a value.
const fn value(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Var, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_slice(name, arity, By::Var(lower))
}

/// What yields parts, to be read, or with `_mut` to be written.
const fn parts(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Whole, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_slice(name, arity, By::Whole(lower)).writable()
}

/// What changes a slice.
const fn change(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Borrow, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_slice(name, arity, By::Place(lower))
}

/// What makes a vector longer or shorter at its end.
const fn growth(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Borrow, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Vector, name, arity, By::Place(lower))
}

/// What does so elsewhere.
const fn elsewhere(name: &'static str) -> Method {
    Method::refused(Class::Vector, name, GROWS, "")
}

const OF_INTEGERS: &str = "floats have no order of which it could go";

const PLAIN: &str = "it makes no difference";

pub(super) const ROWS: &[Method] = &[
    parts("iter", 0, |lower, whole, site| lower.all_items(whole, site)).iterating(),
    of_slice("into_iter", 0, By::Value(|lower, value, site| lower.items(value, site)))
        .iterating()
        .unlisted(PLAIN),
    value("windows", 1, |lower, slice, site| lower.runs(slice, Form::Windows, site)).iterating(),
    parts("chunks", 1, |lower, whole, site| lower.runs_of(whole, Form::Chunks, site)).iterating(),
    parts("chunks_exact", 1, |lower, whole, site| lower.runs_of(whole, Form::Exact, site))
        .iterating(),
    of_slice("len", 0, By::Prim(prims::LEN)).unlisted("it is listed with arrays"),
    value("is_empty", 0, |lower, slice, site| Ok(Value::Var(lower.is_empty(slice, site))))
        .unlisted("it is listed with arrays"),
    value("clone", 0, |_, slice, _| Ok(Value::Var(slice))).unlisted("it is listed with arrays"),
    value("as_slice", 0, |_, slice, _| Ok(Value::Var(slice))).unlisted(PLAIN),
    value("to_owned", 0, |lower, slice, site| Ok(lower.owned(slice, site)))
        .unlisted("it is listed with arrays"),
    value("to_vec", 0, |lower, slice, site| Ok(lower.copied(slice, site))),
    value("into_vec", 0, |lower, slice, site| Ok(lower.copied(slice, site))).unlisted(PLAIN),
    parts("split_at", 1, |lower, whole, site| lower.split(whole, site)),
    parts("first", 0, |lower, whole, site| lower.end_element(whole, End::First, site))
        .yielding_element(),
    parts("last", 0, |lower, whole, site| lower.end_element(whole, End::Last, site))
        .yielding_element(),
    parts("get", 1, |lower, whole, site| lower.get(whole, site)).yielding_element(),
    value("contains", 1, |lower, slice, site| lower.contains(slice, site))
        .unlisted("it is of what has no derivative"),
    value("split_first", 0, |lower, slice, site| lower.split_off(slice, site)),
    value("split_last", 0, |lower, slice, site| lower.split_off(slice, site)),
    value("concat", 0, |lower, slices, site| lower.concatenated(slices, site)),
    Method::new(Class::List, "map", 1, By::Var(|lower, array, site| lower.array_map(array, site)))
        .calling(),
    change("as_mut_slice", 0, |_, place, _| Ok(Value::Borrow(place))).unlisted(PLAIN),
    change("swap", 2, |lower, place, site| lower.swap(&place, site)),
    change("fill", 1, |lower, place, site| lower.fill(place, site)),
    change("copy_from_slice", 1, |lower, place, site| lower.copy_from(place, site)),
    change("clone_from_slice", 1, |lower, place, site| lower.copy_from(place, site))
        .unlisted("it is `copy_from_slice`"),
    change("reverse", 0, |lower, place, site| lower.turned_round(place, site)),
    change("rotate_left", 1, |lower, place, site| lower.rotated(place, site)),
    change("rotate_right", 1, |lower, place, site| lower.rotated(place, site)),
    change("sort_by", 1, |lower, place, site| lower.sorted(place, true, site)),
    change("sort_unstable_by", 1, |lower, place, site| lower.sorted(place, false, site)),
    change("sort", 0, |lower, place, site| lower.sorted(place, true, site)).unlisted(OF_INTEGERS),
    change("sort_unstable", 0, |lower, place, site| lower.sorted(place, false, site))
        .unlisted(OF_INTEGERS),
    change("sort_by_key", 1, |lower, place, site| lower.sorted(place, true, site))
        .unlisted(OF_INTEGERS),
    change("sort_unstable_by_key", 1, |lower, place, site| lower.sorted(place, false, site))
        .unlisted(OF_INTEGERS),
    value("is_sorted", 0, |lower, slice, site| lower.whether_sorted(slice, site)),
    value("array_windows", 0, |lower, slice, site| lower.arrays_of_neighbours(slice, site))
        .unlisted("it is newer than the oldest Rust that is supported"),
    value("rchunks", 1, |lower, slice, site| lower.runs_from_the_end(slice, site)),
    value("rchunks_exact", 1, |lower, slice, site| lower.runs_from_the_end(slice, site)),
    growth("push", 1, |lower, place, site| lower.pushed(&place, site)),
    growth("pop", 0, |lower, place, site| Ok(lower.asked_for_last(place, site))),
    growth("extend", 1, |lower, place, site| lower.extended(&place, site)),
    growth("extend_from_slice", 1, |lower, place, site| lower.extended(&place, site)),
    growth("append", 1, |lower, place, site| lower.appended(&place, site)),
    growth("truncate", 1, |lower, place, site| lower.truncated(&place, site)),
    growth("clear", 0, |lower, place, site| lower.emptied(&place, site)),
    growth("resize", 2, |lower, place, site| lower.resized(&place, site)),
    growth("insert", 2, |lower, place, site| lower.put_in(place, site)),
    growth("remove", 1, |lower, place, site| lower.removed(place, site)),
    growth("swap_remove", 1, |lower, place, site| lower.swapped_out(place, site)),
    elsewhere("drain"),
    growth("retain", 1, |lower, place, site| lower.retained(place, site)).calling(),
    elsewhere("retain_mut"),
    elsewhere("split_off"),
    elsewhere("splice"),
    elsewhere("dedup"),
    elsewhere("extend_from_within"),
    elsewhere("resize_with"),
];
