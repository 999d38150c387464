//! What is changed in place: through `&mut` parameters and locals, and by the methods of slices.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::manual_swap)] // what is tested

use chainrule::{check_gradient, differentiate};

#[differentiate]
fn scale(x: &[f64], k: f64, out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = x[i] * x[i] * k;
    }
}

#[differentiate]
fn total(x: &[f64], k: f64) -> f64 {
    let mut y = vec![0.0; x.len()];
    scale(x, k, &mut y);
    let mut sum = 0.0;
    for v in &y {
        sum += v.sin();
    }
    sum
}

#[test]
fn an_output_by_reference() {
    let (x_bar, k_bar) = total::gradient(&[1.0, 2.0, 3.0], 0.5);
    let slope = |x: f64| (0.5 * x * x).cos();
    assert_eq!(x_bar, [1.0, 2.0, 3.0].map(|x: f64| x * slope(x)));
    let expected: f64 = [1.0, 2.0, 3.0].map(|x: f64| x * x * slope(x)).iter().sum();
    assert!((k_bar - expected).abs() < 1e-14);
}

#[test]
fn the_shadow_of_an_output_goes_in_and_out() {
    let (x, mut out) = ([2.0, 3.0], [7.0, 7.0, 7.0]);
    let ((), residuals) = scale::forward(&x, 10.0, &mut out);
    assert_eq!(out, [40.0, 90.0, 7.0]);
    let (mut x_bar, mut out_bar) = ([100.0, 0.0], [1.0, 2.0, 5.0]);
    let k_bar = scale::backward(&x, 10.0, &residuals, &mut x_bar, &mut out_bar);
    // The initial `out` is overwritten but for the last element.
    assert_eq!((k_bar, x_bar, out_bar), (4.0 + 18.0, [140.0, 120.0], [0.0, 0.0, 5.0]));
}

#[differentiate]
fn exchange(a: &mut f64, b: &mut f64) {
    let t = *a;
    *a = *b;
    *b = t * t;
}

#[test]
fn two_parameters_change_places() {
    let (mut a, mut b) = (2.0, 3.0);
    let ((), residuals) = exchange::forward(&mut a, &mut b);
    assert_eq!((a, b), (3.0, 4.0));
    let (mut a_bar, mut b_bar) = (1.0, 10.0);
    exchange::backward(&residuals, &mut a_bar, &mut b_bar);
    assert_eq!((a_bar, b_bar), (40.0, 1.0));
}

#[differentiate]
fn growth(state: &mut [f64; 2], rate: f64, dt: f64) -> f64 {
    state[0] *= 1.0 + rate * dt;
    state[1] += state[0] * dt;
    state[1]
}

#[differentiate]
fn steps(start: f64, rate: f64, n: usize) -> f64 {
    let mut state = [start, 0.0];
    let mut last = 0.0;
    for _ in 0..n {
        last = growth(&mut state, rate, 0.25) * start;
    }
    state[0] * last
}

#[test]
fn a_state_that_a_function_advances() {
    for n in [0, 1, 2, 5] {
        check_gradient(
            |&(s, r): &(f64, f64)| steps(s, r, n),
            |&(s, r)| steps::gradient(s, r, n),
            &(1.5, 0.3),
        )
        .unwrap();
    }
}

#[differentiate]
fn methods(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    for v in y.iter_mut() {
        *v *= *v;
    }
    y.swap(0, 1);
    let r = &mut y[2];
    *r += 3.0 * x[0];
    y[1..].copy_from_slice(&x[..2]);
    y[0] * y[1] + y[2] * y[2]
}

#[test]
fn methods_of_slices() {
    // x1² x0 + x1²
    assert_eq!(methods(&[1.0, 2.0, 3.0]), 8.0);
    assert_eq!(methods::gradient(&[1.0, 2.0, 3.0]), [4.0, 8.0, 0.0]);
}

#[differentiate]
fn halves(x: &[f64], out: &mut [f64]) -> f64 {
    let (a, b) = out.split_at_mut(2);
    scale(x, 2.0, a);
    scale(&x[..2], x[1], &mut b[..2]);
    a[0] * b[1]
}

#[test]
fn a_slice_split_in_two() {
    let (x, mut out) = ([3.0, 5.0], [0.0; 4]);
    let (value, residuals) = halves::forward(&x, &mut out);
    assert_eq!((value, out), (2250.0, [18.0, 50.0, 45.0, 125.0]));
    let (mut x_bar, mut out_bar) = ([0.0; 2], [0.0, 0.0, 0.0, 1.0]);
    halves::backward(&x, &residuals, 1.0, &mut x_bar, &mut out_bar);
    // 2 x0² x1³ + x1³
    assert_eq!((x_bar, out_bar), ([1500.0, 1425.0], [0.0; 4]));
}

#[differentiate]
fn filled(x: f64, n: usize) -> f64 {
    let mut rows = vec![[x, 2.0]; n];
    let mut weights = [x * x; 3];
    weights[1..].fill(x);
    for (i, row) in rows.iter_mut().enumerate() {
        row[1] *= weights[i % 3] * row[0];
        row.swap(0, 1);
    }
    let mut sum = 0.0;
    for row in &rows {
        sum += row[0];
    }
    sum
}

#[test]
fn sequences_of_one_value() {
    // 2 x³ in every third row, 2 x² in the others.
    assert_eq!(filled(3.0, 4), 2.0 * 54.0 + 2.0 * 18.0);
    assert_eq!(filled::gradient(3.0, 4), 2.0 * 54.0 + 2.0 * 12.0);
    assert_eq!(filled::gradient(3.0, 0), 0.0);
}

#[differentiate]
fn runs(x: &[f32], width: usize) -> f32 {
    let mut y = x.to_vec();
    for (k, run) in y.chunks_mut(width).enumerate() {
        let first = run[0];
        for v in run.iter_mut() {
            *v *= first;
        }
        if k == 1 {
            run.fill(x[0]);
        }
    }
    let mut product = 1.0;
    for v in &y {
        product *= *v;
    }
    product
}

#[test]
fn runs_of_elements() {
    // [a a, a b] [a, a] [e e]: a⁵ b e²
    assert_eq!(runs::gradient(&[2.0, 3.0, 5.0, 7.0, 1.0], 2), [240.0, 32.0, 0.0, 0.0, 192.0]);
}

#[differentiate]
fn through_a_name(x: [f64; 3], k: usize) -> f64 {
    let mut a = [[x[0], x[1]], [x[1], x[2]]];
    let row = &mut a[k];
    for i in 0..2 {
        row[i] *= x[i];
        if i == 1 {
            row[0] += row[1];
        }
    }
    let a = a[k][0] * a[1 - k][1];
    a + x[2]
}

#[test]
fn a_row_that_has_a_name() {
    // k = 0: (x0² + x1²) x2 + x2
    assert_eq!(through_a_name::gradient([3.0, 5.0, 7.0], 0), [42.0, 70.0, 35.0]);
    // k = 1: (x1 x0 + x2 x1) x1 + x2
    assert_eq!(through_a_name::gradient([3.0, 5.0, 7.0], 1), [25.0, 100.0, 26.0]);
}

#[differentiate]
fn hidden(x: f64) -> f64 {
    let mut a = [x, 2.0 * x];
    let r = &mut a[0];
    let a = x * x;
    *r += a;
    *r * a
}

#[test]
fn a_variable_hidden_by_another() {
    assert_eq!(hidden(2.0), 24.0);
    // (x + x²) x²
    assert_eq!(hidden::gradient(2.0), 3.0 * 4.0 + 4.0 * 8.0);
}

#[differentiate]
fn counted(x: &[f64], index: &mut [usize]) -> f64 {
    let k = index[0];
    index[0] = index[1];
    index[1] = k;
    x[index[0]] * x[index[1]] * x[k]
}

#[test]
fn integers_by_reference() {
    let mut index = [1, 2];
    assert_eq!(counted::gradient(&[2.0, 3.0, 5.0], &mut index), [0.0, 30.0, 9.0]);
    assert_eq!(index, [2, 1]);
}
