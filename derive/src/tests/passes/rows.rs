//! Sums along rows as calls.

use expect_test::expect;

use super::check_pass;

#[test]
fn a_sum_and_a_multiple() {
    check_pass(
        "rows",
        "fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>, c%3: f64) {
            zero%4: usize = 0
            one%5: usize = 1
            none%6: f64 := 0.0
            after%7: Vec<f64>, s%8: f64 := for i%9: usize in one%5..n%1 reversed with (x_bar%10: Vec<f64> = x_bar%2, s%11: f64 = none%6) {
                before%12: usize = sub(i%9, one%5)
                a%13: f64 = x%0[i%9]
                b%14: f64 = x%0[before%12]
                m%15: f64 := neg(a%13)
                p%16: f64 := mul(m%15, b%14)
                s%17: f64 := add(s%11, p%16)
                q%18: f64 := mul(c%3, m%15)
                g%19: f64 := unless_zero(q%18, a%13)
                x_bar%20: Vec<f64> := x_bar%10 with x_bar%10[before%12] += g%19
                yield x_bar%20, s%17
            }
            return after%7, s%8
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>, c%3: f64) {
                one%5: usize = 1
                none%6: f64 := 0.0
                %31: bool := lt(one%5, n%1)
                after%7: Vec<f64>, s%8: f64 := if %31 {
                    %21: [f64] := x%0[one%5..n%1]
                    %22: usize := sub(n%1, one%5)
                    %23: f64 := neg(c%3)
                    %24: [f64] := multiple_unless_zero(%21, %23)
                    x_bar%25: Vec<f64> := x_bar%2 with x_bar%2[..%22] += %24
                    %26: [f64] := x%0[one%5..n%1]
                    %27: usize := sub(n%1, one%5)
                    %28: [f64] := x%0[..%27]
                    %29: f64 := sum_of_products(%26, %28)
                    s%30: f64 := neg(%29)
                    yield x_bar%25, s%30
                } else {
                    yield x_bar%2, none%6
                }
                return after%7, s%8
            }
        "#]],
    );
}

#[test]
fn what_is_read_while_it_changes_stays_a_loop() {
    check_pass(
        "rows",
        "fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
            zero%3: usize = 0
            none%4: f64 := 0.0
            after%5: Vec<f64>, s%6: f64 := for i%7: usize in zero%3..n%1 with (x_bar%8: Vec<f64> = x_bar%2, s%9: f64 = none%4) {
                a%10: f64 = x%0[i%7]
                b%11: f64 := x_bar%8[i%7]
                p%12: f64 := mul(a%10, b%11)
                s%13: f64 := add(s%9, p%12)
                x_bar%14: Vec<f64> := x_bar%8 with x_bar%8[i%7] += a%10
                yield x_bar%14, s%13
            }
            return after%5, s%6
        }",
        expect![[r#"
            fn f(x%0: &[f64], n%1: usize, x_bar%2: Vec<f64>) {
                zero%3: usize = 0
                none%4: f64 := 0.0
                after%5: Vec<f64>, s%6: f64 := for i%7: usize in zero%3..n%1 with (x_bar%8: Vec<f64> = x_bar%2, s%9: f64 = none%4) {
                    a%10: f64 = x%0[i%7]
                    b%11: f64 := x_bar%8[i%7]
                    p%12: f64 := mul(a%10, b%11)
                    s%13: f64 := add(s%9, p%12)
                    x_bar%14: Vec<f64> := x_bar%8 with x_bar%8[i%7] += a%10
                    yield x_bar%14, s%13
                }
                return after%5, s%6
            }
        "#]],
    );
}
