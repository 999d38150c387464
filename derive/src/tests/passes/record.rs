//! What is kept, and what is computed again.

use expect_test::expect;

use super::check_record;

#[test]
fn record_keeps_what_is_costly() {
    check_record(
        "fn f(x: f64) -> f64 { let e = x.exp(); let s = x * x; let c = e.cos(); c * s }",
        expect![[r#"
            kept: e, s, c
            again: 
        "#]],
    );
}

#[test]
fn record_in_a_loop_recomputes_what_is_cheap() {
    check_record(
        "fn f(x: f64, n: usize) -> f64 {
            let mut s = x;
            for _ in 0..n { let t = s * x; let u = t + s; s = u * u.sin(); }
            s
        }",
        expect![[r#"
            kept: s_kept, value_kept
            again: %2: usize = 0; t%5: f64 = mul(s%4, x%0); u%6: f64 = add(t%5, s%4)
        "#]],
    );
}

#[test]
fn record_keeps_nothing_of_a_sum() {
    check_record(
        "fn f(x: &[f64]) -> f64 { let mut s = 0.0; for a in x { s += a * a; } s }",
        expect![[r#"
            kept: 
            again: %2: usize = 0; %3: usize = len(x%0); a%6: f64 = x%0[i%4]
        "#]],
    );
}
