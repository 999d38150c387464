//! Branches stay branches: what the function does not compute is not computed, and conventions at kinks are those of passes.

use chainrule::differentiate;
use chainrule_tests::assert_all_close;

/// Functions of one array with an array as result, at several points; the matrix is that of both modes.
macro_rules! programs {
    ($(fn $name:ident($x:ident: &[f64; $n:literal]) -> [f64; $m:literal] at $at:expr; $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(jacobian)]
            fn program($x: &[f64; $n]) -> [f64; $m] $body

            for at in $at {
                let at: [f64; $n] = at;
                let (value, rows) = program::value_and_jacobian(&at);
                assert_eq!(value.map(f64::to_bits), program(&at).map(f64::to_bits), "at {at:?}");
                assert!(rows.as_flattened().iter().all(|entry| entry.is_finite()), "{rows:?} at {at:?}");
                assert_all_close(rows.as_flattened(), program::jacobian_forward(&at).as_slice().unwrap());
                assert_all_close(rows.as_flattened(), program::jacobian_reverse(&at).as_slice().unwrap());
            }
        }
    )*};
}

/// The same for functions that may not be flattened.
macro_rules! matrices {
    ($(fn $name:ident($x:ident: &[f64; $n:literal]) -> [f64; $m:literal] at $at:expr; $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(jacobian)]
            fn program($x: &[f64; $n]) -> [f64; $m] $body

            for at in $at {
                let at: [f64; $n] = at;
                let rows = program::jacobian(&at);
                assert_all_close(rows.as_slice().unwrap(), program::jacobian_forward(&at).as_slice().unwrap());
                assert_all_close(rows.as_slice().unwrap(), program::jacobian_reverse(&at).as_slice().unwrap());
            }
        }
    )*};
}

matrices! {
    fn conditions_on_choices(x: &[f64; 2]) -> [f64; 2] at [[0.5, 2.0], [-0.5, 2.0], [0.5, -2.0], [-0.5, -2.0]]; {
        let a = if x[0] > 0.0 { x[0].sqrt() } else { -x[0] };
        let b = if a * x[1] > 0.3 { (a * x[1]).ln() } else { a - x[1] };
        let c = if x[0] > 0.0 { b / x[0].sqrt() } else { b };
        [b * c, a + c]
    }
    fn matched(x: &[f64; 2]) -> [f64; 1] at [[0.5, 2.0], [-0.5, 2.0], [0.5, -2.0], [-0.5, -2.0]]; {
        [match (x[0] > 0.0, x[1] > 0.0) {
            (true, true) => x[0].ln() * x[1].ln(),
            (true, false) => x[0].ln() * x[1],
            (false, true) => x[0] / x[1],
            (false, false) => x[0] * x[1],
        }]
    }
}

programs! {
    fn two_arms(x: &[f64; 2]) -> [f64; 2] at [[0.5, 2.0], [-0.5, 2.0], [0.0, 1.0]]; {
        let y = if x[0] > 0.0 { x[0] * x[1] } else { x[1] - x[0] };
        [y * y, y + x[0]]
    }
    fn a_root_in_an_arm(x: &[f64; 2]) -> [f64; 2] at [[0.5, 2.0], [0.0, 2.0], [-1.0, 0.3]]; {
        let n = x[0] + x[1] * 0.0;
        let r = if n > 0.0 { n.sqrt() } else { 0.0 };
        [r * x[1], r + x[1]]
    }
    fn small_angles(r: &[f64; 4]) -> [f64; 3] at [[0.3, -0.2, 0.9, 1.5], [0.0, 0.0, 0.0, 1.5], [1e-9, 0.0, 0.0, 0.3]]; {
        let n2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        let (c, s) = if n2 > 1e-12 {
            let n = n2.sqrt();
            ((n / 2.0).cos(), (n / 2.0).sin() / n)
        } else {
            (1.0 - n2 / 8.0, 0.5 - n2 / 48.0)
        };
        let y = if n2 > 1e-12 { c * r[3] } else { r[3] };
        [c * r[0] + y.max(s), s * r[3], y * n2]
    }
    fn nested(x: &[f64; 3]) -> [f64; 2]
        at [[0.5, 2.0, 0.1], [0.5, -2.0, 0.1], [-0.5, 2.0, 0.1], [-0.5, -2.0, 0.1]]; {
        let y = if x[0] > 0.0 {
            let a = x[0].ln();
            if x[1] > 0.0 { a * x[1].sqrt() } else { a - x[2] }
        } else if x[1] > 0.0 {
            x[1].ln() * x[2]
        } else {
            x[0] * x[1]
        };
        let z = if x[1] > 0.0 { y * x[1].sqrt() } else { y };
        [y * z, z + x[2]]
    }
    fn in_a_loop(x: &[f64; 3]) -> [f64; 2] at [[0.5, 2.0, 0.1], [0.5, -2.0, 0.1], [-0.5, 2.0, -0.1]]; {
        let (mut s, mut p) = (0.0, 1.0);
        for &e in x {
            if e > 0.0 {
                s += e.sqrt();
            } else {
                p *= e;
                s -= p;
            }
        }
        [s * p, s]
    }
    fn early_returns(x: &[f64; 2]) -> [f64; 2] at [[0.5, 2.0], [-0.5, 2.0], [0.5, -2.0]]; {
        if x[0] < 0.0 {
            return [x[0] * x[1], x[1]];
        }
        let r = x[0].sqrt();
        if x[1] < 0.0 {
            return [r, r * x[1]];
        }
        [r * x[1].ln(), r]
    }
    fn kinks(x: &[f64; 3]) -> [f64; 5] at [[0.5, 2.0, 0.5], [0.0, -1.0, 1.0], [1.0, 1.0, 1.0], [-3.0, 0.2, 0.1]]; {
        [
            x[0].max(x[1]) * x[2],
            x[0].min(x[2]) + x[1].abs(),
            x[0].clamp(-1.0, 1.0) * x[1],
            x[0].abs().max(x[1] * x[2]),
            x[0].hypot(x[2]) + x[1].signum() * x[0],
        ]
    }
    fn overtaken_roots(x: &[f64; 2]) -> [f64; 2] at [[0.0, 1.0], [4.0, 1.0]]; {
        [x[0].sqrt().max(x[1]), (x[1] - 2.0).max(x[0]).min(x[1])]
    }
    fn arrays_in_arms(x: &[f64; 2]) -> [f64; 3] at [[0.5, 2.0], [-0.5, 2.0]]; {
        let mut v = [x[0], x[1], 1.0];
        if x[0] < 0.0 {
            v[1] *= x[0];
            v.swap(0, 2);
        } else {
            v = [x[1].sqrt(), v[0], v[2] * x[0]];
        }
        v[2] += v[0];
        v
    }
}

#[test]
fn hessians_with_branches() {
    #[differentiate(hessian)]
    fn huber(x: f64, y: f64, delta: f64) -> f64 {
        let r = x * x - y;
        if r.abs() <= delta { 0.5 * r * r } else { delta * (r.abs() - 0.5 * delta) }
    }
    for at in [(0.5, 0.3, 1.0), (3.0, 0.3, 1.0), (0.5, 4.3, 1.0)] {
        let (value, gradient, hessian) = huber::value_gradient_and_hessian(at.0, at.1, at.2);
        assert_eq!(value, huber(at.0, at.1, at.2));
        let by_passes = huber::gradient(at.0, at.1, at.2);
        assert_all_close(&<[f64; 3]>::from(gradient), &<[f64; 3]>::from(by_passes));
        let units = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)];
        for (row, (a, b, c)) in hessian.iter().zip(units) {
            let product = huber::hvp(at.0, at.1, at.2, a, b, c);
            assert_all_close(row, &<[f64; 3]>::from(product));
        }
    }
}
