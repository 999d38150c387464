//! Branches within branches that keep many values, and arms that share the places of what they keep.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference};

/// One number is kept, whichever arm is taken.
#[differentiate]
fn exclusive(x: f64, y: f64, n: usize) -> f64 {
    match n {
        0 => x.sin() * y,
        1 => x.cos() * y * y,
        2 => x.exp() + y,
        3 => (x * y).tanh() * x,
        _ => x,
    }
}

#[test]
fn arms_share_what_they_keep() {
    for n in 0..5 {
        let (_, kept): (f64, f64) = exclusive::forward(0.7, 1.3, n);
        let (x_bar, y_bar) = exclusive::backward(0.7, 1.3, n, &kept, 1.0);
        assert_close(x_bar, difference(|x| exclusive(x, 1.3, n), 0.7));
        assert_close(y_bar, difference(|y| exclusive(0.7, y, n), 1.3));
    }
}

/// Two numbers in one arm, one of another kind in the other.
#[differentiate]
fn unequal(x: f64, y: f64) -> f64 {
    let a = if x > y {
        let k = (x * 10.0) as usize % 3;
        let b = x.sin();
        if k > 1 { b * x.exp() } else { b * y }
    } else {
        y.cos() * x
    };
    a * a
}

#[test]
fn arms_that_keep_other_things_share_what_they_can() {
    for (x, y) in [(0.85, 0.3), (0.72, 0.3), (0.3, 0.7)] {
        let (x_bar, y_bar) = unequal::gradient(x, y);
        assert_close(x_bar, difference(|x| unequal(x, y), x));
        assert_close(y_bar, difference(|y| unequal(x, y), y));
    }
}

/// More than a dozen values: the last ones are those of a few arguments only.
#[differentiate(hessian)]
fn ladder(x: f64, y: f64, n: usize) -> f64 {
    let mut a = x;
    let Some(k) = n.checked_sub(1) else { return a * y };
    a = a.sin() * x + k as f64;
    let Some(k) = n.checked_sub(2) else { return a * y };
    a = a.sin() * x + k as f64;
    let Some(k) = n.checked_sub(3) else { return a * y };
    a = a.sin() * y - k as f64;
    let Some(k) = n.checked_sub(4) else { return a.cos() * y };
    a = a.sin() * x * k as f64;
    let Some(k) = n.checked_sub(5) else { return a * y };
    a = (a * 0.1).exp() * x + k as f64;
    let Some(k) = n.checked_sub(6) else { return a * y };
    a = a.sin() * y + k as f64;
    let Some(k) = n.checked_sub(7) else { return a * a * y };
    a = a.tanh() * x + k as f64;
    let Some(k) = n.checked_sub(8) else { return a * y };
    a * x + k as f64
}

#[test]
fn a_ladder_keeps_what_was_reached() {
    for n in 0..10 {
        let (x, y) = (0.7, 1.3);
        let (x_bar, y_bar) = ladder::gradient(x, y, n);
        assert_close(x_bar, difference(|x| ladder(x, y, n), x));
        assert_close(y_bar, difference(|y| ladder(x, y, n), y));
        let (xx, yx) = ladder::hvp(x, y, n, 1.0, 0.0);
        assert_close(xx, difference(|x| ladder::gradient(x, y, n).0, x));
        assert_close(yx, difference(|x| ladder::gradient(x, y, n).1, x));
    }
}

/// Values of all kinds, in loops and in branches on either side.
#[differentiate]
fn kinds(x: &[f64], y: f32, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let p = x[i];
        if n % 2 == 1 {
            let q = [p.sin(), p.cos()];
            if p > 0.5 {
                let r: Vec<f64> = x.iter().map(|e| e.exp() * p).collect();
                let m = (p * 10.0) as usize % x.len();
                let s = r[m].sin();
                if s > 0.0 {
                    let t = (s * p).exp();
                    let z = y.sin();
                    let u = q[m % 2].sin();
                    if n > 2 {
                        let w = (t * u).cos();
                        let g = (w + s).tanh();
                        sum += r[0] * g * f64::from(z * z);
                    } else {
                        let h = u.exp();
                        sum += h * h * r[m];
                    }
                } else {
                    let v = s.cos();
                    sum += v * v * q[0];
                }
            } else {
                sum += q[0] * q[1];
            }
        } else {
            let c = p.tanh();
            sum += c * c * c;
        }
    }
    sum
}

#[test]
fn values_of_all_kinds_are_kept() {
    let x = [0.72, 0.31, 1.93, 0.94];
    for n in 0..4 {
        let (x_bar, _) = kinds::gradient(&x, 0.6, n);
        assert_all_close(&x_bar, &chainrule_tests::differences(|x| kinds(x, 0.6, n), &x));
    }
}
