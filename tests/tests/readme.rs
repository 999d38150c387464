//! The documents at the root: links lead somewhere, commands and options exist.

use std::path::{Path, PathBuf};

const DOCUMENTS: &[&str] = &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The targets of Markdown links.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

#[test]
fn relative_links_lead_somewhere() {
    for document in DOCUMENTS {
        let text = read(document);
        for target in links(&text).filter(|target| !target.starts_with("https://")) {
            let path = target.split('#').next().unwrap_or(target);
            assert!(root().join(path).exists(), "{document} links to {target}");
        }
    }
}

#[test]
fn paths_in_the_code_map_exist() {
    let text = read("ARCHITECTURE.md");
    let roots = ["derive/", "runtime/", "tests/", "examples/"];
    let quoted = text.split('`').skip(1).step_by(2);
    for path in quoted.filter(|path| roots.iter().any(|root| path.starts_with(root))) {
        assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}");
    }
}

#[test]
fn examples_in_commands_exist() {
    let manifest = read("examples/Cargo.toml");
    for document in DOCUMENTS {
        for rest in read(document).split("--example ").skip(1) {
            let name = rest.split_whitespace().next().unwrap_or_default();
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{document} runs {name}");
        }
    }
}

#[test]
fn every_option_is_documented() {
    let help = read("derive/src/diagnostics/options.rs");
    let start = help.find("the options are ").expect("the catalogue lists the options");
    let line = help[start..].lines().next().unwrap_or_default();
    let readme = read("README.md");
    for option in line.split('`').skip(1).step_by(2) {
        let name = option.split([' ', '(']).next().unwrap_or(option);
        assert!(
            readme.contains(&format!("\n| `{name}")),
            "README.md has no line for the option `{name}`"
        );
    }
}
