//! The rewrites, one pass at a time.

use expect_test::expect;

use super::{check_pass, check_simplify};

#[test]
fn fold_neutral_elements() {
    check_pass(
        "fold",
        "fn f(x%0: f64, y%1: f64) {
            zero%2: f64 := 0.0
            one%3: f64 := 1.0
            a%4: f64 := mul(one%3, x%0)
            b%5: f64 := mul(zero%2, y%1)
            c%6: f64 := add(a%4, b%5)
            d%7: f64 := div(c%6, one%3)
            e%8: f64 := neg(d%7)
            g%9: f64 := sub(y%1, e%8)
            h%10: f64 := add(g%9, g%9)
            return h%10
        }",
        expect![[r#"
            fn f(x%0: f64, y%1: f64) {
                zero%2: f64 := 0.0
                one%3: f64 := 1.0
                e%8: f64 := neg(x%0)
                g%9: f64 := add(y%1, x%0)
                %11: f64 := 2.0
                h%10: f64 := mul(%11, g%9)
                return h%10
            }
        "#]],
    );
}

#[test]
fn fold_leaves_the_primal() {
    check_pass(
        "fold",
        "fn f(x%0: f64) {
            zero%1: f64 = 0.0
            a%2: f64 = add(x%0, zero%1)
            b%3: f64 := add(a%2, zero%1)
            return a%2, b%3
        }",
        expect![[r#"
            fn f(x%0: f64) {
                zero%1: f64 = 0.0
                a%2: f64 = add(x%0, zero%1)
                b%3: f64 := add(a%2, zero%1)
                return a%2, b%3
            }
        "#]],
    );
}

#[test]
fn fold_powers() {
    check_pass(
        "fold",
        "fn f(x%0: f64) {
            two%1: i32 = 2
            one%2: i32 := 1
            n%3: i32 := sub(two%1, one%2)
            zero%4: i32 := 0
            c%5: bool := eq(two%1, zero%4)
            d%6: f64 := if c%5 {
                none%7: f64 := 0.0
                yield none%7
            } else {
                factor%8: f64 := cast_real(two%1)
                power%9: f64 := powi(x%0, n%3)
                slope%10: f64 := mul(factor%8, power%9)
                yield slope%10
            }
            return d%6
        }",
        expect![[r#"
            fn f(x%0: f64) {
                two%1: i32 = 2
                one%2: i32 := 1
                n%3: i32 := 1
                zero%4: i32 := 0
                c%5: bool := false
                factor%8: f64 := 2.0
                slope%10: f64 := mul(factor%8, x%0)
                return slope%10
            }
        "#]],
    );
}

#[test]
fn carries_that_never_change() {
    check_pass(
        "carries",
        "fn f(x%0: f64, n%1: usize) {
            zero%2: usize = 0
            a%3: f64, b%4: f64 := for i%5: usize in zero%2..n%1 with (a%6: f64 = x%0, b%7: f64 = x%0) {
                c%8: f64 := mul(a%6, b%7)
                yield a%6, c%8
            }
            s%9: f64 := add(a%3, b%4)
            return s%9
        }",
        expect![[r#"
            fn f(x%0: f64, n%1: usize) {
                zero%2: usize = 0
                b%4: f64 := for i%5: usize in zero%2..n%1 with (b%7: f64 = x%0) {
                    c%8: f64 := mul(x%0, b%7)
                    yield c%8
                }
                s%9: f64 := add(x%0, b%4)
                return s%9
            }
        "#]],
    );
}

#[test]
fn common_across_blocks() {
    check_pass(
        "common",
        "fn f(x%0: f64, y%1: f64) {
            a%2: f64 = mul(x%0, y%1)
            c%3: bool = gt(x%0, y%1)
            b%4: f64 := if c%3 {
                d%5: f64 := mul(x%0, y%1)
                yield d%5
            } else {
                e%6: f64 := sin(y%1)
                yield e%6
            }
            g%7: f64 := sin(y%1)
            h%8: f64 := mul(b%4, g%7)
            return h%8
        }",
        expect![[r#"
            fn f(x%0: f64, y%1: f64) {
                a%2: f64 = mul(x%0, y%1)
                c%3: bool = gt(x%0, y%1)
                b%4: f64 := if c%3 {
                    yield a%2
                } else {
                    e%6: f64 := sin(y%1)
                    yield e%6
                }
                g%7: f64 := sin(y%1)
                h%8: f64 := mul(b%4, g%7)
                return h%8
            }
        "#]],
    );
}

#[test]
fn common_tells_versions_apart() {
    check_pass(
        "common",
        "fn f(x%0: &[f64], y%1: f64) {
            i%2: usize = 0
            a%3: f64 = x%0[i%2]
            x%4: [f64] = x%0 with x%0[i%2] = y%1
            b%5: f64 := x%4[i%2]
            c%6: f64 := x%0[i%2]
            d%7: f64 := add(a%3, b%5)
            e%8: f64 := add(d%7, c%6)
            return e%8
        }",
        expect![[r#"
            fn f(x%0: &[f64], y%1: f64) {
                i%2: usize = 0
                a%3: f64 = x%0[i%2]
                x%4: [f64] = x%0 with x%0[i%2] = y%1
                b%5: f64 := x%4[i%2]
                d%7: f64 := add(a%3, b%5)
                e%8: f64 := add(d%7, a%3)
                return e%8
            }
        "#]],
    );
}

#[test]
fn dead_carries_and_results() {
    check_pass(
        "dead",
        "fn f(x%0: f64, n%1: usize) {
            zero%2: usize = 0
            a%3: f64, b%4: f64, kept%5: Vec<f64> := for i%6: usize in zero%2..n%1 with (a%7: f64 = x%0, b%8: f64 = x%0) {
                c%9: f64 := mul(a%7, x%0)
                d%10: f64 := mul(b%8, x%0)
                yield c%9, d%10, d%10
            }
            t%11: bool := gt(x%0, a%3)
            g%12: f64, h%13: f64 := if t%11 {
                yield a%3, x%0
            } else {
                e%14: f64 := exp(x%0)
                yield x%0, e%14
            }
            return g%12
        }",
        expect![[r#"
            fn f(x%0: f64, n%1: usize) {
                zero%2: usize = 0
                a%3: f64 := for i%6: usize in zero%2..n%1 with (a%7: f64 = x%0) {
                    c%9: f64 := mul(a%7, x%0)
                    yield c%9
                }
                t%11: bool := gt(x%0, a%3)
                g%12: f64 := if t%11 {
                    yield a%3
                } else {
                    yield x%0
                }
                return g%12
            }
        "#]],
    );
}

#[test]
fn simplify_together() {
    check_simplify(
        "fn f(x%0: f64, seed%1: f64) assuming (u%2: f64) {
            one%3: f64 := 1.0
            a%4: f64 := mul(one%3, seed%1)
            b%5: f64 := mul(u%2, a%4)
            c%6: f64 := mul(u%2, seed%1)
            d%7: f64 := add(b%5, c%6)
            dead%8: f64 := exp(x%0)
            return d%7
        }",
        expect![[r#"
            fn f(x%0: f64, seed%1: f64) assuming (u%2: f64) {
                b%5: f64 := mul(u%2, seed%1)
                %9: f64 := 2.0
                d%7: f64 := mul(%9, b%5)
                return d%7
            }
        "#]],
    );
}

#[test]
fn sums_of_one_element() {
    check_pass(
        "sums",
        "fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
            zero%3: usize = 0
            one%4: usize = 1
            after%5: Vec<f64> := for i%6: usize in zero%3..n%1 with (x_bar%7: Vec<f64> = x_bar%2) {
                a%8: f64 = x%0[i%6]
                x_bar%9: Vec<f64> := x_bar%7 with x_bar%7[one%4] += a%8
                x_bar%10: Vec<f64> := x_bar%9 with x_bar%9[i%6] += a%8
                yield x_bar%10
            }
            s%11: f64 := after%5[one%4]
            return s%11
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
                zero%3: usize = 0
                one%4: usize = 1
                %12: f64 := 0.0
                after%16: Vec<f64>, x_bar_sum%15: f64 := for i%6: usize in zero%3..n%1 with (x_bar%7: Vec<f64> = x_bar%2, x_bar_sum%13: f64 = %12) {
                    a%8: f64 = x%0[i%6]
                    x_bar_sum%14: f64 := add(x_bar_sum%13, a%8)
                    x_bar%10: Vec<f64> := x_bar%7 with x_bar%7[i%6] += a%8
                    yield x_bar%10, x_bar_sum%14
                }
                %18: bool := lt(zero%3, n%1)
                after%5: Vec<f64> := if %18 {
                    after%17: Vec<f64> := after%16 with after%16[one%4] += x_bar_sum%15
                    yield after%17
                } else {
                    yield after%16
                }
                s%11: f64 := after%5[one%4]
                return s%11
            }
        "#]],
    );
}

#[test]
fn sums_beside_elements_that_are_read() {
    check_pass(
        "sums",
        "fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
            zero%3: usize = 0
            one%4: usize = 1
            after%5: Vec<f64> := for i%6: usize in one%4..n%1 with (x_bar%7: Vec<f64> = x_bar%2) {
                a%8: f64 := x_bar%7[i%6]
                x_bar%9: Vec<f64> := x_bar%7 with x_bar%7[zero%3] += a%8
                x_bar%10: Vec<f64> := x_bar%9 with x_bar%9[i%6] = a%8
                yield x_bar%10
            }
            after%12: Vec<f64> := for i%13: usize in zero%3..n%1 with (x_bar%14: Vec<f64> = after%5) {
                a%15: f64 := x_bar%14[i%13]
                x_bar%16: Vec<f64> := x_bar%14 with x_bar%14[one%4] += a%15
                yield x_bar%16
            }
            return after%12
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
                zero%3: usize = 0
                one%4: usize = 1
                %17: f64 := 0.0
                after%21: Vec<f64>, x_bar_sum%20: f64 := for i%6: usize in one%4..n%1 with (x_bar%7: Vec<f64> = x_bar%2, x_bar_sum%18: f64 = %17) {
                    a%8: f64 := x_bar%7[i%6]
                    x_bar_sum%19: f64 := add(x_bar_sum%18, a%8)
                    x_bar%10: Vec<f64> := x_bar%7 with x_bar%7[i%6] = a%8
                    yield x_bar%10, x_bar_sum%19
                }
                %23: bool := lt(one%4, n%1)
                after%5: Vec<f64> := if %23 {
                    after%22: Vec<f64> := after%21 with after%21[zero%3] += x_bar_sum%20
                    yield after%22
                } else {
                    yield after%21
                }
                after%12: Vec<f64> := for i%13: usize in zero%3..n%1 with (x_bar%14: Vec<f64> = after%5) {
                    a%15: f64 := x_bar%14[i%13]
                    x_bar%16: Vec<f64> := x_bar%14 with x_bar%14[one%4] += a%15
                    yield x_bar%16
                }
                return after%12
            }
        "#]],
    );
}

#[test]
fn additions_of_what_one_arm_brings() {
    check_pass(
        "arms",
        "fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
            zero%3: usize = 0
            one%4: usize = 1
            c%5: bool = lt(zero%3, n%1)
            a%6: f64 := x%0[zero%3]
            t%7: f64, x_bar%8: Vec<f64> := if c%5 {
                x_bar%9: Vec<f64> := x_bar%2 with x_bar%2[one%4] = a%6
                yield a%6, x_bar%9
            } else {
                none%10: f64 := 0.0
                yield none%10, x_bar%2
            }
            x_bar%11: Vec<f64> := x_bar%8 with x_bar%8[zero%3] += t%7
            two%12: usize := add(one%4, one%4)
            x_bar%13: Vec<f64> := x_bar%11 with x_bar%11[two%12] += t%7
            return x_bar%13
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
                zero%3: usize = 0
                one%4: usize = 1
                c%5: bool = lt(zero%3, n%1)
                a%6: f64 := x%0[zero%3]
                t%7: f64, x_bar%11: Vec<f64> := if c%5 {
                    x_bar%9: Vec<f64> := x_bar%2 with x_bar%2[one%4] = a%6
                    x_bar%14: Vec<f64> := x_bar%9 with x_bar%9[zero%3] += a%6
                    yield a%6, x_bar%14
                } else {
                    none%10: f64 := 0.0
                    yield none%10, x_bar%2
                }
                two%12: usize := add(one%4, one%4)
                x_bar%13: Vec<f64> := x_bar%11 with x_bar%11[two%12] += t%7
                return x_bar%13
            }
        "#]],
    );
}
