//! What README.md says is what the macro does.

use std::collections::BTreeSet;

use syn::visit_mut::{VisitMut, visit_impl_item_fn_mut};

use super::expansion;
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
struct WithoutAttributes;

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
