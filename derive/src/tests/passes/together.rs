//! Both halves of a callee as one call. `squares(x, k)` is k Σ xᵢ².

use expect_test::expect;

use super::{at_once, check_accumulated};
use crate::ir::{parse, print};

#[test]
fn a_seed_that_is_known() {
    check_accumulated(
        "fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
            y%4: f64, r%5: residuals of squares = forward squares(&x%0, k%1)
            i%6: usize = 1
            z%7: f64 = mul(y%4, k%1)
            a%8: [f64] := x_bar%3 with x_bar%3[i%6] += y%4
            seed%9: f64 := mul(k%1, bar%2)
            t%10: f64, b%11: [f64] := backward squares(&x%0, k%1; r%5; seed%9; a%8)
            u%12: f64 := mul(t%10, y%4)
            c%13: [f64] := b%11 with b%11[i%6] += u%12
            return z%7, t%10, c%13
        }",
        expect![[r#"
            1
            fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
                seed%9: f64 := mul(k%1, bar%2)
                y%4: f64, t%10: f64, x_bar%14: [f64] = accumulate squares(&x%0, k%1, seed%9, &mut x_bar%3)
                i%6: usize = 1
                z%7: f64 = mul(y%4, k%1)
                a%8: [f64] := x_bar%14 with x_bar%14[i%6] += y%4
                u%12: f64 := mul(t%10, y%4)
                c%13: [f64] := a%8 with a%8[i%6] += u%12
                return z%7, t%10, c%13
            }
        "#]],
    );
}

/// The first value is needed for the second cotangent, the second for the first.
#[test]
fn one_of_two() {
    check_accumulated(
        "fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
            y%4: f64, r%5: residuals of squares = forward squares(&x%0, k%1)
            z%6: f64, s%7: residuals of squares = forward squares(&x%0, bar%2)
            w%8: f64 = mul(y%4, z%6)
            z_bar%9: f64 := mul(y%4, bar%2)
            t%10: f64, b%11: [f64] := backward squares(&x%0, bar%2; s%7; z_bar%9; x_bar%3)
            y_bar%12: f64 := mul(z%6, bar%2)
            u%13: f64, c%14: [f64] := backward squares(&x%0, k%1; r%5; y_bar%12; b%11)
            v%15: f64 := add(t%10, u%13)
            return w%8, v%15, c%14
        }",
        expect![[r#"
            1
            fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
                y%4: f64, r%5: residuals of squares = forward squares(&x%0, k%1)
                z_bar%9: f64 := mul(y%4, bar%2)
                z%6: f64, t%10: f64, b%11: [f64] = accumulate squares(&x%0, bar%2, z_bar%9, &mut x_bar%3)
                w%8: f64 = mul(y%4, z%6)
                y_bar%12: f64 := mul(z%6, bar%2)
                u%13: f64, c%14: [f64] := backward squares(&x%0, k%1; r%5; y_bar%12; b%11)
                v%15: f64 := add(t%10, u%13)
                return w%8, v%15, c%14
            }
        "#]],
    );
}

/// Only a part of a branch is needed before.
#[test]
fn a_branch_in_two() {
    check_accumulated(
        "fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
            y%4: f64, r%5: residuals of squares = forward squares(&x%0, k%1)
            c%6: bool = lt(k%1, bar%2)
            i%7: usize = 1
            seed%8: f64, a%9: [f64] := if c%6 {
                d%10: [f64] := x_bar%3 with x_bar%3[i%7] += y%4
                e%11: f64 := mul(k%1, bar%2)
                yield e%11, d%10
            } else {
                g%12: f64 := mul(y%4, bar%2)
                h%13: [f64] := x_bar%3 with x_bar%3[i%7] += g%12
                yield bar%2, h%13
            }
            t%14: f64, b%15: [f64] := backward squares(&x%0, k%1; r%5; seed%8; a%9)
            return y%4, t%14, b%15
        }",
        expect![[r#"
            1
            fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {
                c%6: bool = lt(k%1, bar%2)
                seed%8: f64 := if c%6 {
                    e%17: f64 := mul(k%1, bar%2)
                    yield e%17
                } else {
                    yield bar%2
                }
                y%4: f64, t%14: f64, x_bar%16: [f64] = accumulate squares(&x%0, k%1, seed%8, &mut x_bar%3)
                i%7: usize = 1
                a%9: [f64] := if c%6 {
                    d%10: [f64] := x_bar%16 with x_bar%16[i%7] += y%4
                    yield d%10
                } else {
                    g%12: f64 := mul(y%4, bar%2)
                    h%13: [f64] := x_bar%16 with x_bar%16[i%7] += g%12
                    yield h%13
                }
                return y%4, t%14, a%9
            }
        "#]],
    );
}

/// The cotangent is the value, what it is added to is read, or is read as it was.
#[test]
fn what_stays_two() {
    for between in [
        "seed%8: f64 := mul(y%4, bar%2)
        a%9: [f64] := x_bar%3 with x_bar%3[i%7] += bar%2",
        "a%9: [f64] := x_bar%3 with x_bar%3[i%7] += y%4
        seed%8: f64 := a%9[i%7]",
        "a%9: [f64] := x_bar%3 with x_bar%3[i%7] = y%4
        seed%8: f64 := mul(k%1, bar%2)",
        "a%9: [f64] := x_bar%3 with x_bar%3[i%7] += y%4
        old%10: f64 := x_bar%3[i%7]
        seed%8: f64 := mul(k%1, bar%2)",
    ] {
        let text = format!(
            "fn f(x%0: [f64], k%1: f64, bar%2: f64, x_bar%3: [f64]) {{
                y%4: f64, r%5: residuals of squares = forward squares(&x%0, k%1)
                i%7: usize = 1
                {between}
                t%14: f64, b%15: [f64] := backward squares(&x%0, k%1; r%5; seed%8; a%9)
                return y%4, t%14, b%15
            }}"
        );
        let (function, vars) = parse(&text);
        assert_eq!(at_once(&text), (0, print(&function, &vars)));
    }
}
