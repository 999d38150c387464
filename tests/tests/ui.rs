//! What the compiler says to a mistake: one error for each, on the user's own tokens, with help.
//!
//! `TRYBUILD=overwrite cargo test -p chainrule-tests --test ui` writes the expected messages anew.

use std::path::{Path, PathBuf};

/// Entries that no program provokes: a broken invariant of the compiler itself.
const NEVER_SHOWN: &[&str] = &["INTERNAL"];

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn every_message_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    for room in files(&root.join("../derive/src/diagnostics"), "rs") {
        let source = std::fs::read_to_string(&room).expect("the catalogue is readable");
        let known = names.len();
        names.extend(catalogue(&source).map(str::to_owned));
        assert!(names.len() > known, "no entries found in {}", room.display());
    }
    assert!(names.len() > 80, "only {} entries found in the catalogue", names.len());
    for name in names.iter().filter(|name| !NEVER_SHOWN.contains(&name.as_str())) {
        let file = root.join("ui").join(format!("{}.rs", name.to_lowercase()));
        assert!(file.exists(), "no file {} shows the message {name}", file.display());
    }
}

/// The files of a folder whose names end so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is readable");
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.filter(|path| path.extension().is_some_and(|known| known == end)).collect()
}

/// The names in a room of the catalogue: `NAME: "message",` at the start of a line.
fn catalogue(source: &str) -> impl Iterator<Item = &str> {
    let start = source.find("\ncatalogue! {").expect("the catalogue is there");
    source[start..].lines().take_while(|line| *line != "}").filter_map(|line| {
        let (name, _) = line.strip_prefix("    ")?.split_once(": \"")?;
        name.chars().all(|c| c.is_ascii_uppercase() || c == '_').then_some(name)
    })
}

/// The errors of a file: whether it is Rust's own, and the first place that it names.
fn places(stderr: &str) -> Vec<(bool, &str, &str)> {
    let errors = stderr.split("\nerror").map(|error| error.strip_prefix("error").unwrap_or(error));
    fn place(error: &str) -> Option<(bool, &str, &str)> {
        let (_, rest) = error.split_once("--> ")?;
        let (file, at) = rest.lines().next()?.split_once(':')?;
        Some((error.starts_with('['), file, at))
    }
    errors.filter_map(place).collect()
}

#[test]
fn one_mistake_is_one_error_on_the_users_own_tokens() {
    let mut seen = 0;
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"), "stderr") {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let stderr = std::fs::read_to_string(&path).expect("the file is readable");
        let places = places(&stderr);
        seen += places.len();
        for (i, (rust, file, at)) in places.iter().enumerate() {
            assert_eq!(*file, format!("ui/{name}.rs"), "an error of {name} is in another file");
            let line = |at: &str| at.split(':').next().map(str::to_owned);
            let again = places[..i].iter().any(|(others, _, other)| {
                other == at || ((*rust || *others) && line(other) == line(at))
            });
            assert!(!again, "{name}: two errors at line {at}");
        }
    }
    assert!(seen > 100, "only {seen} errors found");
}
