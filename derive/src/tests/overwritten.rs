//! What a function tells others of its `&mut` parameters.

use quote::quote;

use crate::exchange::start;

/// The expansion of a function under the attribute.
fn expansion(source: &str) -> String {
    start(quote!(), source.parse().expect("tokens")).to_string()
}

/// Whether the signature of a function that writes to `out` has this mark.
fn check(body: &str, mark: Option<&str>) {
    let source = format!("fn f(a: &[f64], n: usize, out: &mut [f64]) {{ {body} }}");
    let expansion = expansion(&source);
    let (own, published) = expansion.split_once("__answering").expect("a signature");
    assert!(!own.contains("overwritten"), "{own}");
    match mark {
        Some(mark) => assert!(published.contains(mark), "{body}"),
        None => assert!(!published.contains("overwritten"), "{body}"),
    }
}

const WHOLE: Option<&str> = Some("# [overwritten] out");
const AS_LONG_AS_A: Option<&str> = Some("# [overwritten (len = a)] out");

#[test]
fn wholly_overwritten() {
    check("for i in 0..out.len() { out[i] = a[0]; }", WHOLE);
    check("out.fill(a[0]);", WHOLE);
    check("out.copy_from_slice(a); out[0] *= a[0];", WHOLE);
    check("out[0] = a[0]; let m = out.len(); for i in 1..m { out[i] = a[i]; }", WHOLE);
    check("out[..n].copy_from_slice(&a[..n]); out[n..].fill(a[0]);", WHOLE);
}

#[test]
fn overwritten_up_to_a_length() {
    check("for i in 0..a.len() { out[i] = a[i]; }", AS_LONG_AS_A);
    check("for i in (0..a.len()).rev() { out[i] = a[i]; }", AS_LONG_AS_A);
    check("let m = a.len(); for i in 0..m { out[i] = a[i]; out[i] *= 2.0; }", None);
    check(
        "for i in 0..a.len() { out[i] = a[i]; } for i in 0..a.len() { out[i] *= 2.0; }",
        AS_LONG_AS_A,
    );
    check("out[0] = a[0]; for i in 1..a.len() { out[i] = a[i] * a[i - 1]; }", AS_LONG_AS_A);
    check("for i in 0..n { out[i] = a[i]; }", None);
}

#[test]
fn read_or_not_written() {
    check("for i in 0..a.len() { out[i] += a[i]; }", None);
    check("for i in 1..a.len() { out[i] = a[i]; }", None);
    check("for i in 0..a.len() - 1 { out[i] = a[i]; }", None);
    check("for i in 0..a.len() { if a[i] > 0.0 { out[i] = a[i]; } }", None);
    check("if a[0] > 0.0 { out.fill(a[0]); }", None);
    check("for j in 0..n { out.fill(a[j]); }", None);
    check("for i in 0..a.len() { out[i] = a[i] + out[0]; }", None);
    check("for i in 0..a.len() { out[i] = a[i]; if i + 1 < n { out[i] = out[i + 1]; } }", None);
    check("let old = out[0]; out.fill(a[0]); out[0] = old;", None);
    check("let old = out.to_vec(); out.fill(a[0]); out[0] = old[0];", None);
    check("out[n] = out[n + 1] + a[0]; out.fill(a[0]);", None);
    check("for i in 0..a.len() { if a[i] > 1.0 { break; } out[i] = a[i]; }", None);
    check("let m = out[1..].len(); out[0] = a[m]; for i in 1..m { out[i] = a[i]; }", None);
    check("let old = out[1..].to_vec(); out.fill(a[0]); out[0] = old[0];", None);
    check("if n == 0 { return; } out.fill(a[0]);", None);
}

#[test]
fn functions_that_ask_others_tell_nothing() {
    check("g(a); out.fill(a[0]);", None);
}
