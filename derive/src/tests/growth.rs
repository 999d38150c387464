//! The size of what is generated grows with that of the source, and no faster.

use super::expansion;

/// A chain in which every step reads the one before three times.
fn chain(length: usize) -> usize {
    let steps = "let a = a.sin() * x + a * y; ".repeat(length);
    expansion(&format!("fn chain(x: f64, y: f64) -> f64 {{ let a = x; {steps} a }}"), &[]).len()
}

#[test]
fn a_chain_grows_linearly() {
    let (short, long) = (chain(80) - chain(40), chain(160) - chain(80));
    assert!(long < 2 * short + short / 5, "40 more steps take {short} bytes, 80 more {long}");
}
