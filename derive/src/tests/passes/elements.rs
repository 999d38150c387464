//! Functions of elements that capture compounds.

use expect_test::expect;

use super::check_lower;

/// `a.sum()` is read before the loop, `a[1]` only where there are elements.
#[test]
fn elements_in_loops() {
    check_lower(
        "captured",
        expect![[r#"
        fn captured(w%0: &Array2<f64>, a%1: &Array1<f64>, s%2: f64) {
            %3: f64 = mul(s%2, s%2)
            %8: f64 = sum(a%1)
            %13: Dim2<f64> = raw_dim(w%0)
            %14: usize = nrows(w%0)
            %15: usize = ncols(w%0)
            %16: usize = 0
            %17: Array2<f64> = zeros(%13)
            %11: Array2<f64> = for %20: usize in %16..%14 with (%18: Array2<f64> = %17) {
                %22: Array2<f64> = for %23: usize in %16..%15 with (%21: Array2<f64> = %18) {
                    x%4: f64 = w%0[%20, %23]
                    %5: usize = 1
                    %6: f64 = a%1[%5]
                    %7: f64 = mul(x%4, %6)
                    %9: f64 = mul(%3, %8)
                    %10: f64 = add(%7, %9)
                    %24: Array2<f64> = %21 with %21[%20, %23] = %10
                    yield %24
                }
                yield %22
            }
            captured%12: f64 = sum(%11)
            return captured%12
        }
    "#]],
    );
}
