//! Constants inside the function as lengths of arrays, and in each other.

use chainrule::differentiate;
use chainrule_tests::assert_close;

#[differentiate(jvp, hessian)]
fn powers(x: &[f64]) -> f64 {
    const N: usize = 3;
    let mut v = [x[0]; N];
    for i in 1..N {
        v[i] = v[i - 1] * x[i];
    }
    v[N - 1]
}

#[differentiate(jvp)]
fn table(x: &[f64]) -> f64 {
    const ROWS: usize = COLUMNS + 1;
    const COLUMNS: usize = 2;
    let mut g: [[f64; COLUMNS]; ROWS] = [[0.0; COLUMNS]; ROWS];
    for r in 0..ROWS {
        g[r][0] = x[r];
        g[r][1] = g[r][0] * x[(r + 1) % ROWS];
    }
    g.iter().map(|row| row.iter().sum::<f64>().powi(2)).sum()
}

#[differentiate(jvp)]
fn steps(x: &[f64]) -> f64 {
    const N: usize = 4;
    const H: f64 = 1.0 / N as f64;
    let mut s = x[0];
    for i in 0..N {
        s *= x[i % 2] + H;
    }
    s + H * x[1]
}

#[differentiate]
fn of_the_inner_block(x: f64) -> f64 {
    const N: usize = 2;
    let inner = {
        const N: usize = 3;
        let v = [x; N];
        v.iter().product::<f64>()
    };
    let v = [x * x; 2 * N];
    inner + v.iter().sum::<f64>()
}

#[test]
fn lengths_are_those_of_the_constants() {
    let x = [0.3, 0.8, -0.4];
    assert_eq!(powers::gradient(&x), [0.8 * -0.4, 0.3 * -0.4, 0.3 * 0.8]);
    let (_, slope) = powers::jvp(&x, &[1.0, 0.0, 0.0]);
    assert_close(slope, 0.8 * -0.4);
    // Σ (x_r + x_r x_{r+1})²
    let row = |r: usize| x[r] + x[r] * x[(r + 1) % 3];
    let gradient = table::gradient(&x);
    for (r, slope) in gradient.iter().enumerate() {
        let before = (r + 2) % 3;
        let expected = 2.0 * row(r) * (1.0 + x[(r + 1) % 3]) + 2.0 * row(before) * x[before];
        assert_close(*slope, expected);
    }
    let (a, b) = (0.3 + 0.25, 0.8 + 0.25);
    let gradient = steps::gradient(&x[..2]);
    assert_close(gradient[0], a * a * b * b + 0.3 * 2.0 * a * b * b);
    assert_close(gradient[1], 0.3 * 2.0 * a * a * b + 0.25);
    assert_close(of_the_inner_block::gradient(0.5), 3.0 * 0.25 + 8.0 * 0.5);
}
