//! What is said of a method that no row is about: its name, what it is called on, and which name is meant perhaps.

use syn::Ident;

use super::super::lower::Lower;
use super::queries::names;
use super::{Class, Site, classes_of};
use crate::diagnostics::*;
use crate::ir::{Kind, Var};
use crate::prims;

/// Methods of floats, iterators and sequences that exist and are not taken: Rust says nothing of these.
#[rustfmt::skip]
const EXISTING: &[&str] = &[
    "abs_sub", "advance_by", "algebraic_add", "algebraic_div", "algebraic_mul", "algebraic_rem",
    "algebraic_sub", "append", "array_chunks", "binary_search", "by_ref", "chunk_by", "classify",
    "cmp", "cmp_by", "copy_within", "cycle", "dedup", "dedup_by", "dedup_by_key", "div_floor",
    "drain", "ends_with", "eq", "fill_with", "first_chunk", "flatten", "fuse", "gamma", "ge", "gt",
    "insert", "inspect", "integer_decode", "intersperse", "into_boxed_slice", "is_partitioned",
    "is_sorted", "is_sorted_by", "is_sorted_by_key", "join", "last_chunk", "le", "leak", "ln_gamma",
    "lt", "map_windows", "max_by_key", "midpoint", "min_by_key", "ne", "next_chunk", "next_down",
    "next_up", "nth_back", "partial_cmp", "partition_point", "peek", "peekable", "rchunks",
    "rchunks_exact", "remove", "repeat", "reserve", "resize_with", "retain_mut", "rfind", "rfold",
    "rotate_left", "rotate_right", "rposition", "rsplit", "rsplitn", "select_nth_unstable",
    "shrink_to_fit", "size_hint", "sort_floats", "splice", "split", "split_off", "split_once",
    "splitn", "starts_with", "swap_remove", "swap_with_slice", "to_be_bytes", "to_bits",
    "to_int_unchecked", "to_le_bytes", "to_ne_bytes", "to_string", "try_fold", "try_for_each",
    "try_rfold", "utf8_chunks",
];

impl Lower<'_> {
    /// Reports a method that is not known of what is of this kind.
    pub(in super::super) fn method_unknown(&mut self, method: &Ident, of: &Kind) -> Refused {
        let what = format!("`{method}` of {}", self.kind_in_words(of));
        let classes = classes_of(of);
        self.unknown_of(method, classes, METHOD_UNKNOWN, &what)
    }

    /// Reports a method that is not known of arrays of this rank.
    pub(in super::super) fn unknown_of_array(&mut self, array: Var, site: &Site<'_>) -> Refused {
        let kind = self.vars.kind(array).clone();
        self.method_unknown(&site.call.method, &kind)
    }

    /// Reports a method that is known only if it is written in some way.
    pub(in super::super) fn only_written_so(&mut self, site: &Site<'_>, write: &str) -> Refused {
        let what = format!("`{}`, written like this", site.call.method);
        self.diagnostics.on(&site.call.method, METHOD_UNKNOWN, seen(&what).write(write))
    }

    /// Reports a method that is not known of what may be missing.
    pub(in super::super) fn unknown_of_option(&mut self, site: &Site<'_>) -> Refused {
        let what = format!("`{}` of an `Option` or a `Result`", site.call.method);
        self.unknown_of(&site.call.method, &[Class::Option], METHOD_UNKNOWN, &what)
    }

    /// Reports a method that is not known of these classes, which is described so.
    pub(in super::super) fn unknown_of(
        &mut self,
        method: &Ident,
        classes: &[Class],
        entry: &'static Entry,
        what: &str,
    ) -> Refused {
        let name = method.to_string();
        if EXISTING.contains(&name.as_str()) {
            return self.diagnostics.on(method, entry, what);
        }
        let Some(meant) = meant(&name, classes) else {
            let refused = self.diagnostics.on(method, entry, what);
            let missing = !classes.is_empty() && !classes.contains(&Class::Unknown);
            return if missing { self.diagnostics.rust_perhaps() } else { refused };
        };
        let write = format!("write `{meant}`, if that is meant");
        self.diagnostics.on(method, entry, seen(what).write(&write));
        self.diagnostics.rust_perhaps()
    }
}

/// The method of these classes that a name is a slip of.
fn meant(name: &str, classes: &[Class]) -> Option<&'static str> {
    let of_floats = classes.contains(&Class::Float) || classes.contains(&Class::Array);
    let prims = prims::methods().map(|prim| prim.name).filter(|_| of_floats);
    let known = names(classes).chain(prims);
    let near = known.map(|known| (distance(name, known), known));
    let most = if name.chars().count() > 4 { 2 } else { 1 };
    near.filter(|(distance, _)| (1..=most).contains(distance)).min().map(|(_, known)| known)
}

/// How many letters are to be changed, left out or put in (V. Levenshtein, 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = before + usize::from(from != *to);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}
