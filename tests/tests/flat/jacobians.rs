//! Jacobians: the value to the bit, the matrix against columns by forward mode, rows by reverse mode, and differences.

use chainrule::{Differentiable, constant, differentiate};
use chainrule_tests::{assert_all_close, differences};

/// Functions of one array with an array as result.
macro_rules! programs {
    ($(fn $name:ident($x:ident: &[f64; $n:literal]) -> [f64; $m:literal] at $at:expr; $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(jacobian)]
            fn program($x: &[f64; $n]) -> [f64; $m] $body

            let at: [f64; $n] = $at;
            let (value, rows) = program::value_and_jacobian(&at);
            assert_eq!(value.map(f64::to_bits), program(&at).map(f64::to_bits));
            let matrix = program::jacobian(&at);
            assert_eq!(matrix.as_slice().unwrap(), rows.as_flattened());
            assert_all_close(rows.as_flattened(), program::jacobian_forward(&at).as_slice().unwrap());
            assert_all_close(rows.as_flattened(), program::jacobian_reverse(&at).as_slice().unwrap());
            for (i, row) in rows.iter().enumerate() {
                let output = |x: &[f64]| program(x.try_into().unwrap())[i];
                assert_all_close(row, &differences(output, &at));
            }
        }
    )*};
}

programs! {
    fn polynomials(x: &[f64; 3]) -> [f64; 2] at [0.7, -1.3, 0.4]; {
        let u = x[0] * x[0] + x[1];
        let v = u * x[2] - x[0].powi(3);
        [u * v, (u + v) * (u - v)]
    }
    fn quotients(x: &[f64; 3]) -> [f64; 3] at [0.7, 1.3, 2.4]; {
        let r = x[0] / x[1];
        [r / x[2], x[2] / (r + x[1]), (x[0] + x[1] / x[2]).recip()]
    }
    fn elementary(x: &[f64; 2]) -> [f64; 4] at [0.3, 0.8]; {
        let a = (x[0] * x[1]).sin() + x[0].exp();
        let b = (1.0 + x[1] * x[1]).sqrt().ln();
        [a.tanh(), b * a, x[0].atan2(x[1]) + x[0].hypot(b), x[1].powf(x[0]) * a.cos()]
    }
    fn rotated(q: &[f64; 7]) -> [f64; 3] at [0.5, -0.1, 0.3, 0.2, 1.0, -2.0, 0.5]; {
        let [w, x, y, z, ..] = *q;
        let p = [q[4], q[5], q[6]];
        let r = [
            [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - z * w), 2.0 * (x * z + y * w)],
            [2.0 * (x * y + z * w), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - x * w)],
            [2.0 * (x * z - y * w), 2.0 * (y * z + x * w), 1.0 - 2.0 * (x * x + y * y)],
        ];
        let mut out = [0.0; 3];
        for i in 0..3 {
            for j in 0..3 {
                out[i] += r[j][i] * p[j];
            }
        }
        out
    }
    fn reversed_loops(x: &[f64; 4]) -> [f64; 4] at [0.4, 0.1, -0.5, 0.9]; {
        let mut out = [0.0; 4];
        let mut carried = 1.0;
        for i in (0..4).rev() {
            carried = carried * x[i] + (i as f64) * x[3 - i].sin();
            out[i] = carried;
        }
        out
    }
    fn while_loops(x: &[f64; 2]) -> [f64; 2] at [0.4, 0.9]; {
        let (mut a, mut k) = (x[0], 0);
        while k < 5 {
            a = a * a + x[1] / (k as f64 + 1.0);
            k += 2;
        }
        [a, a * x[1]]
    }
    fn iterators(x: &[f64; 5]) -> [f64; 3] at [0.4, 0.9, -0.3, 1.2, 0.8]; {
        let squares: f64 = x.iter().map(|v| v * v).sum();
        let weighted: f64 = x.iter().enumerate().map(|(i, v)| i as f64 * v.exp()).sum();
        let largest = x.iter().zip(&[1.0, 2.0, 3.0, 4.0, 5.0]).fold(0.0, |acc, (a, b)| acc + a * b);
        [squares, weighted * squares, largest.sqrt()]
    }
    fn vectors_inside(x: &[f64; 3]) -> [f64; 2] at [0.4, 0.9, 1.3]; {
        let mut powers = Vec::with_capacity(4);
        let mut p = 1.0;
        for _ in 0..4 {
            p *= x[0];
            powers.push(p);
        }
        let mut table = vec![0.0; powers.len()];
        for i in 0..4 {
            table[i] = powers[i] * x[1] + x[2];
        }
        [table.iter().sum(), table[3] * powers[1]]
    }
    fn tables(x: &[f64; 3]) -> [f64; 2] at [0.4, 0.9, 1.3]; {
        let mut n = [[0.0; 3]; 2];
        for i in 0..2 {
            for j in 0..3 {
                for k in 0..2 {
                    n[i][j] += x[k + i] * (x[j] - k as f64);
                }
            }
        }
        let rows = [n[0]; 2];
        [n[1][2] * rows[1][0], rows[0][1] + n[1][0]]
    }
    fn swapped(x: &[f64; 3]) -> [f64; 3] at [0.4, 0.9, 1.3]; {
        let mut v = [x[0] * x[1], x[1].sin(), x[2] * x[2]];
        v.swap(0, 2);
        let t = v[1];
        v[1] = v[0] * t;
        v[2] += t;
        v
    }
    fn constants(x: &[f64; 3]) -> [f64; 3] at [0.4, 0.9, 1.3]; {
        const K: f64 = 2.5;
        let weights = [0.5, K, std::f64::consts::PI];
        [weights[0] * x[0], weights[1] * x[1] * x[1] + 3.0, weights[2]]
    }
    fn integers(x: &[f64; 4]) -> [f64; 2] at [0.4, 0.9, 1.3, -0.2]; {
        let mut s = 0.0;
        let mut order = [3usize, 1, 2, 0];
        order.swap(0, 1);
        for (k, i) in order.iter().enumerate() {
            let weight = ((k * 3 + 1) % 4) as f64 - 1.5;
            s += weight * x[*i] * x[(i + k) % 4];
        }
        [s, x[order[0]] * s]
    }
    fn closures(x: &[f64; 2]) -> [f64; 2] at [0.4, 0.9]; {
        let scaled = |a: f64, k: f64| a * k + x[1];
        [scaled(x[0], 2.0) * scaled(x[1], x[0]), scaled(3.0, x[0])]
    }
    fn named_again(x: &[f64; 2]) -> [f64; 2] at [0.4, 0.9]; {
        let t = x[0] * x[1];
        let t = t.sin() + x[1];
        let x_0 = t * t;
        let t = x_0 * x[0];
        [t, x_0 + t]
    }
    fn one_of_many(x: &[f64; 6]) -> [f64; 1] at [0.4, 0.9, 1.0, 1.1, -0.2, 0.3]; {
        [x[2] * x[4]]
    }
    fn the_same_twice(x: &[f64; 2]) -> [f64; 4] at [0.4, 0.9]; {
        [x[0], x[0], x[1] * x[1], 1.0]
    }
}

thread_local! {
    static CALLS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Another number at each call.
fn next() -> f64 {
    CALLS.set(CALLS.get() + 1);
    f64::from(CALLS.get())
}

#[differentiate(jacobian)]
fn of_calls(x: &[f64; 2]) -> [f64; 2] {
    let a = constant(next());
    let b = constant(next());
    [x[1] * b, x[0] * a + b]
}

#[test]
fn what_is_called_is_called_once_and_in_order() {
    let (value, rows) = of_calls::value_and_jacobian(&[3.0, 5.0]);
    assert_eq!((value, rows), ([10.0, 5.0], [[0.0, 2.0], [1.0, 0.0]]));
    assert_eq!(CALLS.get(), 2);
}

#[test]
fn constants_of_one_name() {
    #[differentiate(jacobian)]
    fn program(x: &[f64; 2]) -> [f64; 2] {
        let p = {
            const K: f64 = 2.0;
            x[0] * K
        };
        const K: f64 = 7.0;
        [p, x[1] * K]
    }
    assert_eq!(program::value_and_jacobian(&[1.0, 1.0]), ([2.0, 7.0], [[2.0, 0.0], [0.0, 7.0]]));
}

#[test]
fn integers_of_other_types() {
    #[differentiate(jacobian)]
    fn program(x: [f64; 2]) -> [f64; 2] {
        let (a, n): (u8, u64) = (200, 3_000_000_000);
        let (mut m, mut s): (u64, f64) = (1, 0.0);
        for i in 1..=20 {
            m *= i;
            s += x[0].powi(i as i32) / m as f64;
        }
        [s + x[1] * !a as f64, x[1] * (n * 2) as f64 + (a - 100) as f64]
    }
    let (value, rows) = program::value_and_jacobian([0.5, 2.0]);
    assert_eq!(value, program([0.5, 2.0]));
    assert_all_close(rows.as_flattened(), &[0.5f64.exp(), 55.0, 0.0, 6e9]);
}

#[test]
fn numbers_tuples_and_constants() {
    #[differentiate(jacobian)]
    fn program(x: f64, #[constant] k: f64, p: (f64, [f64; 2])) -> (f64, [f64; 2]) {
        let s = x * p.0 * k;
        (s + p.1[0], [s * p.1[1], k])
    }
    let (value, rows) = program::value_and_jacobian(2.0, 3.0, (5.0, [7.0, 11.0]));
    assert_eq!(value, (37.0, [330.0, 3.0]));
    let right = [[15.0, 6.0, 1.0, 0.0], [165.0, 66.0, 0.0, 30.0], [0.0; 4]];
    assert_eq!(rows, right);
    assert_eq!(program::jacobian(2.0, 3.0, (5.0, [7.0, 11.0])), ndarray::arr2(&right));
}

#[derive(Clone, Copy, Differentiable)]
struct Pose {
    #[constant]
    scale: f64,
    at: [f64; 2],
    angle: f64,
}

#[differentiate(jacobian)]
fn moved(pose: &Pose, p: [f64; 2]) -> [f64; 2] {
    let (s, c) = pose.angle.sin_cos();
    let [x, y] = p;
    [pose.scale * (c * x - s * y) + pose.at[0], pose.scale * (s * x + c * y) + pose.at[1]]
}

#[test]
fn structs() {
    let pose = Pose { scale: 2.0, at: [0.5, -0.25], angle: 0.3 };
    let (value, rows) = moved::value_and_jacobian(&pose, [1.5, 0.7]);
    assert_eq!(value, moved(&pose, [1.5, 0.7]));
    let (s, c) = 0.3f64.sin_cos();
    let right = [
        [1.0, 0.0, 2.0 * (-s * 1.5 - c * 0.7), 2.0 * c, -2.0 * s],
        [0.0, 1.0, 2.0 * (c * 1.5 - s * 0.7), 2.0 * s, 2.0 * c],
    ];
    for (row, right) in rows.iter().zip(&right) {
        assert_all_close(row, right);
    }
    assert_eq!(moved::jacobian(&pose, [1.5, 0.7]).as_slice().unwrap(), rows.as_flattened());
}

#[derive(Clone, Copy, Differentiable)]
struct Gains {
    k: f64,
    d: f64,
}

#[differentiate]
impl Gains {
    #[differentiate(jacobian)]
    fn force(&self, x: f64, v: f64) -> [f64; 2] {
        [self.k * x + self.d * v, self.k * x * x]
    }
}

#[test]
fn methods() {
    let gains = Gains { k: 2.0, d: 0.5 };
    let (value, rows) = gains.force_value_and_jacobian(3.0, 4.0);
    assert_eq!(value, [8.0, 18.0]);
    assert_eq!(rows, [[3.0, 4.0, 2.0, 0.5], [9.0, 0.0, 12.0, 0.0]]);
}

#[differentiate(jacobian)]
fn generic<T: chainrule::Float>(x: &[T; 2]) -> [T; 2] {
    [x[0] * x[1] + T::one(), x[0].sin() / x[1]]
}

#[differentiate(jacobian)]
fn single(x: [f32; 2]) -> [f32; 2] {
    [x[0] * x[1] + 0.1, x[0] / x[1]]
}

#[test]
fn precisions() {
    let (value, rows) = generic::value_and_jacobian(&[0.5f64, 2.0]);
    assert_eq!(value, [2.0, 0.5f64.sin() / 2.0]);
    assert_all_close(rows.as_flattened(), &[2.0, 0.5, 0.5f64.cos() / 2.0, -(0.5f64.sin()) / 4.0]);
    let (_, rows) = generic::value_and_jacobian(&[0.5f32, 2.0]);
    assert_eq!(rows[0], [2.0, 0.5]);
    let (value, rows) = single::value_and_jacobian([0.5, 2.0]);
    assert_eq!(value, [1.1, 0.25]);
    assert_eq!(rows, [[2.0, 0.5], [0.5, -0.125]]);
}
