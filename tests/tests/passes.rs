//! The two passes: tuple outputs, several seeds, shadows that are added to.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn polar(r: f64, angle: f64) -> (f64, f64) {
    let x = r * angle.cos();
    let y = r * angle.sin();
    (x, y)
}

#[test]
fn several_seeds_through_one_forward_pass() {
    let (r, angle) = (2.0, 0.7_f64);
    let ((x, y), residuals) = polar::forward(r, angle);
    assert_eq!((x, y), polar(r, angle));
    let rows = [(1.0, 0.0), (0.0, 1.0), (2.0, -3.0)];
    for (a, b) in rows {
        let (r_bar, angle_bar) = polar::backward(r, angle, &residuals, (a, b));
        assert_close(r_bar, a * angle.cos() + b * angle.sin());
        assert_close(angle_bar, -a * y + b * x);
    }
}

#[differentiate]
fn kept(x: f64, n: usize) -> (f64, (f64, [f64; 2])) {
    let mut s = x;
    for _ in 0..n {
        s = (s * x).sin() + s * s * 0.1;
    }
    (s * s, (x.exp(), [s, s * x]))
}

#[test]
fn nested_seeds() {
    let (x, n) = (0.8, 4);
    let (value, residuals) = kept::forward(x, n);
    assert_eq!(value, kept(x, n));
    let seed = (0.5, (-1.5, [2.0, 3.0]));
    let weighted = |x: f64| {
        let (a, (b, [c, d])) = kept(x, n);
        a * 0.5 - b * 1.5 + c * 2.0 + d * 3.0
    };
    assert_close(kept::backward(x, n, &residuals, seed), difference(weighted, x));
    let only = |seed| kept::backward(x, n, &residuals, seed);
    assert_close(only((0.0, (1.0, [0.0, 0.0]))), x.exp());
    assert_close(only((1.0, (0.0, [0.0, 0.0]))), difference(|x| kept(x, n).0, x));
    assert_close(only((0.0, (0.0, [0.0, 1.0]))), difference(|x| kept(x, n).1.1[1], x));
}

#[differentiate]
fn shadowed(x: &[f64], y: &f64, z: &[f64; 2], w: f64, k: &[[f64; 2]]) -> f64 {
    let mut s = *y;
    for i in 0..x.len() {
        s += x[i] * z[i % 2] * w * s;
    }
    for row in k {
        s *= row[0] + row[1] * y;
    }
    s
}

#[test]
fn shadows_are_added_to() {
    let (x, y, z, w, k) = ([0.3, 0.9, -0.4], 0.7, [1.1, 0.2], 0.5, [[0.9, 0.4], [1.2, -0.3]]);
    let mut gradient = shadowed::gradient(&x, &y, &z, w, &k);
    let differ = |at: &[f64]| {
        let k = [[at[7], at[8]], [at[9], at[10]]];
        shadowed(&at[..3], &at[3], &[at[4], at[5]], at[6], &k)
    };
    let at = [x.as_slice(), &[y], &z, &[w], k.as_flattened()].concat();
    let expected = differences(differ, &at);
    let flat = |g: &(Vec<f64>, f64, [f64; 2], f64, Vec<[f64; 2]>)| {
        [g.0.as_slice(), &[g.1], &g.2, &[g.3], g.4.as_flattened()].concat()
    };
    assert_all_close(&flat(&gradient), &expected);

    let (_, residuals) = shadowed::forward(&x, &y, &z, w, &k);
    let mut x_bar = vec![10.0, 20.0, 30.0];
    let (mut y_bar, mut z_bar, mut k_bar) = (40.0, [50.0, 60.0], vec![[70.0, 80.0]; 2]);
    for seed in [2.0, -0.5] {
        gradient.3 = shadowed::backward(
            &x, &y, &z, w, &k, &residuals, seed, &mut x_bar, &mut y_bar, &mut z_bar, &mut k_bar,
        );
        assert_close(gradient.3, seed * expected[6]);
    }
    let before = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 0.0, 70.0, 80.0, 70.0, 80.0];
    let factors = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, -0.5, 1.5, 1.5, 1.5, 1.5];
    let sums: Vec<f64> = (0..at.len()).map(|i| before[i] + factors[i] * expected[i]).collect();
    let ours = flat(&(x_bar, y_bar, z_bar, gradient.3, k_bar));
    assert_all_close(&ours, &sums);
}

#[differentiate]
fn by_value(p: [[f64; 2]; 3], q: ((f64, [f64; 2]), f64), pick: usize, flip: bool) -> f64 {
    let ((a, b), c) = q;
    let mut s = c;
    for i in 0..3 {
        s += p[i][pick] * b[1 - pick] + p[2 - i][1].sin() * a;
    }
    if flip { s * b[0] } else { p[0][1] * s }
}

#[test]
fn nested_arrays_and_tuples() {
    for (pick, flip) in [(0, false), (1, true)] {
        let at = [0.3, 0.4, 1.2, -0.8, 0.1, 0.5, 0.9, 1.4, -0.6, 0.2];
        let call = |v: &[f64]| {
            let p = [[v[0], v[1]], [v[2], v[3]], [v[4], v[5]]];
            (p, ((v[6], [v[7], v[8]]), v[9]))
        };
        let (p, q) = call(&at);
        let (p_bar, ((a, b), c)) = by_value::gradient(p, q, pick, flip);
        let ours = [p_bar.as_flattened(), &[a], &b, &[c]].concat();
        let value = |v: &[f64]| {
            let (p, q) = call(v);
            by_value(p, q, pick, flip)
        };
        assert_all_close(&ours, &differences(value, &at));
    }
}

#[differentiate]
fn array_out(x: [f64; 2], k: f64) -> [f64; 3] {
    let mut out = [x[0] * k, 0.0, 1.0];
    out[1] = x[1].sin() * out[0];
    out[2] += k;
    out
}

#[test]
fn an_array_as_output() {
    let (x, k) = ([0.4, 0.9], 1.5);
    let (value, residuals) = array_out::forward(x, k);
    assert_eq!(value, array_out(x, k));
    for row in 0..3 {
        let mut seed = [0.0; 3];
        seed[row] = 1.0;
        let (x_bar, k_bar) = array_out::backward(x, k, &residuals, seed);
        let expected = differences(|v| array_out([v[0], v[1]], v[2])[row], &[x[0], x[1], k]);
        assert_all_close(&[x_bar[0], x_bar[1], k_bar], &expected);
    }
}

#[differentiate]
fn same_twice(x: f64, y: f64) -> (f64, f64, f64) {
    let p = x * y;
    (p, p, x)
}

#[differentiate]
fn nothing_active(x: f64, y: f64) -> (f64, f64) {
    let _ = y;
    (3.0, x)
}

#[test]
fn outputs_that_coincide_or_are_constant() {
    let (_, residuals) = same_twice::forward(2.0, 3.0);
    let (x_bar, y_bar) = same_twice::backward(2.0, 3.0, &residuals, (1.0, 10.0, 100.0));
    assert_eq!((x_bar, y_bar), (133.0, 22.0));
    let (_, residuals) = nothing_active::forward(2.0, 3.0);
    assert_eq!(nothing_active::backward(2.0, 3.0, &residuals, (5.0, 7.0)), (7.0, 0.0));
}

#[differentiate]
fn passes_through(x: f64, p: &[f64; 2]) -> ([f64; 2], f64) {
    (*p, x)
}

#[test]
fn outputs_that_are_parameters() {
    let ((p, x), residuals) = passes_through::forward(1.0, &[2.0, 3.0]);
    assert_eq!((p, x), ([2.0, 3.0], 1.0));
    let mut p_bar = [100.0, 200.0];
    let x_bar = passes_through::backward(x, &p, &residuals, ([5.0, 6.0], 7.0), &mut p_bar);
    assert_eq!((x_bar, p_bar), (7.0, [105.0, 206.0]));
}

#[test]
fn the_value_comes_with_the_gradient() {
    let (value, gradient) = by_value::value_and_gradient(
        [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],
        ((0.0, [1.0, 1.0]), 0.0),
        0,
        true,
    );
    assert_eq!(value, 9.0);
    assert_eq!(gradient.0, [[1.0, 0.0]; 3]);
    assert_eq!(gradient.1.1, 1.0);
}
