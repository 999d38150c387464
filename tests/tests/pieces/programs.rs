//! Loops of all forms, in pieces: the value to the bit, derivatives against differences, in both precisions.

/// Tests of functions of an array and a number of steps.
macro_rules! programs {
    ($($(#[$doc:meta])* fn $name:ident($x:ident, $n:ident) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            use chainrule_tests::{assert_all_close, assert_close, differences};

            mod double {
                #[chainrule::differentiate(hessian, checkpoint(loops))]
                pub fn program($x: &[f64], $n: usize) -> f64 $body
            }

            mod once {
                #[chainrule::differentiate(jvp, checkpoint(loops))]
                pub fn program($x: &[f64], $n: usize) -> f64 $body
            }

            mod single {
                #[chainrule::differentiate(checkpoint(loops))]
                pub fn program($x: &[f32], $n: usize) -> f32 $body
            }

            #[test]
            fn derivatives() {
                use double::program;
                let along = [1.0, -0.5, 0.25, 0.7];
                let directed = |slopes: &[f64]| -> f64 {
                    slopes.iter().zip(&along).map(|(slope, dot)| slope * dot).sum()
                };
                for n in [0, 1, 2, 3, 7, 20] {
                    let at = [0.4, 0.9, -0.3, 0.65];
                    let expected = differences(|at| program(at, n), &at);
                    let (value, x_bar) = program::value_and_gradient(&at, n);
                    assert_eq!(value.to_bits(), program(&at, n).to_bits());
                    assert_all_close(&x_bar, &expected);
                    assert_all_close(&once::program::gradient(&at, n), &expected);
                    let (_, kept) = program::forward(&at, n);
                    let mut shadow = [1.0; 4];
                    program::backward(&at, n, &kept, 2.0, &mut shadow);
                    assert_all_close(&shadow.map(|bar| (bar - 1.0) / 2.0), &expected);
                    assert_close(once::program::jvp(&at, n, &along).1, directed(&expected));
                    let curvature = program::hvp(&at, n, &along);
                    for i in 0..4 {
                        let slopes = differences(|at| program::gradient(at, n)[i], &at);
                        assert_close(curvature[i], directed(&slopes));
                    }
                    let single = single::program::gradient(&at.map(|x| x as f32), n);
                    for (single, double) in single.iter().zip(&expected) {
                        let off = (f64::from(*single) - double).abs();
                        assert!(off < 1e-4 * double.abs().max(1.0), "{single} for {double}");
                    }
                }
            }
        }
    )*};
}

programs! {
    /// Nobody counts the steps.
    fn unknown(x, n) {
        let mut y = x[0] + 1.5;
        for _ in 0..n {
            y += 0.5;
        }
        while y * y > 0.1 {
            y -= 0.2 * (y * x[1]).sin() + 0.3;
        }
        y * x[2]
    }

    fn counted(x, n) {
        let (mut y, mut k) = (x[0], 0);
        while k < n {
            y = (y * x[1]).sin() + x[k % 4];
            k += 1;
        }
        y * y
    }

    fn for_each_index(x, n) {
        let mut y = x[0];
        for i in 2..n + 2 {
            y = (y * x[i % 4]).cos() + 0.5 * y;
        }
        y
    }

    fn backwards(x, n) {
        let mut y = x[1];
        for i in (1..n).rev() {
            y = (y * x[i % 4]).cos() + 0.5 * y;
        }
        y
    }

    /// Indices of another type, and negative ones.
    fn small_indices(x, n) {
        let mut y = x[0];
        for i in -3..n as i8 - 3 {
            y = (y + x[(i + 3) as usize % 4]).sin();
        }
        for i in (250 - n as u8..=254).rev() {
            y = (y * x[i as usize % 4]).cos();
        }
        y
    }

    /// All of an array in each step.
    fn stencil(x, n) {
        let mut u = x.to_vec();
        let mut k = 0;
        while k < n {
            let old = u.clone();
            for i in 1..u.len() - 1 {
                u[i] += 0.1 * (old[i - 1] - 2.0 * old[i] + old[i + 1]) * old[i].cos();
            }
            k += 1;
        }
        u[1] * u[2]
    }

    /// One element of an array in each step.
    fn element(x, n) {
        let mut u = x.to_vec();
        let mut k = 0;
        while k < n {
            u[k % 4] = (u[k % 4] * u[(k + 1) % 4]).sin() + 0.3;
            k += 1;
        }
        u[0] * u[1] + u[2] * u[3]
    }

    /// Arrays in arrays, and what is made in each step.
    fn rows(x, n) {
        let mut u = vec![x.to_vec(), vec![0.5; 4]];
        for k in 0..n {
            let row: Vec<_> = u[k % 2].iter().map(|v| (v * x[k % 4]).sin()).collect();
            for i in 0..4 {
                u[(k + 1) % 2][i] = row[3 - i] + 0.1 * u[k % 2][i];
            }
        }
        u[0][0] * u[1][1]
    }

    fn leaves(x, n) {
        let mut y = x[0];
        for i in 0..n {
            if i == 9 {
                break;
            }
            if i % 3 == 1 {
                continue;
            }
            y = (y + x[i % 4]).sin();
        }
        y
    }

    fn returns(x, n) {
        let mut y = x[0];
        let mut k = 0;
        loop {
            if k >= n {
                return y * x[2];
            }
            y = (y + x[1]).cos();
            if k == 12 {
                break;
            }
            k += 1;
        }
        y * x[3]
    }

    fn loops_within(x, n) {
        let mut y = x[0];
        let mut k = 0;
        while k < n {
            let mut z = y;
            let mut steps = 0;
            while steps < k % 4 {
                z = (z * x[steps]).exp() * 0.3;
                steps += 1;
            }
            for i in 0..4 {
                y = (y + z * x[i]).sin();
            }
            k += 1;
        }
        y
    }

    fn branches(x, n) {
        let mut y = x[0];
        if n > 2 {
            for i in 0..n {
                y = if y > 0.5 { y * x[i % 4].cos() } else { (y + x[1]).exp() * 0.4 };
            }
        } else {
            while y < 3.0 {
                y *= 1.5 + 0.1 * y;
            }
        }
        y
    }

    /// One loop after the other.
    fn several(x, n) {
        let mut y = x[0];
        for i in 0..n {
            y = (y * x[i % 4]).sin() + 0.5;
        }
        let mut z = y * x[1];
        let mut total = 0.0;
        for i in 0..n {
            z = (z + y).cos();
            total += z * x[i % 4];
        }
        total + y
    }

    /// Nothing is kept of a sum.
    fn sum(x, n) {
        let mut total = 0.0;
        for i in 0..n {
            total += x[i % 4] * x[0];
        }
        total
    }

    fn largest(x, n) {
        let (mut best, mut y) = (x[0], x[1]);
        for i in 0..n {
            y = (y * 0.9 + x[i % 4]).sin();
            if y > best {
                best = y * x[2];
            }
        }
        best
    }

    /// A condition that checks something.
    fn checked(x, n) {
        let (mut y, mut k) = (x[0], 0);
        while {
            assert!(k <= n);
            k < n
        } {
            y = (y * x[k % 4]).cos();
            k += 1;
        }
        y
    }

    fn grown(x, n) {
        let mut all = vec![x[0]];
        for i in 0..n {
            let last = all[i];
            all.push((last * x[i % 4]).sin() + 0.1);
        }
        let mut y = 1.0;
        while let Some(e) = all.pop() {
            y = (y * e).cos() + 0.2;
        }
        y
    }
}
