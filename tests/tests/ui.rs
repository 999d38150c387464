//! What the compiler says to a mistake: one error for each, on the user's own tokens, with help.
//!
//! `TRYBUILD=overwrite cargo test -p chainrule-tests --test ui` writes the expected messages anew.

use std::path::Path;

/// Entries that no program provokes: a broken invariant of the compiler itself.
const NEVER_SHOWN: &[&str] = &["INTERNAL"];

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn every_message_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(root.join("../derive/src/diagnostics.rs"))
        .expect("the catalogue is readable");
    let names: Vec<&str> = catalogue(&source).collect();
    assert!(names.len() > 20, "only {} entries found in the catalogue", names.len());
    for name in names.into_iter().filter(|name| !NEVER_SHOWN.contains(name)) {
        let file = root.join("ui").join(format!("{}.rs", name.to_lowercase()));
        assert!(file.exists(), "no file {} shows the message {name}", file.display());
    }
}

/// The names in the catalogue: `NAME: "message",` at the start of a line.
fn catalogue(source: &str) -> impl Iterator<Item = &str> {
    let start = source.find("\ncatalogue! {").expect("the catalogue is there");
    source[start..].lines().take_while(|line| *line != "}").filter_map(|line| {
        let (name, _) = line.strip_prefix("    ")?.split_once(": \"")?;
        name.chars().all(|c| c.is_ascii_uppercase() || c == '_').then_some(name)
    })
}
