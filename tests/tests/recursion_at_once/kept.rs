//! Cotangents that depend on the values: forward and backward stay two.

use super::programs;

programs! {
    fn squared(x: 4, n: 4) {
        if n == 0 {
            x[0]
        } else {
            let d = program(x, n - 1) * 0.7;
            d * d + x[n % 4]
        }
    }

    fn product_of_two(x: 4, n: 4) {
        if n == 0 { x[1] } else { program(x, n - 1) * program(x, n / 2) + x[n % 4] }
    }

    /// The factor is the sum so far.
    fn times_the_sum(x: 4, n: 3) {
        let mut sum = x[n].cos();
        for i in 0..n {
            sum += program(x, n - 1) * sum * x[i];
        }
        sum
    }

    /// The condition of a branch is the value.
    fn chosen_by_the_value(x: 4, n: 4) {
        if n == 0 {
            x[0]
        } else {
            let inner = program(x, n - 1);
            if inner > 1.0 { inner * x[1] } else { x[2] * inner + x[3] }
        }
    }

    /// The number of rounds is not known before.
    fn as_long_as(x: 4, n: 3) {
        let (mut sum, mut i) = (x[n], 0);
        while i < n {
            sum += x[i] * program(x, n - 1);
            i += 1 + i % 2;
        }
        sum
    }

    /// A vector is overwritten that the call reads.
    fn overwritten(x: 4, n: 3) {
        let mut v = x.to_vec();
        let mut sum = 0.0;
        for i in 0..n {
            sum += x[0] * program(&v, n - 1);
            v[i] = v[i + 1] * 0.5 + sum;
        }
        sum + v[1]
    }
}

/// A call in the argument of a call: the outer one alone is called at once.
mod in_an_argument {
    use chainrule::differentiate;

    #[differentiate]
    fn nested(x: &[f64], y: f64, n: usize) -> f64 {
        match n {
            0 => x[0] * y.sin(),
            n => nested(x, nested(x, y, n - 1) * x[1], n - 1) + x[2] * y,
        }
    }

    #[test]
    fn is_right() {
        let x = crate::point(4);
        for n in 0..4 {
            let (x_bar, y_bar) = nested::gradient(&x[..3], x[3], n);
            let right = chainrule_tests::differences(|x| nested(&x[..3], x[3], n), &x);
            chainrule_tests::assert_all_close(&[x_bar, vec![y_bar]].concat(), &right);
        }
    }
}
