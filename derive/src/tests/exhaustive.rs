//! A new operation is a compile error wherever it has to be decided on: no pass has a catch-all arm for them.

use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// The matches on operations in a file that have such an arm, by the text of the arm.
#[derive(Default)]
struct CatchAll(Vec<String>);

impl<'ast> Visit<'ast> for CatchAll {
    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        if matched.arms.iter().any(|arm| Mentions::operation(&arm.pat)) {
            let caught = matched.arms.iter().filter(|arm| is_wild(&arm.pat));
            self.0.extend(caught.map(|arm| quote::ToTokens::to_token_stream(arm).to_string()));
        }
        visit::visit_expr_match(self, matched);
    }
}

/// Whether a pattern takes anything: `_`, a name, or a tuple of such.
fn is_wild(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Ident(name) => {
            let lower = name.ident.to_string().starts_with(char::is_lowercase);
            lower && name.subpat.is_none()
        }
        syn::Pat::Tuple(tuple) => tuple.elems.iter().all(is_wild),
        _ => false,
    }
}

/// Whether a pattern names an operation.
struct Mentions(bool);

impl Mentions {
    fn operation(pattern: &syn::Pat) -> bool {
        let mut found = Mentions(false);
        found.visit_pat(pattern);
        found.0
    }
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0 |= path.segments.len() > 1 && path.segments[0].ident == "Op";
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the compiler") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

fn caught(source: &str) -> Vec<String> {
    let mut found = CatchAll::default();
    found.visit_file(&syn::parse_str(source).expect("a file of Rust"));
    found.0
}

#[test]
fn no_pass_catches_all_operations() {
    let mut all = Vec::new();
    for folder in ["ir", "analysis", "ad", "simplify"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut all);
    }
    assert!(all.len() > 60, "the folders have moved");
    for file in all {
        let source = std::fs::read_to_string(&file).expect("a file of the compiler");
        assert_eq!(caught(&source), Vec::<String>::new(), "in {}", file.display());
    }
}

#[test]
fn catch_all_arms_are_seen() {
    let arm =
        |arm: &str| format!("fn f(op: &Op) -> u8 {{ match op {{ Op::If {{ .. }} => 1, {arm} }} }}");
    assert_eq!(caught(&arm("_ => 2")), ["_ => 2"]);
    assert_eq!(caught(&arm("other => 2")), ["other => 2"]);
    assert!(caught(&arm("Op::For { .. } | Op::While { .. } => 2")).is_empty());
    let pair = "fn f() { match (&op, 1) { (Op::If { .. }, _) => 1, (_, _) => 2 } }";
    assert_eq!(caught(pair).len(), 1);
    assert!(caught("fn f() { match kind { Kind::Bool => 1, _ => 2 } }").is_empty());
}
