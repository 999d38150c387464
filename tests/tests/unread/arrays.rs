//! Arrays of which only parts are read.

use chainrule::differentiate;
use ndarray::{Array1, array};

/// Functions of an array and a number, at `[0, 4]` and the number given, with the gradient by hand.
macro_rules! arrays {
    ($($name:ident($a:ident, $y:ident) at $at:expr => is $p:expr, $q:expr; { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate]
            fn f($a: &Array1<f64>, $y: f64) -> f64 { $($body)* }
            assert_eq!(f::gradient(&array![0.0, 4.0], $at), (Array1::from($p.to_vec()), $q));
        }
    )*};
}

arrays! {
    element_of_a_map(a, y) at 3.0 => is [0.0, 0.25], 1.0; {
        let r = a.mapv(|v| v.sqrt());
        r[1] + y
    }
    masked_sum(a, y) at 3.0 => is [0.0, 0.25], 1.0; {
        let r = a.mapv(|v| v.ln());
        let mut s = y;
        for i in 0..a.len() {
            if a[i] > 1.0 {
                s += r[i];
            }
        }
        s
    }
    in_one_arm(a, y) at 3.0 => is [0.0, 0.0], 2.0; {
        let r = a.mapv(|v| 1.0 / v);
        if y > 1.0 { 2.0 * y } else { r.sum() }
    }
    element_of_a_quotient(a, y) at 3.0 => is [0.0, -0.25], 0.25; {
        let b = Array1::from_elem(2, y + 1.0);
        let r = &b / a;
        r[1]
    }
    quotient_in_one_arm(a, y) at 3.0 => is [0.0, 0.0], 1.0; {
        let b = Array1::from_elem(2, y);
        let r = &b / a;
        if y > 1.0 { y } else { r.sum() }
    }
    number_spread_over_an_array(a, y) at 0.0 => is [0.0, 1.0], 0.0; {
        let k = y.sqrt();
        let b = a * k;
        if a[1] > 1.0 { a[1] } else { b[0] }
    }
}
