//! Several tangents at once through calls that may fail, of which the failure is a value.

use chainrule::{Differentiable, Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate(lanes)]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 {
        return None;
    }
    Some(x.sqrt())
}

#[differentiate(lanes)]
fn pair(x: f64, y: f64) -> Result<(f64, f64), String> {
    if x < 0.0 {
        return Err("negative".to_owned());
    }
    Ok((x.sqrt() * y, x * y))
}

#[differentiate(lanes)]
fn scaled(x: &[f64], k: f64) -> Option<Vec<f64>> {
    if x[0] < 0.0 {
        return None;
    }
    Some(x.iter().map(|v| v * k).collect())
}

#[derive(Clone, Copy, Differentiable)]
struct Point {
    a: f64,
    b: f64,
}

#[differentiate(lanes)]
fn point(x: f64) -> Option<Point> {
    if x < 0.0 {
        return None;
    }
    Some(Point { a: x.sqrt(), b: x * x })
}

#[differentiate(lanes)]
fn if_let(x: f64) -> f64 {
    if let Some(v) = root(x) { v * x } else { x * 3.0 }
}

#[differentiate(lanes)]
fn matched(x: f64) -> f64 {
    match pair(x, x * x) {
        Ok((a, b)) => a * b,
        Err(e) => x * e.len() as f64,
    }
}

#[differentiate(lanes)]
fn let_else(x: f64) -> f64 {
    let Some(v) = root(x) else { return x * 5.0 };
    v * 2.0
}

#[differentiate(lanes)]
fn or(x: f64) -> f64 {
    let v = root(x).or_else(|| root(-x));
    v.unwrap_or(0.0) * root(x - 10.0).unwrap_or(x)
}

#[differentiate(lanes)]
fn in_a_loop(x: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        if let Ok((a, b)) = pair(x - i as f64, x) {
            s += a * b;
        }
    }
    s
}

#[differentiate(lanes)]
fn of_structs(x: f64) -> f64 {
    let v = point(x).unwrap_or(Point { a: x, b: x });
    match point(x - 0.5) {
        Some(p) => p.a * p.b * v.a,
        None => v.b,
    }
}

#[differentiate(lanes)]
fn of_vectors(x: &[f64]) -> f64 {
    match scaled(x, x[1]) {
        Some(v) => v.iter().map(|e| e * e).sum(),
        None => x[1],
    }
}

#[test]
fn each_lane_is_a_tangent() {
    macro_rules! checked {
        ($($f:ident),*) => { $(
            for x in [1.7, -0.7] {
                let (value, dots) = $f::jvp_lanes(x, Lanes([1.0, -2.0]));
                let slope = difference($f, x);
                assert_eq!(value, $f(x));
                assert_close(dots[0], slope);
                assert_close(dots[1], -2.0 * slope);
            }
        )* };
    }
    checked!(if_let, matched, let_else, or, in_a_loop, of_structs);
}

#[test]
fn of_slices() {
    let units = [Lanes([1.0, 0.0]), Lanes([0.0, 1.0])];
    for at in [[1.0, 2.0], [-1.0, 2.0]] {
        let (_, dots) = of_vectors::jvp_lanes(&at, &units);
        assert_all_close(&dots.0, &differences(|x| of_vectors(x), &at));
    }
}

#[differentiate(jacobian)]
fn several(x: [f64; 3]) -> [f64; 3] {
    let a = root(x[0]).unwrap_or(x[1]);
    [a * x[2], x[1] * a, root(x[2] - 10.0).unwrap_or(x[2])]
}

#[test]
fn in_jacobians() {
    let at = [1.5, 0.5, 0.3];
    let matrix = several::jacobian_forward(at);
    for (i, row) in matrix.outer_iter().enumerate() {
        let expected = differences(|x| several([x[0], x[1], x[2]])[i], &at);
        assert_all_close(&row.to_vec(), &expected);
    }
}
