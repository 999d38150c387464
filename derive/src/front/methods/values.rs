//! Methods of tuples, structs and `Zip`, and of what has no derivative.

use super::super::scope::Value;
use super::super::spans::Spanned;
use super::{ANY, By, Class, Method};

/// Something that can be asked of a variable that changes without changing it.
const fn observer(name: &'static str) -> Method {
    Method::new(Class::Unknown, name, ANY, UNTYPED).unlisted(NOT_TAKEN)
}

/// What changes something behind a shared reference.
const fn interior(name: &'static str) -> Method {
    Method::new(Class::Unknown, name, ANY, UNTYPED).changing().unlisted(NOT_TAKEN)
}

const UNTYPED: By = By::Value(|lower, receiver, site| lower.method_of_unknown(receiver, site));

const NOT_TAKEN: &str = "it stays in the user's words";

const OF_ARRAYS: &str = "it is listed with arrays";

/// A listed array of references is a tuple, too.
pub(super) const ROWS: &[Method] = &[
    Method::new(Class::Tuple, "clone", 0, By::Value(|_, tuple, _| Ok(tuple))).unlisted(OF_ARRAYS),
    Method::new(
        Class::Tuple,
        "len",
        0,
        By::Value(|lower, tuple, site| {
            let count = match &tuple {
                Value::Tuple(items) => items.len(),
                _ => 0,
            };
            Ok(Value::Var(lower.int(count as i64, site.call.span())))
        }),
    )
    .unlisted(OF_ARRAYS),
    Method::new(Class::Tuple, "iter", 0, By::Value(|lower, tuple, site| lower.items(tuple, site)))
        .writable(),
    Method::new(
        Class::Tuple,
        "into_iter",
        0,
        By::Value(|lower, tuple, site| lower.items(tuple, site)),
    )
    .unlisted(OF_ARRAYS),
    Method::new(
        Class::Constant,
        "iter",
        0,
        By::Value(|lower, constant, site| lower.items(constant, site)),
    ),
    Method::new(
        Class::Constant,
        "into_iter",
        0,
        By::Value(|lower, constant, site| lower.items(constant, site)),
    )
    .unlisted(OF_ARRAYS),
    Method::new(Class::Struct, "clone", 0, By::Value(|_, whole, _| Ok(whole))).unlisted(OF_ARRAYS),
    Method::new(Class::Zip, "and", 1, By::Value(|lower, zip, site| lower.zip_and(&zip, site)))
        .unlisted("it is a part of `Zip`"),
    Method::new(
        Class::Zip,
        "map_collect",
        1,
        By::Value(|lower, zip, site| lower.zip_collected(&zip, site)),
    )
    .calling(),
    Method::new(
        Class::Zip,
        "for_each",
        1,
        By::Value(|lower, zip, site| lower.zip_for_each(&zip, site)),
    )
    .calling(),
    observer("len"),
    observer("is_empty"),
    observer("is_some"),
    observer("is_none"),
    observer("is_ok"),
    observer("is_err"),
    observer("unwrap"),
    observer("unwrap_or"),
    observer("expect"),
    observer("clone"),
    observer("cloned"),
    observer("copied"),
    observer("get"),
    observer("contains"),
    observer("contains_key"),
    observer("first"),
    observer("last"),
    observer("as_ref"),
    observer("as_str"),
    observer("as_bytes"),
    observer("iter"),
    observer("chars"),
    observer("eq"),
    observer("ne"),
    observer("cmp"),
    observer("to_string"),
    interior("set"),
    interior("replace"),
    interior("swap"),
    interior("take"),
    interior("update"),
    interior("borrow_mut"),
    interior("try_borrow_mut"),
    interior("lock"),
    interior("try_lock"),
    interior("write"),
    interior("store"),
    interior("fetch_add"),
    interior("fetch_sub"),
];
