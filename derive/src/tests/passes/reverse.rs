//! Reverse mode.

use expect_test::expect;

use super::{check_reverse, check_simplified};

#[test]
fn reverse_straight_line() {
    check_reverse(
        "r",
        expect![[r#"
        fn r(x%0: f64, y%1: f64, z%2: f64) {
            u%3: f64 = mul(x%0, x%0)
            v%4: f64 = add(u%3, y%1)
            w%5: f64 = mul(z%2, v%4)
            r%6: f64 = mul(w%5, w%5)
            return r%6; v%4, w%5
        }
        fn r(x%0: f64, y%1: f64, z%2: f64, r_bar%7: f64) assuming (v%4: f64, w%5: f64) {
            %8: f64 := add(w%5, w%5)
            w_bar%9: f64 := mul(%8, r_bar%7)
            z_bar%10: f64 := mul(v%4, w_bar%9)
            v_bar%11: f64 := mul(z%2, w_bar%9)
            %12: f64 := add(x%0, x%0)
            x_bar%13: f64 := mul(%12, v_bar%11)
            return x_bar%13, v_bar%11, z_bar%10
        }
    "#]],
    );
}

#[test]
fn reverse_branch() {
    check_reverse(
        "leaky",
        expect![[r#"
        fn leaky(x%0: f64, slope%1: f64) {
            %2: f64 = 0.0
            %3: bool = gt(x%0, %2)
            leaky%6: f64 = if %3 {
                %4: f64 = mul(x%0, x%0)
                yield %4
            } else {
                %5: f64 = mul(slope%1, x%0)
                yield %5
            }
            return leaky%6
        }
        fn leaky(x%0: f64, slope%1: f64, leaky_bar%7: f64) {
            %2: f64 = 0.0
            %3: bool = gt(x%0, %2)
            x_bar%13: f64, slope_bar%14: f64 := if %3 {
                %8: f64 := add(x%0, x%0)
                x_bar%9: f64 := mul(%8, leaky_bar%7)
                %12: f64 := 0.0
                yield x_bar%9, %12
            } else {
                slope_bar%10: f64 := mul(x%0, leaky_bar%7)
                x_bar%11: f64 := mul(slope%1, leaky_bar%7)
                yield x_bar%11, slope_bar%10
            }
            return x_bar%13, slope_bar%14
        }
    "#]],
    );
}

#[test]
fn reverse_branch_that_keeps() {
    check_simplified(
        "kept",
        expect![[r#"
        fn kept(x%0: f64, y%1: f64) {
            %2: bool = gt(x%0, y%1)
            z%8: f64, %27: f64 = if %2 {
                %3: f64 = mul(x%0, y%1)
                %4: f64 = exp(%3)
                %5: f64 = sin(%4)
                yield %5, %4
            } else {
                %6: f64 = sub(x%0, y%1)
                %7: f64 = cos(%6)
                %30: f64 := 0.0
                yield %7, %30
            }
            %9: f64 = mul(z%8, z%8)
            kept%10: f64 = mul(%9, x%0)
            return kept%10; z%8, %27, %9
        }
        fn kept(x%0: f64, y%1: f64, kept_bar%11: f64) assuming (z%8: f64, %27: f64, %9: f64) {
            %2: bool = gt(x%0, y%1)
            %12: f64 := mul(x%0, kept_bar%11)
            x_bar%13: f64 := mul(%9, kept_bar%11)
            %31: f64 := 2.0
            %14: f64 := mul(%31, z%8)
            z_bar%15: f64 := mul(%14, %12)
            x_bar%28: f64, y_bar%29: f64 := if %2 {
                %16: f64 := cos(%27)
                %17: f64 := mul(%16, z_bar%15)
                %18: f64 := mul(%27, %17)
                %19: f64 := mul(y%1, %18)
                x_bar%20: f64 := add(x_bar%13, %19)
                y_bar%21: f64 := mul(x%0, %18)
                yield x_bar%20, y_bar%21
            } else {
                %6: f64 = sub(x%0, y%1)
                %22: f64 := sin(%6)
                y_bar%23: f64 := mul(%22, z_bar%15)
                x_bar%25: f64 := sub(x_bar%13, y_bar%23)
                yield x_bar%25, y_bar%23
            }
            return x_bar%28, y_bar%29
        }
    "#]],
    );
}

#[test]
fn reverse_loop() {
    check_reverse(
        "power",
        expect![[r#"
        fn power(x%0: f64, n%1: usize) {
            s%2: f64 = 1.0
            %3: usize = 0
            s%7: f64, s_kept%15: Vec<f64> = for %4: usize in %3..n%1 with (s%5: f64 = s%2) {
                s%6: f64 = mul(s%5, x%0)
                yield s%6, s%5
            }
            return s%7; s_kept%15
        }
        fn power(x%0: f64, n%1: usize, s_bar%8: f64) assuming (s_kept%15: Vec<f64>) {
            %3: usize = 0
            x_bar%10: f64 := 0.0
            s_bar%16: f64, x_bar%17: f64 := for %4: usize in %3..n%1 reversed with (s_bar%9: f64 = s_bar%8, x_bar%11: f64 = x_bar%10) {
                s%5: f64 := s_kept%15[%4]
                s_bar%12: f64 := mul(x%0, s_bar%9)
                %13: f64 := mul(s%5, s_bar%9)
                x_bar%14: f64 := add(x_bar%11, %13)
                yield s_bar%12, x_bar%14
            }
            return x_bar%17
        }
    "#]],
    );
}

#[test]
fn reverse_layer() {
    check_simplified(
        "layer",
        expect![[r#"
            fn layer(x%0: &Array2<f64>, w%1: &Array2<f64>, b%2: &Array1<f64>) {
                z%3: Array2<f64>, z_residuals%13: residuals of linear<f64> = forward linear<f64>(skip &x%0, skip &w%1, skip &b%2)
                layer%4: Array2<f64>, layer_residuals%9: residuals of sigmoid<f64, :: chainrule :: ndarray :: Ix2> = forward sigmoid<f64, :: chainrule :: ndarray :: Ix2>(skip &z%3)
                return layer%4; z%3, z_residuals%13, layer_residuals%9
            }
            fn layer(x%0: &Array2<f64>, w%1: &Array2<f64>, b%2: &Array1<f64>, layer_bar%5: Array2<f64>, x_bar%6: &mut Array2<f64>, w_bar%7: &mut Array2<f64>, b_bar%8: &mut Array1<f64>) assuming (z%3: Array2<f64>, z_residuals%13: residuals of linear<f64>, layer_residuals%9: residuals of sigmoid<f64, :: chainrule :: ndarray :: Ix2>) {
                z_shape%10: Dim2<f64> := raw_dim(z%3)
                z_bar%11: Array2<f64> := zeros(z_shape%10)
                z_bar%12: Array2<f64> := backward sigmoid<f64, :: chainrule :: ndarray :: Ix2>(skip &z%3; layer_residuals%9; layer_bar%5; z_bar%11)
                x_bar%14: Array2<f64>, w_bar%15: Array2<f64>, b_bar%16: Array1<f64> := backward linear<f64>(skip &x%0, skip &w%1, skip &b%2; z_residuals%13; z_bar%12; x_bar%6, w_bar%7, b_bar%8)
                return ; x_bar%14, w_bar%15, b_bar%16
            }
        "#]],
    );
}

#[test]
fn reverse_array_elements() {
    check_simplified(
        "rosenbrock",
        expect![[r#"
        fn rosenbrock(x%0: &[f64]) {
            s%1: f64 = 0.0
            %2: usize = 0
            %3: usize = len(x%0)
            %4: usize = 1
            %5: usize = sub(%3, %4)
            s%24: f64 = for i%6: usize in %2..%5 with (s%7: f64 = s%1) {
                %8: usize = 1
                %9: usize = add(i%6, %8)
                %10: f64 = x%0[%9]
                %11: f64 = x%0[i%6]
                %12: f64 = x%0[i%6]
                %13: f64 = mul(%11, %12)
                a%14: f64 = sub(%10, %13)
                %15: f64 = 1.0
                %16: f64 = x%0[i%6]
                b%17: f64 = sub(%15, %16)
                %18: f64 = 100.0
                %19: f64 = mul(%18, a%14)
                %20: f64 = mul(%19, a%14)
                %21: f64 = mul(b%17, b%17)
                %22: f64 = add(%20, %21)
                s%23: f64 = add(s%7, %22)
                yield s%23
            }
            return s%24
        }
        fn rosenbrock(x%0: &[f64], s_bar%25: f64, x_bar%26: &mut [f64]) {
            %2: usize = 0
            %3: usize = len(x%0)
            %4: usize = 1
            %5: usize = sub(%3, %4)
            x_bar%44: [f64] := for i%6: usize in %2..%5 reversed with (x_bar%28: [f64] = x_bar%26) {
                %8: usize = 1
                %9: usize = add(i%6, %8)
                %10: f64 = x%0[%9]
                %11: f64 = x%0[i%6]
                %12: f64 = x%0[i%6]
                %13: f64 = mul(%11, %12)
                a%14: f64 = sub(%10, %13)
                %15: f64 = 1.0
                %16: f64 = x%0[i%6]
                b%17: f64 = sub(%15, %16)
                %18: f64 = 100.0
                %19: f64 = mul(%18, a%14)
                %45: f64 := 2.0
                %29: f64 := mul(%45, b%17)
                b_bar%30: f64 := mul(%29, s_bar%25)
                %31: f64 := mul(a%14, s_bar%25)
                a_bar%32: f64 := mul(%19, s_bar%25)
                %33: f64 := mul(%18, %31)
                a_bar%34: f64 := add(a_bar%32, %33)
                %35: f64 := neg(b_bar%30)
                x_bar%36: [f64] := x_bar%28 with x_bar%28[i%6] += %35
                %37: f64 := neg(a_bar%34)
                %38: f64 := mul(%12, %37)
                %39: f64 := mul(%11, %37)
                x_bar%40: [f64] := x_bar%36 with x_bar%36[i%6] += %39
                x_bar%41: [f64] := x_bar%40 with x_bar%40[i%6] += %38
                x_bar%42: [f64] := x_bar%41 with x_bar%41[%9] += a_bar%34
                yield x_bar%42
            }
            return ; x_bar%44
        }
    "#]],
    );
}

#[test]
fn reverse_map() {
    check_simplified(
        "broadcast",
        expect![[r#"
            fn broadcast(w%0: &Array2<f64>, a%1: &Array1<f64>, s%2: f64) {
                %3: Array2<f64> = add(w%0, a%1)
                h%7: Array2<f64> = map(%3) |x%4: f64| {
                    %5: f64 = mul(x%4, s%2)
                    %6: f64 = tanh(%5)
                    yield %6
                }
                %8: usize = 0
                %9: Array1<f64> = sum_axis(h%7, %8)
                broadcast%10: Array1<f64> = mul(%9, a%1)
                return broadcast%10; %3, %9
            }
            fn broadcast(w%0: &Array2<f64>, a%1: &Array1<f64>, s%2: f64, broadcast_bar%11: Array1<f64>, w_bar%12: &mut Array2<f64>, a_bar%13: &mut Array1<f64>) assuming (%3: Array2<f64>, %9: Array1<f64>) {
                %21: Dim2<f64> := raw_dim(%3)
                %8: usize = 0
                %15: Dim1<f64> := raw_dim(%9)
                %14: Array1<f64> := mul(a%1, broadcast_bar%11)
                %16: Array1<f64> := unbroadcast(%14, %15)
                %17: Array1<f64> := mul(%9, broadcast_bar%11)
                %18: Dim1<f64> := raw_dim(a%1)
                %19: Array1<f64> := unbroadcast(%17, %18)
                a_bar%20: Array1<f64> := a_bar%13 with a_bar%13 += %19
                h_bar%22: Array2<f64> := repeat(%16, %21, %8)
                %40: Array2<f64> := map(%3, h_bar%22) |x%30: f64, g%31: f64| {
                    %32: f64 = mul(x%30, s%2)
                    %33: f64 = tanh(%32)
                    %34: f64 := 1.0
                    %35: f64 := mul(%33, %33)
                    %36: f64 := sub(%34, %35)
                    %37: f64 := mul(%36, g%31)
                    x_bar%38: f64 := mul(s%2, %37)
                    yield x_bar%38
                }
                %58: Array2<f64> := map(%3, h_bar%22) |x%48: f64, g%49: f64| {
                    %50: f64 = mul(x%48, s%2)
                    %51: f64 = tanh(%50)
                    %52: f64 := 1.0
                    %53: f64 := mul(%51, %51)
                    %54: f64 := sub(%52, %53)
                    %55: f64 := mul(%54, g%49)
                    s_bar%57: f64 := mul(x%48, %55)
                    yield s_bar%57
                }
                s_bar%59: f64 := sum(%58)
                %60: Dim2<f64> := raw_dim(w%0)
                %61: Array2<f64> := unbroadcast(%40, %60)
                w_bar%62: Array2<f64> := w_bar%12 with w_bar%12 += %61
                %64: Array1<f64> := unbroadcast(%40, %18)
                a_bar%65: Array1<f64> := a_bar%20 with a_bar%20 += %64
                return s_bar%59; w_bar%62, a_bar%65
            }
        "#]],
    );
}
