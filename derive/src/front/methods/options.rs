//! Methods of what may be missing: options, results, items of iterators, and what `pop` takes out.

use super::super::lower::Lower;
use super::super::maybe::Maybe;
use super::super::scope::Value;
use super::{ANY, By, Class, Method, Site};
use crate::diagnostics::*;
use crate::ir::Var;

/// A branch on whether there is a value.
const fn option(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Box<Maybe>, Var, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Option, name, arity, By::Maybe(lower))
}

/// What would change the variable that holds it.
const fn taking(name: &'static str) -> Method {
    let refused = By::Maybe(|lower, _, _, site| Err(lower.diagnostics.report(site.call, EFFECT)));
    Method::new(Class::Option, name, ANY, refused).changing().unlisted("it is refused")
}

/// What need not know whether an item exists.
const fn item(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Value, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Item, name, arity, By::Value(lower))
}

/// The same of what `pop` takes out.
const fn popped(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Value, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Popped, name, arity, By::Value(lower))
}

const PLAIN: &str = "it makes no difference";

const RARE: &str = "a variation of others";

pub(super) const ROWS: &[Method] = &[
    item("unwrap", 0, |lower, item, site| lower.item_unwrapped(&item, site)).unwrapping(),
    item("expect", 1, |lower, item, site| lower.item_unwrapped(&item, site)).unwrapping(),
    item("unwrap_or", 1, |lower, item, site| lower.item_or(&item, site)).unwrapping(),
    item("is_some", 0, |lower, item, site| lower.item_exists(&item, site)),
    item("is_none", 0, |lower, item, site| lower.item_exists(&item, site)),
    item("copied", 0, |_, item, _| Ok(item)).passing_on().unlisted(PLAIN),
    item("cloned", 0, |_, item, _| Ok(item)).passing_on().unlisted(PLAIN),
    popped("unwrap", 0, |lower, popped, site| lower.unwrapped_pop(&popped, site)).unwrapping(),
    popped("expect", 1, |lower, popped, site| lower.unwrapped_pop(&popped, site)).unwrapping(),
    popped("is_some", 0, |lower, popped, site| lower.pops(&popped, site)),
    popped("is_none", 0, |lower, popped, site| lower.pops(&popped, site)).unlisted("see `is_some`"),
    option("is_some", 0, |_, _, some, _| Ok(Value::Var(some))),
    option("is_ok", 0, |_, _, some, _| Ok(Value::Var(some))),
    option("is_none", 0, |lower, _, some, site| Ok(Value::Var(lower.not(some, site.span())))),
    option("is_err", 0, |lower, _, some, site| Ok(Value::Var(lower.not(some, site.span()))))
        .unlisted(RARE),
    option("copied", 0, |_, maybe, _, _| Ok(Value::Maybe(maybe))).passing_on().unlisted(PLAIN),
    option("cloned", 0, |_, maybe, _, _| Ok(Value::Maybe(maybe))).passing_on().unlisted(PLAIN),
    option("clone", 0, |_, maybe, _, _| Ok(Value::Maybe(maybe))).unlisted(PLAIN),
    option("as_ref", 0, |_, maybe, _, _| Ok(Value::Maybe(maybe))).unlisted(PLAIN),
    option("unwrap", 0, |lower, maybe, some, site| lower.unwrap_maybe(&maybe, some, site))
        .unwrapping(),
    option("expect", 1, |lower, maybe, some, site| lower.unwrap_maybe(&maybe, some, site))
        .unwrapping(),
    option("unwrap_or", 1, |lower, maybe, some, site| lower.value_or(*maybe, some, site))
        .unwrapping(),
    option("unwrap_or_default", 0, |lower, maybe, some, site| {
        lower.value_or_default(*maybe, some, site)
    })
    .unwrapping(),
    option("unwrap_or_else", 1, |lower, maybe, some, site| lower.value_or_else(*maybe, some, site))
        .unwrapping(),
    option("map_or", 2, |lower, maybe, some, site| lower.mapped_or(*maybe, some, site)),
    option("map_or_else", 2, |lower, maybe, some, site| lower.mapped_or_else(*maybe, some, site))
        .unlisted(RARE),
    option("is_some_and", 1, |lower, maybe, some, site| lower.holds(*maybe, some, false, site))
        .unlisted(RARE),
    option("is_ok_and", 1, |lower, maybe, some, site| lower.holds(*maybe, some, false, site))
        .unlisted(RARE),
    option("is_none_or", 1, |lower, maybe, some, site| lower.holds(*maybe, some, true, site))
        .unlisted(RARE),
    option("map", 1, |lower, maybe, some, site| lower.mapped_value(*maybe, some, site)).calling(),
    option("and_then", 1, |lower, maybe, some, site| lower.and_then(*maybe, some, site)),
    option("filter", 1, |lower, maybe, some, site| lower.filtered(*maybe, some, site)).calling(),
    option("or", 1, |lower, maybe, some, site| lower.or(maybe, some, site)).unlisted(RARE),
    option("or_else", 1, |lower, maybe, some, site| lower.or_else(*maybe, some, site)),
    option("ok", 0, |lower, maybe, some, site| lower.of_error(*maybe, some, site)).of_error(),
    option("map_err", 1, |lower, maybe, some, site| lower.of_error(*maybe, some, site)).of_error(),
    option("ok_or", 1, |lower, maybe, some, site| lower.of_error(*maybe, some, site)).of_error(),
    option("ok_or_else", 1, |lower, maybe, some, site| lower.of_error(*maybe, some, site))
        .of_error(),
    taking("take"),
    taking("take_if"),
    taking("replace"),
    taking("insert"),
    taking("get_or_insert"),
    taking("get_or_insert_with"),
    taking("as_mut"),
];
