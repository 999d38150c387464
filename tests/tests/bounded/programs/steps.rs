//! Steps whose number the numbers decide, and functions that call themselves.

use chainrule::differentiate;

/// One of Runge and Kutta's steps for an oscillator whose spring hardens.
#[differentiate]
fn step(place: f64, speed: f64, h: f64, spring: f64) -> (f64, f64) {
    let (a, b) = (speed, -spring * place - 0.3 * place * place * place);
    let (p, v) = (place + 0.5 * h * a, speed + 0.5 * h * b);
    let (c, d) = (v, -spring * p - 0.3 * p * p * p);
    let (p, v) = (place + 0.5 * h * c, speed + 0.5 * h * d);
    let (e, f) = (v, -spring * p - 0.3 * p * p * p);
    let (p, v) = (place + h * e, speed + h * f);
    let (g, i) = (v, -spring * p - 0.3 * p * p * p);
    (place + h / 6.0 * (a + 2.0 * c + 2.0 * e + g), speed + h / 6.0 * (b + 2.0 * d + 2.0 * f + i))
}

/// Steps as long as the difference to two of half the length allows: a step is taken back where it does not.
#[differentiate]
pub fn adaptive_steps(x: &[f64], n: usize) -> f64 {
    let mut spring = 1.0;
    for i in 0..n {
        spring += x[i] / n as f64;
    }
    let (mut place, mut speed) = (1.0 + x[0], x[n - 1]);
    let (mut time, mut h) = (0.0, 0.5);
    let end = 0.3 * n as f64;
    while time < end {
        if time + h > end {
            h = end - time;
        }
        let (p, _) = step(place, speed, h, spring);
        let (half, halfway) = step(place, speed, 0.5 * h, spring);
        let (q, v) = step(half, halfway, 0.5 * h, spring);
        let error = (q - p).abs() + 1e-12;
        if error < 1e-5 {
            time += h;
            place = q;
            speed = v;
        }
        h *= (0.9 * (1e-5 / error).powf(0.2)).clamp(0.3, 3.0);
    }
    place * place + speed
}

/// The soft maximum of a row of numbers, by halves.
#[differentiate]
pub fn tree(x: &[f64], n: usize) -> f64 {
    branch(x, 0, n)
}

#[differentiate]
fn branch(x: &[f64], from: usize, to: usize) -> f64 {
    if to - from == 1 {
        return x[from] * x[from];
    }
    let middle = (from + to) / 2;
    let (left, right) = (branch(x, from, middle), branch(x, middle, to));
    left + (1.0 + (right - left).exp()).ln()
}

/// The determinant by minors: of eight rows at most, as it takes a product for each order of the columns.
#[differentiate]
pub fn minors(x: &[f64], n: usize) -> f64 {
    let size = n.min(8);
    let mut columns: Vec<usize> = (0..size).collect();
    minor(x, size, 0, &mut columns)
}

/// The columns that are left stand behind the others.
#[differentiate]
fn minor(x: &[f64], size: usize, row: usize, columns: &mut [usize]) -> f64 {
    if row == size {
        return 1.0;
    }
    let mut sum = 0.0;
    let mut sign = 1.0;
    for k in row..size {
        columns.swap(row, k);
        sum += sign * x[row * size + columns[row]] * minor(x, size, row + 1, columns);
        columns.swap(row, k);
        sign = -1.0;
    }
    sum
}
