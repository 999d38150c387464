//! What is done last to sums and to elements.

use expect_test::expect;

use super::check_pass;

#[test]
fn an_iteration_adds_once() {
    check_pass(
        "terms",
        "fn f(x%0: &[f64], n%1: usize, c%2: f64) {
            one%3: usize = 1
            none%4: f64 := 0.0
            s%5: f64, r%6: f64 := for i%7: usize in one%3..n%1 with (s%8: f64 = none%4, r%9: f64 = c%2) {
                a%10: f64 = x%0[i%7]
                s%11: f64 := sub(s%8, a%10)
                b%12: f64 := mul(a%10, c%2)
                s%13: f64 := add(s%11, b%12)
                r%14: f64 := sub(r%9, a%10)
                r%15: f64 := sub(r%14, b%12)
                yield s%13, r%15
            }
            return s%5, r%6
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, c%2: f64) {
                one%3: usize = 1
                none%4: f64 := 0.0
                s%5: f64, r%6: f64 := for i%7: usize in one%3..n%1 with (s%8: f64 = none%4, r%9: f64 = c%2) {
                    a%10: f64 = x%0[i%7]
                    b%12: f64 := mul(a%10, c%2)
                    %16: f64 := sub(b%12, a%10)
                    s%13: f64 := add(s%8, %16)
                    %17: f64 := add(a%10, b%12)
                    r%15: f64 := sub(r%9, %17)
                    yield s%13, r%15
                }
                return s%5, r%6
            }
        "#]],
    );
}

#[test]
fn what_is_read_in_between_is_added_as_it_was() {
    check_pass(
        "terms",
        "fn f(x%0: &[f64], n%1: usize, c%2: f64) {
            one%3: usize = 1
            none%4: f64 := 0.0
            s%5: f64, r%6: f64 := for i%7: usize in one%3..n%1 with (s%8: f64 = none%4, r%9: f64 = c%2) {
                a%10: f64 = x%0[i%7]
                s%11: f64 := add(s%8, a%10)
                b%12: f64 := mul(s%11, c%2)
                s%13: f64 := add(s%11, b%12)
                r%14: f64 = add(r%9, a%10)
                r%15: f64 := sub(r%14, a%10)
                yield s%13, r%15
            }
            return s%5, r%6
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, c%2: f64) {
                one%3: usize = 1
                none%4: f64 := 0.0
                s%5: f64, r%6: f64 := for i%7: usize in one%3..n%1 with (s%8: f64 = none%4, r%9: f64 = c%2) {
                    a%10: f64 = x%0[i%7]
                    s%11: f64 := add(s%8, a%10)
                    b%12: f64 := mul(s%11, c%2)
                    s%13: f64 := add(s%11, b%12)
                    r%14: f64 = add(r%9, a%10)
                    r%15: f64 := sub(r%14, a%10)
                    yield s%13, r%15
                }
                return s%5, r%6
            }
        "#]],
    );
}

#[test]
fn elements_are_set_to_what_is_added_to_their_zero() {
    check_pass(
        "stores",
        "fn f(a%0: Vec<f64>, c%1: f64) {
            zero%2: usize = 0
            one%3: usize = 1
            none%4: f64 := 0.0
            t%5: f64 := a%0[zero%2]
            a%6: Vec<f64> := a%0 with a%0[zero%2] = none%4
            u%7: f64 := a%6[one%3]
            a%8: Vec<f64> := a%6 with a%6[one%3] = none%4
            p%9: f64 := mul(c%1, t%5)
            q%10: f64 := mul(c%1, u%7)
            a%11: Vec<f64> := a%8 with a%8[zero%2] += q%10
            a%12: Vec<f64> := a%11 with a%11[one%3] += p%9
            return a%12
        }",
        expect![[r#"
            fn f(a%0: Vec<f64>, c%1: f64) {
                zero%2: usize = 0
                one%3: usize = 1
                none%4: f64 := 0.0
                t%5: f64 := a%0[zero%2]
                u%7: f64 := a%0[one%3]
                p%9: f64 := mul(c%1, t%5)
                q%10: f64 := mul(c%1, u%7)
                a%11: Vec<f64> := a%0 with a%0[zero%2] = q%10
                a%12: Vec<f64> := a%11 with a%11[one%3] = p%9
                return a%12
            }
        "#]],
    );
}

#[test]
fn elements_that_may_be_the_same_are_added_to() {
    check_pass(
        "stores",
        "fn f(a%0: Vec<f64>, n%1: usize, m%2: usize) {
            none%3: f64 := 0.0
            one%11: usize = 1
            i%12: usize = sub(n%1, one%11)
            j%13: usize = sub(m%2, one%11)
            t%4: f64 := a%0[i%12]
            a%5: Vec<f64> := a%0 with a%0[i%12] = none%3
            u%6: f64 := a%5[j%13]
            a%7: Vec<f64> := a%5 with a%5[i%12] += u%6
            a%8: Vec<f64> := a%7 with a%7[j%13] = none%3
            a%9: Vec<f64> := a%8 with a%8[i%12] += t%4
            a%10: Vec<f64> := a%9 with a%9[j%13] += t%4
            return a%10
        }",
        expect![[r#"
            fn f(a%0: Vec<f64>, n%1: usize, m%2: usize) {
                none%3: f64 := 0.0
                one%11: usize = 1
                i%12: usize = sub(n%1, one%11)
                j%13: usize = sub(m%2, one%11)
                t%4: f64 := a%0[i%12]
                a%5: Vec<f64> := a%0 with a%0[i%12] = none%3
                u%6: f64 := a%5[j%13]
                a%7: Vec<f64> := a%5 with a%5[i%12] += u%6
                a%8: Vec<f64> := a%7 with a%7[j%13] = none%3
                a%9: Vec<f64> := a%8 with a%8[i%12] += t%4
                a%10: Vec<f64> := a%9 with a%9[j%13] += t%4
                return a%10
            }
        "#]],
    );
}
