//! The table of methods, and what README.md says of them.

use std::collections::BTreeSet;

use crate::front::{MethodRow, method_rows};

const README: &str = include_str!("../../../README.md");

/// The rows of README.md's table that list methods, and the classes that these are of.
const LISTS: &[(&str, &[&str])] = &[
    ("places", &["Slice", "Vector", "Tuple"]),
    ("slices", &["Slice", "Vector", "List"]),
    ("vectors", &["Vector"]),
    ("results", &["Option", "Truth", "Item", "Popped"]),
    ("iterators", &["Iterator", "Item", "Option", "Slice", "Tuple", "Constant"]),
    ("array methods", &["Array", "Item"]),
    ("parts of arrays", &["Array"]),
    ("changed in place", &["Array", "Zip"]),
    ("shapes of arrays", &["Array", "Item"]),
    ("branches", &["Range"]),
    ("ranges", &["Range", "Iterator"]),
];

/// Other words in the code that these rows quote.
const OTHERS: &[&str] = &[
    // Words of Rust.
    "as",
    "break",
    "else",
    "fn",
    "for",
    "if",
    "let",
    "match",
    "mut",
    "return",
    "self",
    "while",
    // A list whose elements are read: `a.shape()[k]`.
    "shape",
    // Variables and types.
    "a",
    "b",
    "best",
    "e",
    "f",
    "f64",
    "g",
    "i",
    "it",
    "j",
    "k",
    "n",
    "r",
    "s",
    "t",
    "usize",
    "v",
    "x",
    // Modules and functions.
    "arr1",
    "arr2",
    "array",
    "cmp",
    "concatenate",
    "constant",
    "from_elem",
    "from_fn",
    "from_iter",
    "from_shape_fn",
    "from_shape_vec",
    "from_vec",
    "iter",
    "max",
    "new",
    "once",
    "repeat",
    "repeat_n",
    "repeat_with",
    "stack",
    "successors",
    "std",
    "vec",
    "with_capacity",
];

/// The words in the code that a row of README.md's table quotes.
fn quoted(list: &str) -> BTreeSet<&'static str> {
    let start = format!("\n| {list} |");
    let (_, rest) = README.split_once(&start).unwrap_or_else(|| panic!("no row `{list}`"));
    let line = rest.lines().next().unwrap_or_default();
    let code = line.split('`').skip(1).step_by(2);
    code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_')).collect()
}

/// The names under which a row is called.
fn names(row: &MethodRow) -> Vec<String> {
    let writable = row.writable.then(|| format!("{}_mut", row.name));
    std::iter::once(row.name.to_owned()).chain(writable).collect()
}

#[test]
fn every_method_is_listed_or_says_why_not() {
    let mut missing = Vec::new();
    for row in method_rows() {
        let lists = LISTS.iter().filter(|(_, classes)| classes.contains(&row.class.as_str()));
        let shown =
            |list: &str| names(&row).iter().any(|name| quoted(list).contains(name.as_str()));
        let listed = lists.clone().any(|(list, _)| shown(list));
        match (listed, row.unlisted) {
            (false, None) => {
                missing.push(format!("{} of {}: not in README.md", row.name, row.class))
            }
            (true, Some(reason)) if row.alone => {
                missing
                    .push(format!("{} of {}: in README.md, though {reason}", row.name, row.class));
            }
            (true, _) | (false, Some(_)) => {}
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_method_that_is_listed_has_a_row() {
    let mut unknown = Vec::new();
    for (list, classes) in LISTS {
        let rows = method_rows().into_iter();
        let rows = rows.filter(|row| classes.contains(&row.class.as_str()));
        let known: BTreeSet<String> = rows.flat_map(|row| names(&row)).collect();
        for word in quoted(list) {
            let lower = word.starts_with(|c: char| c.is_lowercase());
            if lower && !OTHERS.contains(&word) && !known.contains(word) {
                unknown.push(format!("{list}: `{word}`"));
            }
        }
    }
    assert!(unknown.is_empty(), "no method of such a class: {unknown:#?}");
}

#[test]
fn no_method_has_two_rows() {
    let mut seen = BTreeSet::new();
    for row in method_rows() {
        assert!(
            seen.insert((row.class.clone(), row.name, row.arity)),
            "{} of {}",
            row.name,
            row.class
        );
    }
}
