//! Cotangents that are known before the values.

use super::programs;

programs! {
    /// Horner's scheme over an index.
    fn horner(c: 5, i: 4, 0) {
        if i == 0 { c[0] } else { c[i] + c[4] * program(c, i - 1) }
    }

    /// The factor of a call is made of the array that the call adds to.
    fn nested_factor(c: 5, i: 4, 0) {
        let inner = if i == 0 { 0.5 } else { program(c, i - 1) };
        c[i] + (c[4] + 0.1 * c[0] * c[i]).sin() * inner
    }

    /// The call as a statement of its own, and an early return.
    fn early(c: 5, i: 4, 0) {
        if i == 0 {
            return c[1] * c[2];
        }
        let mut value = c[i];
        if i > 1 {
            value -= c[i - 1].exp() * program(c, i - 1);
        }
        value * 2.0 + c[0]
    }

    /// A sum over halves.
    fn halves(x: 8, n: 8, 0) {
        if x.len() < 2 || n == 0 {
            x[0] * x[0]
        } else {
            let middle = x.len() / 2;
            let (left, right) = (program(&x[..middle], n - 1), program(&x[middle..], n - 1));
            2.0 * left - right * x[0] + x[1]
        }
    }

    /// Two calls, as Fibonacci's numbers have them, and Ackermann's function nearly.
    fn two_calls(x: 4, n: 7, 0) {
        if n < 2 {
            x[n] * x[2]
        } else {
            x[3] * program(x, n - 1) + x[n % 3] * program(x, n - 2) - x[0]
        }
    }

    /// The second value is the factor of the first: only that is known before.
    fn a_sum_of_several(x: 4, n: 4, 0) {
        let mut sum = 0.0;
        if n > 0 {
            let (a, b, c) = (program(x, n - 1), program(x, n - 1), program(x, n / 2));
            sum = a * x[0] + b * x[1].cos() + c / x[2];
        }
        sum + x[3] * x[n % 4]
    }

    /// The determinant by minors, with the columns that are used as bits.
    fn minors(a: 16, row: 4, 0) {
        fn bits(row: usize) -> usize {
            row
        }
        let mut sum = 0.0;
        let mut sign = 1.0;
        if row == 0 {
            sum = 1.0;
        } else {
            for k in 0..4 {
                if k != bits(row) % 4 {
                    sum += sign * a[row % 4 * 4 + k] * program(a, row - 1);
                    sign = -sign;
                } else if k > 1 {
                    sum -= a[k] * a[k];
                }
            }
        }
        sum
    }

    /// Loops within loops, and branches within branches.
    fn nested(x: 5, n: 3, 0) {
        let mut sum = x[n] * x[0];
        if n > 0 {
            for i in 0..2 {
                for j in i..3 {
                    if j > i {
                        if j == 2 {
                            sum += x[i] * x[j] * program(x, n - 1);
                        } else {
                            sum -= program(x, n - 1) * x[j].ln();
                        }
                    }
                }
                sum += x[i + 1].sin() * x[4];
            }
        }
        sum
    }

    /// An index and a power that are computed along with the sum.
    fn along_with_it(x: 5, n: 3, 0) {
        let (mut sum, mut power, mut at) = (x[n], 1.0, 1);
        for _ in 0..n {
            sum += power * x[at] * program(x, n - 1);
            power *= -0.5;
            at = (at + 3) % 5;
        }
        sum
    }

    /// The value of the call is read for another derivative too, and so is the sum so far.
    fn read_for_others(x: 4, n: 4, 0) {
        if n == 0 {
            x[0]
        } else {
            let inner = program(x, n - 1);
            let twice = inner + inner;
            let more = if n.is_multiple_of(2) { inner * x[1] * x[2] } else { x[2] * twice };
            x[3] * twice + more - x[0].exp() * inner
        }
    }

    /// Nothing may have read one of the values: the function alone is called then.
    fn perhaps_not_read(x: 4, n: 3, 0) {
        if n == 0 {
            (x[0] * x[0] + x[1]).sqrt()
        } else {
            let (left, right) = (program(x, n - 1), program(&x[..2], 0));
            if n.is_multiple_of(2) { left * x[2] } else { x[3] * right + x[n] }
        }
    }

    /// What the callee is handed is computed, and its cotangent goes on: these two are made each time.
    fn a_vector_made_for_it(x: 3, n: 4, 8) {
        if n == 0 {
            x[0] * x[1] * x[2]
        } else {
            let next: Vec<f64> = x.iter().map(|x| x * 0.9 + 0.1).collect();
            x[1] + 0.5 * program(&next, n - 1)
        }
    }
}

/// Numbers by value, whose cotangents are returned.
mod by_value {
    use chainrule::differentiate;

    #[differentiate]
    fn inner(a: f64, w: &[f64], b: f64, n: usize) -> f64 {
        if n == 0 { a * b } else { w[1] * inner(a * w[0], w, b + a.sin(), n - 1) + a * b }
    }

    #[test]
    fn are_right() {
        let x = crate::point(5);
        for n in 0..5 {
            let (a_bar, w_bar, b_bar) = inner::gradient(x[0], &x[2..], x[1], n);
            let bars = [vec![a_bar, b_bar], w_bar].concat();
            let right = chainrule_tests::differences(|x| inner(x[0], &x[2..], x[1], n), &x);
            chainrule_tests::assert_all_close(&bars, &right);
            assert_eq!(crate::allocations(|| inner::gradient(x[0], &x[2..], x[1], n)), 1);
        }
    }
}

/// In single precision, and where rustc has to be told the type.
mod generic {
    use chainrule::{Float, differentiate};

    #[differentiate]
    fn legendre<T: Float>(x: &[T], n: usize) -> T {
        if n == 0 { x[0] } else { x[n] * x[n] + T::from_f64(0.5) * x[0] * legendre(x, n - 1) }
    }

    #[differentiate]
    fn fixed<const N: usize>(x: [f64; N], n: usize) -> f64 {
        if n == N { 1.0 } else { x[n] * 2.0 + x[0] * fixed(x, n + 1) }
    }

    #[test]
    fn both_precisions() {
        let at = crate::point(4);
        let right = chainrule_tests::differences(|at| legendre(at, 3), &at);
        chainrule_tests::assert_all_close(&legendre::gradient(&at, 3), &right);
        let single: Vec<f32> = at.iter().map(|x| *x as f32).collect();
        for (ours, theirs) in legendre::gradient(&single, 3).iter().zip(&right) {
            assert!((f64::from(*ours) - theirs).abs() < 1e-5);
        }
        // 2 a + a (2 b + a (2 c + a))
        let (a, b, c) = (1.5, 0.5, -2.0);
        let expected = [2.0 + 2.0 * b + 4.0 * a * c + 3.0 * a * a, 2.0 * a, 2.0 * a * a];
        chainrule_tests::assert_all_close(&fixed::gradient([a, b, c], 0), &expected);
        assert_eq!(crate::allocations(|| fixed::gradient([a, b, c], 0)), 0);
    }
}

/// An infinite derivative where the value is not read.
mod unread {
    use chainrule::differentiate;

    #[differentiate]
    fn root(x: &[f64], n: usize) -> f64 {
        if n == 0 {
            x[0].sqrt()
        } else {
            let inner = root(x, n - 1);
            if x[1] > 0.0 { x[1] * x[2] } else { inner * x[1] }
        }
    }

    #[test]
    fn is_left_out() {
        assert_eq!(root::gradient(&[0.0, 2.0, 3.0], 2), [0.0, 3.0, 2.0]);
    }
}
