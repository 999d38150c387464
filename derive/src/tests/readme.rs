//! What README.md says is what the macro does.

use std::collections::BTreeSet;

use syn::visit_mut::{VisitMut, visit_impl_item_fn_mut};

use super::coverage::{Sample, refused};
use super::expansion;
use crate::diagnostics::*;
use crate::prims::{CAST_REAL, ELEMENTARY, ROUNDING};

const README: &str = include_str!("../../../README.md");

/// The text between two markers.
fn between(start: &str, end: &str) -> &'static str {
    let from = README.find(start).unwrap_or_else(|| panic!("no `{start}` in README.md"));
    let rest = &README[from..];
    let to = rest.find(end).unwrap_or_else(|| panic!("no `{end}` after `{start}`"));
    &rest[..to]
}

/// Removes what a reader passes over.
pub struct WithoutAttributes;

impl VisitMut for WithoutAttributes {
    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        item.attrs.clear();
        visit_impl_item_fn_mut(self, item);
    }
}

#[test]
fn the_listing_is_the_expansion() {
    let source = between("pub fn r(", "\n}\n").to_owned() + "\n}";
    let expansion = expansion(&source, &[]);
    let mut file: syn::File = syn::parse_str(&expansion).expect("the expansion parses");
    file.items.retain_mut(|item| match item {
        syn::Item::Enum(item) => {
            item.attrs.clear();
            true
        }
        syn::Item::Impl(item) => {
            item.attrs.clear();
            item.trait_.is_none()
        }
        _ => false,
    });
    WithoutAttributes.visit_file_mut(&mut file);
    let ours = prettyplease::unparse(&file);
    let listed = between("pub enum r {}", "```").replace("\n\n", "\n");
    assert_eq!(listed, ours.replace("\n\n", "\n"), "README.md lists other code:\n{ours}");
}

#[test]
fn every_method_of_floats_is_listed() {
    let listed: BTreeSet<&str> = between("`sin` `cos`", ".\n")
        .split_whitespace()
        .map(|name| name.trim_matches('`'))
        .collect();
    let mut known: BTreeSet<&str> =
        [ELEMENTARY, ROUNDING].into_iter().flatten().map(|prim| prim.name).collect();
    known.remove(CAST_REAL.name);
    known.insert("sin_cos");
    assert_eq!(listed, known);
}

/// What README.md says is not done, by the words of its list, and a program of each; where it takes
/// more than one function to see it, the file in `tests/ui`.
fn refusals() -> Vec<(&'static str, Shown)> {
    use Shown::{Elsewhere, Here};
    let one = |body: &str, entry, at: &'static str| {
        let source = format!("fn f(x: &[f64], a: &Array2<f64>) -> f64 {{ {body} }}");
        Here(refused(source.leak(), entry, at))
    };
    vec![
        ("`Option<f64>`", Elsewhere("field")),
        (
            "`take()`",
            one("let mut o = Some(x[0]); let k = o.take(); k.unwrap_or(1.0)", EFFECT, "o.take()"),
        ),
        (
            "`as_mut()`",
            one("let mut o = Some(x[0]); let k = o.as_mut(); x[0]", EFFECT, "o.as_mut()"),
        ),
        ("errors of functions with `&mut` parameters", Elsewhere("caught")),
        ("methods of traits for types of other crates", Elsewhere("trait_impl")),
        ("closures that are returned or stored", Elsewhere("closure")),
        ("functions that take functions and call themselves", Elsewhere("circle")),
        ("stand in another function's body and name what is in there", Elsewhere("in_a_function")),
        ("`drain`", one("let mut v = x.to_vec(); v.drain(..2); v[0]", GROWS, "drain")),
        ("`dedup`", one("let mut v = x.to_vec(); v.dedup(); v[0]", GROWS, "dedup")),
        ("`splice`", one("let mut v = x.to_vec(); v.splice(..1, [x[0]]); v[0]", GROWS, "splice")),
        (
            "`zip(…)`",
            one(
                "x.iter().filter(|v| **v > 1.0).zip(x.iter().filter(|v| **v > 0.0)).map(|(p, q)| p * q).sum()",
                ITERATOR,
                "x.iter().filter(|v| **v > 0.0)",
            ),
        ),
        (
            "`next_back`",
            one("let mut i = x.iter(); i.next_back().unwrap() * x[0]", ITERATOR, "next_back"),
        ),
        (
            "`chunk_by`",
            one("x.chunk_by(|p, q| p < q).map(|c| c[0]).sum()", METHOD_UNKNOWN, "chunk_by"),
        ),
        ("rank 0", Elsewhere("rank_zero")),
        ("`%` of arrays", one("(a % 2.0).sum()", KIND_MISMATCH, "a % 2.0")),
        (
            "`windows` of matrices",
            one("a.windows((2, 2)).into_iter().map(|w| w.sum()).sum()", METHOD_UNKNOWN, "windows"),
        ),
        ("`azip!`", one("azip!((p in a) ()); x[0]", MACRO, "azip!((p in a) ())")),
        ("circles", Elsewhere("recursion_in_a_circle")),
        ("several tangents at once", Elsewhere("lanes")),
        ("residuals that a loop carries", Elsewhere("residuals")),
        ("a `g` with `&mut` parameters", Elsewhere("halves")),
    ]
}

/// Where a refusal is seen.
enum Shown {
    /// In this program.
    Here(Sample),
    /// In a file of `tests/ui`.
    Elsewhere(&'static str),
}

#[test]
fn what_is_not_done_is_refused() {
    let list = between("### What it does not do yet", "Two messages come").replace("\n  ", " ");
    let mut failures = Vec::new();
    for (words, shown) in refusals() {
        if !list.contains(words) {
            failures.push(format!("{words}: not in README.md"));
        }
        match shown {
            Shown::Here(sample) => {
                failures.extend(sample.check().err().map(|error| format!("{words}: {error}")));
            }
            Shown::Elsewhere(file) => {
                let path = format!("{}/../tests/ui/{file}.stderr", env!("CARGO_MANIFEST_DIR"));
                assert!(
                    std::fs::exists(path).unwrap_or(false),
                    "{words}: no tests/ui/{file}.stderr"
                );
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Code that README.md quotes there, and that no program shows refused.
const NOT_SHOWN: &[&str] = &[
    // What to write instead, or where.
    "mod",
    "filter",
    "flat_map",
    // Parts of the crate, and functions of handles: calls of these are refused as unknown.
    "chainrule::nn",
    "g::jacobian",
    "g::backward",
    "g",
    "&mut",
];

#[test]
fn what_is_listed_as_not_done_has_a_program() {
    let list = between("### What it does not do yet", "Two messages come").replace("\n  ", " ");
    let shown: Vec<&str> = refusals().into_iter().map(|(words, _)| words).collect();
    for code in list.split('`').skip(1).step_by(2).filter(|code| !NOT_SHOWN.contains(code)) {
        let found = shown.iter().any(|words| words.contains(&format!("`{code}`")));
        assert!(found, "nothing shows that `{code}` is refused");
    }
}
