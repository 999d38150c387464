//! Methods of `ndarray` arrays.

use super::super::extrema::End;
use super::super::lines::{Item, Whole};
use super::super::lower::Lower;
use super::super::scope::{Borrow, Value};
use super::super::spans::Spanned;
use super::{By, Class, Method, Site};
use crate::diagnostics::*;
use crate::ir::{Rank, Var, View};
use crate::prims::{self, Prim};

const fn of_array(name: &'static str, arity: usize, by: By) -> Method {
    Method::new(Class::Array, name, arity, by)
}

/// What yields a value.
const fn value(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Var, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_array(name, arity, By::Var(lower))
}

/// A primitive of the array alone.
const fn prim(name: &'static str, prim: Prim) -> Method {
    of_array(name, 0, By::Prim(prim))
}

/// A part that is an array, to be read.
const fn view(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Rank, &Site<'_>) -> Accepted<View>,
) -> Method {
    of_array(name, arity, By::View(lower))
}

/// The array itself, to be read or written.
const fn whole(
    name: &'static str,
    lower: fn(&mut Lower<'_>, Whole, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_array(name, 0, By::Whole(lower)).writable()
}

/// What yields items, which may be changed with `_mut`.
const fn lines(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Whole, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_array(name, arity, By::Whole(lower)).writable().iterating()
}

/// What changes the array.
const fn change(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Borrow, &Site<'_>) -> Accepted<Value>,
) -> Method {
    of_array(name, arity, By::Place(lower))
}

/// What is not taken, and what is.
const fn refused(name: &'static str, instead: &'static str) -> Method {
    Method::refused(Class::Array, name, METHOD_UNKNOWN, instead)
}

const PLAIN: &str = "it makes no difference";

/// Of arrays there are those of `prims` for floats, too, element by element.
pub(super) const ROWS: &[Method] = &[
    value("dot", 1, |lower, a, site| lower.dot(a, site)),
    value("t", 0, |lower, a, site| lower.transpose(a, site)),
    value("reversed_axes", 0, |lower, a, site| lower.transpose(a, site)).unlisted("it is `t`"),
    prim("clone", prims::COPY),
    prim("to_owned", prims::COPY),
    prim("into_owned", prims::COPY).unlisted("it is `to_owned`"),
    prim("sum", prims::SUM),
    prim("product", prims::PRODUCT),
    prim("len", prims::LEN),
    prim("nrows", prims::NROWS),
    prim("ncols", prims::NCOLS),
    prim("raw_dim", prims::DIM),
    value("dim", 0, |lower, a, site| lower.extents(a, site)),
    value("ndim", 0, |lower, a, site| lower.number_of_axes(a, site)),
    value("is_empty", 0, |lower, a, site| Ok(Value::Var(lower.is_empty(a, site)))),
    value("len_of", 1, |lower, a, site| lower.along(prims::LEN_OF, a, site)),
    value("sum_axis", 1, |lower, a, site| lower.reduced_along(prims::SUM_AXIS, a, site)),
    value("mean", 0, |lower, a, site| Ok(lower.mean(a, site))),
    value("mean_axis", 1, |lower, a, site| lower.mean_along(a, site)),
    value("fold", 2, |lower, a, site| lower.fold_array(a, site)).calling(),
    value("map", 1, |lower, a, site| lower.map_array(a, site)).calling(),
    value("mapv", 1, |lower, a, site| lower.map_array(a, site)).calling(),
    value("mapv_into", 1, |lower, a, site| lower.map_array(a, site)).calling(),
    value("to_vec", 0, |lower, a, site| lower.as_vector(a, site)),
    value("into_dyn", 0, |lower, a, site| {
        Ok(Value::Var(lower.ranked(a, Rank::Dynamic, site.call.span())))
    }),
    value("into_dimensionality", 0, |lower, a, site| lower.with_rank(a, site)),
    value("into_shape_with_order", 1, |lower, a, site| lower.reshaped(prims::RESHAPE, a, site)),
    value("to_shape", 1, |lower, a, site| lower.reshaped(prims::RESHAPE, a, site)),
    value("broadcast", 1, |lower, a, site| lower.reshaped(prims::BROADCAST, a, site)),
    whole("view", |_, whole, _| {
        Ok(match whole {
            Whole::Read(var) => Value::Var(var),
            Whole::Written(place) => Value::Borrow(place),
        })
    }),
    view("row", 1, |lower, rank, site| lower.line(rank, View::Row, site)).writable(),
    view("column", 1, |lower, rank, site| lower.line(rank, View::Column, site)).writable(),
    view("index_axis", 2, |lower, _, site| {
        Ok(View::Axis(lower.axis(site.args[0])?, lower.index_var(site.args[1])?))
    })
    .writable(),
    view("slice", 1, |lower, rank, site| lower.slice(site.args[0], rank)).writable(),
    view("slice_axis", 2, |lower, _, site| lower.axis_range(site.args[0], site.args[1])).writable(),
    view("diag", 0, |_, _, _| Ok(View::Diagonal)).writable(),
    view("insert_axis", 1, |lower, _, site| Ok(View::NewAxis(lower.axis(site.args[0])?))),
    view("permuted_axes", 1, |lower, rank, site| lower.permuted(site.args[0], rank)),
    value("map_axis", 2, |lower, a, site| lower.map_lanes(a, site)).calling(),
    value("fold_axis", 3, |lower, a, site| lower.fold_lanes(a, site)).calling(),
    value("select", 2, |lower, a, site| lower.select(a, site)),
    value("lanes", 1, |lower, a, site| lower.all_lanes(a, site)).iterating(),
    value("windows", 1, |lower, a, site| lower.windows(a, site)).iterating(),
    value("first", 0, |lower, a, site| lower.end_element(Whole::Read(a), End::First, site)),
    value("last", 0, |lower, a, site| lower.end_element(Whole::Read(a), End::Last, site)),
    lines("iter", 0, |lower, whole, site| lower.all_items(whole, site)),
    of_array("into_iter", 0, By::Value(|lower, value, site| lower.items(value, site)))
        .iterating()
        .unlisted(PLAIN),
    lines("rows", 0, |lower, whole, site| lower.lines(whole, Item::Row, site)),
    lines("columns", 0, |lower, whole, site| lower.lines(whole, Item::Column, site)),
    lines("outer_iter", 0, |lower, whole, site| lower.outermost(whole, site)),
    lines("axis_iter", 1, |lower, whole, site| {
        let item = Item::Along(lower.axis(site.args[0])?);
        lower.lines(whole, item, site)
    }),
    lines("indexed_iter", 0, |lower, whole, site| lower.indexed(whole, site)),
    change("fill", 1, |lower, place, site| lower.fill_array(&place, site)),
    change("assign", 1, |lower, place, site| lower.assign_array(&place, site)),
    change("scaled_add", 2, |lower, place, site| lower.scaled_add(&place, site)),
    change("mapv_inplace", 1, |lower, place, site| lower.map_in_place(&place, false, site))
        .calling(),
    change("map_inplace", 1, |lower, place, site| lower.map_in_place(&place, true, site)),
    change("swap", 2, |lower, place, site| lower.swap(&place, site)),
    change("swap_axes", 2, |lower, place, site| lower.swap_axes(place, site)),
    change("zip_mut_with", 2, |lower, place, site| lower.zip_in_place(&place, site)),
    refused("shape", "write `a.shape()[k]`, `a.dim()` or `a.len_of(Axis(k))`"),
    refused("into_shape", "write `into_shape_with_order(…).unwrap()`"),
    refused("std", "write it out with `mean` and `mapv`"),
    refused("var", "write it out with `mean` and `mapv`"),
    refused("std_axis", "write it out with `mean_axis` and `mapv`"),
    refused("var_axis", "write it out with `mean_axis` and `mapv`"),
    refused("axis_chunks_iter", "write a loop over `slice_axis`"),
    refused("exact_chunks", "write a loop over `slice`"),
    refused("push", "write `concatenate![Axis(0), a, b]`"),
    refused("append", "write `concatenate![Axis(0), a, b]`"),
    refused("remove_axis", "write `index_axis(Axis(k), 0)`"),
    refused("product_axis", "write a loop over `axis_iter`"),
    refused("cumprod", "write a loop"),
    refused("accumulate_axis_inplace", "write a loop"),
    refused("get", "write `a[[i, j]]`").writable(),
    refused("split_at", "write `slice_axis` twice"),
    refused("multi_slice_mut", "write `slice_mut` twice"),
];
