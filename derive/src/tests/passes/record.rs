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

#[test]
fn record_shares_what_the_derivative_has_in_common_with_the_primal() {
    check_record(
        "fn f(x: f64, y: f64) -> f64 { let (sin, cos) = x.sin_cos(); sin * y + cos }",
        expect![[r#"
            kept: sin, cos
            again: 
        "#]],
    );
    check_record(
        "fn f(x: f64, n: usize) -> f64 {
            let mut s = x;
            let c = x.cos();
            for _ in 0..n { s = s.cos() * s.sin() * c + x.sin(); }
            s
        }",
        expect![[r#"
            kept: c, value_kept, value_kept
            again: %3: usize = 0; %8: f64 = mul(%6, %7)
        "#]],
    );
    check_record(
        "fn f(x: f64) -> f64 {
            let s = if x > 0.0 { x.cos() } else { x.exp() };
            s * x.sin()
        }",
        expect![[r#"
            kept: s, , 
            again: %1: f64 = 0.0; %2: bool = gt(x%0, %1)
        "#]],
    );
}

#[test]
fn record_computes_what_carries_no_derivative_again_where_the_order_is_free() {
    check_record(
        "fn f(x: &[f64]) -> f64 {
            let mut sum = 0.0;
            let mut power = 1.0;
            for a in x { sum += a * power; power *= 0.5; }
            sum
        }",
        expect![[r#"
            kept: 
            again: power%2: f64 = 1.0; %3: usize = 0; %4: usize = len(x%0); %11: f64 = 0.5; power%12: f64 = mul(power%6, %11)
        "#]],
    );
    check_record(
        "fn f(x: &[f64]) -> f64 {
            let mut sum = 0.0;
            let mut power = 1.0;
            for a in x { sum = a * power * sum; power *= 0.5; }
            sum
        }",
        expect![[r#"
            kept: power_kept, sum_kept
            again: %3: usize = 0; %4: usize = len(x%0); a%8: f64 = x%0[i%5]; %9: f64 = mul(a%8, power%6)
        "#]],
    );
}

#[test]
fn record_keeps_what_a_branch_chose() {
    check_record(
        "fn f(x: &[f64]) -> f64 {
            let mut largest = x[0];
            for a in x { if a > largest { largest = a; } }
            largest
        }",
        expect![[r#"
            kept: largest_from
            again: %1: usize = 0; %4: usize = len(x%0); %19: bool = ne(largest_from%13, %4)
        "#]],
    );
}

#[test]
fn record_keeps_a_truth_value_where_what_was_before_counts() {
    check_record(
        "fn f(x: &[f64]) -> f64 {
            let mut largest = x[0];
            for a in x { if a > largest { largest = a + 0.5 * largest; } }
            largest
        }",
        expect![[r#"
            kept: value_kept
            again: %1: usize = 0; %3: usize = 0; %4: usize = len(x%0); %9: f64 = 0.5
        "#]],
    );
}
