//! Several tangents at once, against one at a time and against differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

use chainrule::{Float, Lanes, differentiate};
use chainrule_tests::{assert_all_close, differences};

/// Each lane is the tangent in its direction, and the value is that of the function.
macro_rules! lanes_agree {
    ($f:ident($($given:expr),*), $at:expr) => {{
        let at = $at;
        let directions = [[0.3, -0.7, 1.1, 0.2], [1.0, 0.0, 0.0, 0.0], [-0.4, 0.9, 0.5, -1.3]];
        let dots: Vec<Lanes<f64, 3>> =
            (0..4).map(|i| Lanes([0, 1, 2].map(|lane: usize| directions[lane][i]))).collect();
        let (value, wide) = $f::jvp_lanes(&at, $($given,)* &dots);
        for (lane, direction) in directions.iter().enumerate() {
            let (expected, dot) = $f::jvp(&at, $($given,)* direction);
            assert_eq!(value.to_bits(), expected.to_bits());
            assert!((wide[lane] - dot).abs() <= 1e-14 * (1.0 + dot.abs()), "{} {dot}", wide[lane]);
        }
        let units: Vec<Lanes<f64, 4>> = (0..4).map(Lanes::unit).collect();
        let (_, gradient) = $f::jvp_lanes(&at, $($given,)* &units);
        assert_all_close(&gradient.0, &differences(|at| $f(at, $($given),*), &at));
    }};
}

#[differentiate(lanes)]
fn chain(x: &[f64]) -> f64 {
    let [a, b, c, d] = [x[0], x[1], x[2], x[3]];
    let u = (a * b).sin() - c / d;
    let v = u.exp() + 2.0 * a.powi(3) - (-b).hypot(c);
    let w = if v > 0.0 { v * d } else { 1.0 };
    w.abs().ln() + a * b + 3.0
}

#[test]
fn expressions() {
    lanes_agree!(chain(), [0.3, 0.8, -0.4, 0.6]);
    lanes_agree!(chain(), [-0.9, 0.2, 0.7, -0.5]);
}

#[differentiate(lanes)]
fn mixed(x: &[f64], n: usize) -> f64 {
    let mut y = x.to_vec();
    let mut grid = [[0.0; 2]; 3];
    let mut s = 0.5;
    for i in 0..n {
        if x[i % 4] > 0.1 {
            s = s * x[i % 4] + 0.1;
            continue;
        }
        y[i % 4] *= s;
        grid[i % 3][i % 2] += y[(i + 1) % 4];
        if s < -2.0 {
            return s * y[0];
        }
    }
    y.swap(0, 2);
    y[1..3].fill(s * 0.5);
    let rows: Vec<Vec<f64>> = (0..2).map(|i| vec![x[i], s, 1.0]).collect();
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut k = 0;
    while s.abs() < 3.0 && k < n {
        s += x[3] * 1.5 + grid[1][0];
        k += 1;
    }
    y.iter().sum::<f64>() * s + grid[0][1] + rows[1][0] * rows[0][1] + largest
}

#[test]
fn loops_branches_and_places() {
    for n in [0, 1, 3, 9] {
        lanes_agree!(mixed(n), [0.3, 0.8, -0.4, 0.6]);
        lanes_agree!(mixed(n), [-0.2, -0.5, 0.9, 0.25]);
    }
}

#[differentiate(lanes)]
fn scaled(x: &[f64], factor: f64, out: &mut [f64]) -> f64 {
    let mut last = 0.0;
    for i in 0..x.len() {
        out[i] = factor * x[i];
        last = out[i] * out[0];
    }
    last
}

#[differentiate(lanes)]
fn total(x: &[f64]) -> f64 {
    if x.is_empty() { 0.0 } else { x[0] * x[0] + total(&x[1..]) }
}

#[differentiate(lanes)]
fn pair(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x.sin(), y])
}

#[differentiate(lanes)]
fn calls(x: &[f64]) -> f64 {
    let mut out = vec![1.0; 4];
    let last = scaled(x, x[1], &mut out);
    let (p, [q, r]) = pair(last, out[2]);
    total(&out) + scaled(&[2.0, x[3]], 1.5, &mut out[..2]) + p * q - r + total(&[1.0, 2.0])
}

#[test]
fn called_functions() {
    lanes_agree!(calls(), [0.3, 0.8, -0.4, 0.6]);
}

/// The partial derivatives of `rule`.
fn partials(x: &[f64]) -> Vec<f64> {
    vec![x[1] * 2.0, x[0] * 2.0, 0.0, 1.0]
}

#[differentiate(lanes, derivative = partials)]
fn rule(x: &[f64]) -> f64 {
    x[0] * x[1] * 2.0 + x[3]
}

#[test]
fn derivatives_of_the_users_own() {
    lanes_agree!(rule(), [0.3, 0.8, -0.4, 0.6]);
}

/// A constant that looks like the number of tangents, and one precision as well as the other.
const LANES: usize = 2;

#[differentiate(lanes)]
fn generic<T: Float, const N: usize>(x: [T; N], k: T) -> [T; N] {
    let mut y = x;
    for i in 0..N {
        y[i] = k * x[i] * T::from_f64(LANES as f64) + x[(i + 1) % N].tanh() / k;
    }
    y
}

#[test]
fn generic_functions_in_both_precisions() {
    let x = [0.4, -0.7, 1.2];
    let dots = [Lanes([1.0, 0.0]), Lanes([0.0, 1.0]), Lanes([0.5, -0.5])];
    let (y, wide) = generic::jvp_lanes(x, 1.7, &dots, Lanes([0.0, 0.3]));
    assert_eq!(y, generic(x, 1.7));
    for lane in 0..2 {
        let (_, dot) = generic::jvp(x, 1.7, &dots.map(|dot| dot[lane]), [0.0, 0.3][lane]);
        let ours = wide.map(|y| y[lane]);
        assert_all_close(&ours, &dot);
    }
    let single = |lanes: Lanes<f64, 2>| Lanes(lanes.0.map(|lane| lane as f32));
    let (_, narrow) =
        generic::jvp_lanes(x.map(|x| x as f32), 1.7, &dots.map(single), Lanes([0.0, 0.3_f32]));
    for (a, b) in narrow.iter().zip(&wide) {
        assert!((f64::from(a[1]) - b[1]).abs() < 1e-6);
    }
}

struct Spring;

#[differentiate]
impl Spring {
    #[differentiate(lanes)]
    fn force(x: f64, v: f64) -> f64 {
        -3.0 * x - Self::drag(v)
    }

    #[differentiate(lanes)]
    fn drag(v: f64) -> f64 {
        0.1 * v * v.abs()
    }
}

#[test]
fn methods() {
    let (_, slopes) = Spring::force_jvp_lanes(1.0, -2.0, Lanes([1.0, 0.0]), Lanes([0.0, 1.0]));
    assert_eq!(slopes, Lanes([-3.0, -0.4]));
}

#[differentiate(lanes)]
fn rounded(x: f64, y: f32) -> f64 {
    (x as f32 * y) as f64
}

#[test]
fn casts() {
    let (_, slopes) = rounded::jvp_lanes(2.0, 3.0, Lanes([1.0, 0.0]), Lanes([0.0, 1.0]));
    assert_eq!(slopes, Lanes([3.0, 2.0]));
}

/// Fewer rows than columns, and more, and a last chunk that is not full.
#[differentiate(jacobian)]
fn filtered(x: &[f64], k: f64, m: usize) -> Vec<f64> {
    let mut y = vec![0.0; m];
    for i in 0..m {
        for j in 0..x.len() {
            y[i] += (k * (i + 1) as f64 * x[j]).cos() * x[(j + i) % x.len()];
        }
    }
    y
}

#[test]
fn jacobians_take_several_columns_at_once() {
    for (n, m) in [(1, 1), (3, 5), (8, 2), (17, 1), (17, 20), (33, 3)] {
        let x: Vec<f64> = (0..n).map(|i| 0.1 * i as f64 - 0.7).collect();
        let (forward, reverse) =
            (filtered::jacobian_forward(&x, 0.3, m), filtered::jacobian_reverse(&x, 0.3, m));
        assert_eq!(forward.dim(), (m, n + 1));
        assert_all_close(forward.as_slice().unwrap(), reverse.as_slice().unwrap());
        assert_all_close(
            filtered::jacobian(&x, 0.3, m).as_slice().unwrap(),
            forward.as_slice().unwrap(),
        );
    }
    assert_eq!(filtered::jacobian_forward(&[0.5], 0.3, 0).dim(), (0, 2));
}

/// Elements that others of the same vector are added to, and sums of equal terms.
#[differentiate(lanes)]
fn added(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    y[2] -= x[1] * y[0];
    y[1] += (y[2] + 1.0 + y[2]) * y[3];
    y[0] *= y[1] + y[1];
    y[0] + y[2]
}

#[test]
fn elements_of_one_vector() {
    lanes_agree!(added(), [0.3, 0.8, -0.4, 0.6]);
}

/// A block whose own constant has that name.
struct Scaled<const LANES: usize>;

#[differentiate]
impl<const LANES: usize> Scaled<LANES> {
    #[differentiate(lanes)]
    fn cube(x: f64) -> f64 {
        x * x * x
    }
}

#[test]
fn a_block_with_a_constant_of_that_name() {
    let (_, slopes) = Scaled::<5>::cube_jvp_lanes(2.0, Lanes([1.0, -1.0]));
    assert_eq!(slopes, Lanes([12.0, -12.0]));
}
