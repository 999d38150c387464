//! Tests of the passes: text in, text out.

mod graph;
mod readme;

use crate::compile::compile;
use crate::front::{FnSignature, Options, Signatures};

/// The handle of a function, formatted.
fn expansion(source: &str, signatures: &[(&str, &str)]) -> String {
    let item: syn::ItemFn = syn::parse_str(source).expect("the test's source parses");
    let mut known = Signatures::default();
    for (path, answer) in signatures {
        let path = syn::parse_str(path).expect("a path");
        let sig: syn::Signature = syn::parse_str(answer).expect("a signature");
        known.function(&path, FnSignature::new(&sig));
    }
    compile(&item, &Options::default(), &known).to_string()
}

#[test]
fn loops_expand() {
    let text = expansion(
        "fn power(x: f64, n: usize) -> f64 {
            let mut s = x;
            for _ in 0..n { s = s * x; s *= x.sin(); }
            s
        }",
        &[],
    );
    assert!(text.contains("backward"), "{text}");
}
