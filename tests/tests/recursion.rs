//! Functions that call themselves: their residuals are a type of their own.
// Recursions are written as one finds them in textbooks.
#![allow(
    clippy::many_single_char_names,
    clippy::only_used_in_recursion,
    clippy::needless_range_loop
)]

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

/// xⁿ by squaring.
#[differentiate]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else if n % 2 == 1 {
        x * power(x, n - 1)
    } else {
        let half = power(x, n / 2);
        half * half
    }
}

#[test]
fn power_by_squaring() {
    for n in 0..12 {
        let expected = if n == 0 { 0.0 } else { n as f64 * 1.3_f64.powi(n as i32 - 1) };
        assert_close(power::gradient(1.3, n), expected);
        assert_close(power::value_and_gradient(1.3, n).0, 1.3_f64.powi(n as i32));
    }
}

/// x (x + 1) … (x + n - 1), the recursion as a statement of its own.
#[differentiate]
pub fn rising<T: Float>(x: T, n: usize) -> T {
    let mut value = T::ONE;
    if n > 0 {
        value = x * rising(x + T::ONE, n - 1);
    }
    value
}

#[test]
fn rising_factorials_in_both_precisions() {
    // d/dx x(x+1)(x+2)(x+3) = 4x³ + 18x² + 22x + 6
    let expected = |x: f64| ((4.0 * x + 18.0) * x + 22.0) * x + 6.0;
    assert_close(rising::gradient(0.7_f64, 4), expected(0.7));
    assert!((rising::gradient(0.5_f32, 4) - expected(0.5) as f32).abs() < 1e-4);
    assert_eq!(rising::gradient(0.7_f64, 0), 0.0);
}

/// Horner's scheme over an index, from the coefficients by reference.
#[differentiate]
fn horner(c: &[f64], x: f64, i: usize) -> f64 {
    if i + 1 == c.len() { c[i] } else { c[i] + x * horner(c, x, i + 1) }
}

#[differentiate]
fn horner_of_the_rest(c: &[f64], x: f64) -> f64 {
    match c.len() {
        0 => 0.0,
        _ => c[0] + x * horner_of_the_rest(&c[1..], x),
    }
}

#[test]
fn horner_schemes() {
    let c = [0.5, -1.25, 2.0, 0.75];
    let x = 1.5_f64;
    let powers: Vec<f64> = (0..4).map(|k| x.powi(k)).collect();
    let slope = c[1] + 2.0 * c[2] * x + 3.0 * c[3] * x * x;
    for (c_bar, x_bar) in [horner::gradient(&c, x, 0), horner_of_the_rest::gradient(&c, x)] {
        assert_all_close(&c_bar, &powers);
        assert_close(x_bar, slope);
    }
    assert_eq!(horner_of_the_rest::gradient(&[], x), (vec![], 0.0));
}

/// A sum over halves, with something nonlinear at every node.
#[differentiate]
fn tree<T: Float>(x: &[T]) -> T {
    if x.len() == 1 {
        return_leaf(x[0])
    } else {
        let middle = x.len() / 2;
        let (left, right) = (tree(&x[..middle]), tree(&x[middle..]));
        left * right.sin() + right
    }
}

#[differentiate]
fn return_leaf<T: Float>(x: T) -> T {
    x * x
}

#[test]
fn trees() {
    let x: Vec<f64> = (0..7).map(|i| 0.3 + 0.2 * i as f64).collect();
    assert_all_close(&tree::gradient(&x), &differences(tree, &x));
    let single: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    for (ours, theirs) in tree::gradient(&single).iter().zip(tree::gradient(&x)) {
        assert!((f64::from(*ours) - theirs).abs() < 1e-4);
    }
}

/// Calls inside a call's arguments, as Ackermann's function has them.
#[differentiate]
fn nested(m: u32, n: u32, x: f64) -> f64 {
    if m == 0 {
        x.sin() + n as f64
    } else if n == 0 {
        nested(m - 1, 1, x * 0.5)
    } else {
        nested(m - 1, n, nested(m, n - 1, x) * x)
    }
}

#[test]
fn a_recursion_in_its_own_argument() {
    for (m, n) in [(0, 3), (1, 0), (1, 3), (2, 2), (3, 2)] {
        assert_close(nested::gradient(m, n, 0.8), difference(|x| nested(m, n, x), 0.8));
    }
}

/// A loop of recursive calls: the residuals are stacked.
#[differentiate]
fn branching(x: f64, depth: usize, width: usize) -> f64 {
    let mut sum = x.cos();
    if depth > 0 {
        for i in 0..width {
            sum += branching(x * (1.0 + i as f64), depth - 1, width) * sum;
        }
    }
    sum
}

#[test]
fn recursion_in_a_loop() {
    for (depth, width) in [(0, 2), (1, 0), (1, 3), (3, 2)] {
        let value = |x| branching(x, depth, width);
        assert_close(branching::gradient(0.4, depth, width), difference(value, 0.4));
    }
}

/// The determinant of the minor of `m` without the first `row` rows and the columns in `used`.
#[differentiate]
fn minor(m: &[f64], n: usize, row: usize, used: u32) -> f64 {
    let mut sum = 0.0;
    let mut sign = 1.0;
    for k in 0..n {
        if (used >> k) & 1 == 0 {
            let inner = if row + 1 == n { 1.0 } else { minor(m, n, row + 1, used | (1 << k)) };
            sum += sign * m[row * n + k] * inner;
            sign = -sign;
        }
    }
    sum
}

/// The sum over all orders of the columns: the list is changed, and restored.
#[differentiate]
fn permuted(m: &[f64], n: usize, row: usize, columns: &mut [usize]) -> f64 {
    if row == n {
        return 1.0;
    }
    let mut sum = 0.0;
    for k in row..n {
        let sign = if k == row { 1.0 } else { -1.0 };
        columns.swap(row, k);
        sum += sign * m[row * n + columns[row]] * permuted(m, n, row + 1, columns);
        columns.swap(row, k);
    }
    sum
}

#[differentiate]
fn leibniz(m: &[f64], n: usize) -> f64 {
    let mut columns = [0; 3];
    for i in 0..n {
        columns[i] = i;
    }
    permuted(m, n, 0, &mut columns)
}

#[test]
fn determinants_by_minors() {
    let m = [2.0, 1.0, 0.5, -1.0, 3.0, 0.25, 0.75, -2.0, 1.5];
    // The derivative of a determinant is the matrix of cofactors.
    let cofactor = |i: usize, j: usize| {
        let at = |di: usize, dj: usize| m[(i + di) % 3 * 3 + (j + dj) % 3];
        at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)
    };
    let expected: Vec<f64> = (0..9).map(|k| cofactor(k / 3, k % 3)).collect();
    assert_all_close(&minor::gradient(&m, 3, 0, 0), &expected);
    assert_all_close(&leibniz::gradient(&m, 3), &expected);
}

/// Restricted: `x` alone is active, in the recursive call too.
#[differentiate(wrt(x))]
fn damped(x: f64, k: f64, n: usize) -> f64 {
    if n == 0 { x } else { damped(x.sin() * k, k, n - 1) + x }
}

#[differentiate(name = renamed_derivatives)]
fn renamed(x: f64, n: usize) -> f64 {
    if n == 0 { x * x } else { renamed(x.sin(), n - 1) * x + renamed(chainrule::constant(x), 0) }
}

/// Called by others, `#[constant]` in its own call.
#[differentiate]
pub fn outer(x: f64) -> f64 {
    let mut sum = 0.0;
    for n in 0..3 {
        sum += if n % 2 == 0 { power(x, n) } else { damped(x, 0.5, n as usize) };
    }
    sum + rising(x, 2)
}

#[test]
fn options_and_callers() {
    let at = |x: f64| damped(x, 0.5, 3);
    assert_close(damped::gradient(0.9, 0.5, 3), difference(at, 0.9));
    assert_close(outer::gradient(0.9), difference(outer, 0.9));
    let frozen = |x: f64| {
        let terms = [0.9_f64, 0.9_f64.sin()];
        let inner = x.sin();
        ((inner.sin() * inner.sin()) * inner + terms[1] * terms[1]) * x + terms[0] * terms[0]
    };
    assert_close(renamed_derivatives::gradient(0.9, 2), difference(frozen, 0.9));
}

#[differentiate]
fn nothing_decides_the_length<const N: usize>(x: [f64; N], n: usize) -> f64 {
    if n == N { 1.0 } else { x[n] * nothing_decides_the_length(x, n + 1) }
}

/// Only shapes and integers are generic here: the type parameter is not among the residuals.
#[differentiate]
fn steps<T: Float>(x: T, n: usize) -> T {
    if n == 0 { x } else { steps(x, n - 1) }
}

#[test]
fn generic_parameters() {
    assert_eq!(nothing_decides_the_length::gradient([2.0, 3.0, 5.0], 0), [15.0, 10.0, 6.0]);
    assert_eq!(steps::gradient(2.0_f32, 5), 1.0);
}

#[differentiate]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { odd(x * x, n - 1) + x }
}

#[differentiate]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { even(x.sin(), n - 1) * x }
}

#[test]
fn two_that_call_each_other() {
    for n in 0..6 {
        assert_close(even::gradient(0.8, n), difference(|x| even(x, n), 0.8));
        assert_close(odd::gradient(0.8, n), difference(|x| odd(x, n), 0.8));
    }
}

#[test]
fn in_a_body() {
    #[differentiate]
    fn local(x: f64, n: usize) -> f64 {
        if n == 0 { x } else { local(x * x, n - 1) }
    }
    assert_eq!(local::gradient(1.5, 2), 4.0 * 1.5_f64.powi(3));
}

#[differentiate]
fn product(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * product(x, n - 1) }
}

/// x again and again, by way of what each call yields.
#[differentiate]
fn returned(x: f64, n: u32) -> f64 {
    if n == 0 {
        return x;
    }
    let y = returned(x, n - 1);
    (y * x).sqrt()
}

#[differentiate]
fn of_a_slice(x: &[f64], n: u32) -> f64 {
    if n == 0 {
        return x[0] * x[1];
    }
    let y = of_a_slice(x, n - 1);
    (y * x[0] * x[1]).sqrt()
}

/// In the eight megabytes that a main thread has.
#[test]
fn deep_calls_have_gradients() {
    let small = std::thread::Builder::new().stack_size(8 << 20);
    let run = || {
        assert_eq!(product::gradient(1.0, 50_000), 50_000.0);
        assert_close(returned::gradient(2.0, 20_000), 1.0);
        assert_all_close(&of_a_slice::gradient(&[2.0, 4.0], 20_000), &[4.0, 2.0]);
    };
    small.spawn(run).expect("a thread").join().expect("the gradients");
}
