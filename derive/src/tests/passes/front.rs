//! What enters the passes: lowering, activity, and the verifier.

use expect_test::expect;

use super::{check_activity, check_lower};
use crate::ir::{Block, check, parse};

#[test]
fn lower_straight_line() {
    check_lower(
        "r",
        expect![[r#"
        fn r(x%0: f64, y%1: f64, z%2: f64) {
            u%3: f64 = mul(x%0, x%0)
            v%4: f64 = add(u%3, y%1)
            w%5: f64 = mul(z%2, v%4)
            r%6: f64 = mul(w%5, w%5)
            return r%6
        }
    "#]],
    );
}

#[test]
fn lower_branch() {
    check_lower(
        "nested",
        expect![[r#"
        fn nested(x%0: f64, y%1: f64) {
            s%2: f64 = mul(x%0, y%1)
            %3: f64 = 0.0
            %4: bool = gt(x%0, %3)
            s%12: f64 = if %4 {
                %5: f64 = 1.0
                %6: bool = gt(y%1, %5)
                s%10: f64 = if %6 {
                    %7: f64 = exp(x%0)
                    s%8: f64 = add(s%2, %7)
                    yield s%8
                } else {
                    s%9: f64 = mul(s%2, y%1)
                    yield s%9
                }
                s%11: f64 = mul(s%10, s%10)
                yield s%11
            } else {
                yield s%2
            }
            nested%13: f64 = add(s%12, x%0)
            return nested%13
        }
    "#]],
    );
}

#[test]
fn lower_loop() {
    check_lower(
        "horner",
        expect![[r#"
        fn horner(c%0: &[f64], x%1: f64) {
            s%2: f64 = 0.0
            %3: usize = 0
            %4: usize = len(c%0)
            s%10: f64 = for i%5: usize in %3..%4 reversed with (s%6: f64 = s%2) {
                a%7: f64 = c%0[i%5]
                %8: f64 = mul(s%6, x%1)
                s%9: f64 = add(%8, a%7)
                yield s%9
            }
            return s%10
        }
    "#]],
    );
}

#[test]
fn activity_of_a_loop() {
    check_activity(
        "fn f(x%0: f64, n%1: usize) {
            zero%2: usize = 0
            one%3: f64 = 1.0
            s%4: f64, c%5: f64 = for i%6: usize in zero%2..n%1 with (s%7: f64 = one%3, c%8: f64 = one%3) {
                k%9: f64 = cast(i%6)
                d%10: f64 = mul(c%8, k%9)
                e%11: f64 = mul(s%7, d%10)
                t%12: f64 = mul(e%11, x%0)
                yield t%12, d%10
            }
            u%13: f64 = constant(x%0)
            v%14: f64 = add(s%4, u%13)
            return v%14
        }",
        expect![[r#"
            fn f(active_x%0: f64, n%1: usize) {
                zero%2: usize = 0
                one%3: f64 = 1.0
                active_s%4: f64, c%5: f64 = for i%6: usize in zero%2..n%1 with (active_s%7: f64 = one%3, c%8: f64 = one%3) {
                    k%9: f64 = cast(i%6)
                    d%10: f64 = mul(c%8, k%9)
                    active_e%11: f64 = mul(active_s%7, d%10)
                    active_t%12: f64 = mul(active_e%11, active_x%0)
                    yield active_t%12, d%10
                }
                u%13: f64 = constant(active_x%0)
                active_v%14: f64 = add(active_s%4, u%13)
                return active_v%14
            }
        "#]],
    );
}

#[test]
fn activity_of_a_branch() {
    check_activity(
        "fn f(x%0: f64, y%1: f64) {
            c%2: bool = gt(x%0, y%1)
            a%3: f64, b%4: f64 = if c%2 {
                one%5: f64 = 1.0
                yield x%0, one%5
            } else {
                two%6: f64 = 2.0
                yield two%6, two%6
            }
            z%7: f64 = mul(a%3, b%4)
            return z%7
        }",
        expect![[r#"
            fn f(active_x%0: f64, active_y%1: f64) {
                c%2: bool = gt(active_x%0, active_y%1)
                active_a%3: f64, b%4: f64 = if c%2 {
                    one%5: f64 = 1.0
                    yield active_x%0, one%5
                } else {
                    two%6: f64 = 2.0
                    yield two%6, two%6
                }
                active_z%7: f64 = mul(active_a%3, b%4)
                return active_z%7
            }
        "#]],
    );
}

#[test]
fn verify_names_the_broken_invariant() {
    let (mut function, vars) = parse("fn f(x%0: f64) {\na%1: f64 = sin(x%0)\nreturn a%1\n}");
    function.body.stmts.clear();
    assert_eq!(check(&function, &vars), Err("%1 is read undefined".to_owned()));
    let (mut function, vars) = parse("fn f(x%0: f64) {\na%1: f64 = sin(x%0)\nreturn a%1\n}");
    let again = function.body.stmts[0].clone();
    function.body.stmts.push(again);
    assert_eq!(check(&function, &vars), Err("%1 is defined twice".to_owned()));
    function.body = Block::default();
    assert_eq!(check(&function, &vars), Ok(()));
}
