//! Fields of structs without derivatives, where loops end, in methods and elsewhere.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

pub struct Sizes {
    n: usize,
    k: u32,
    m: i16,
    rows: Vec<Vec<f64>>,
    weights: [f64; 3],
    inner: Inner,
}

pub struct Inner {
    count: u8,
    scale: f64,
}

fn sizes() -> Sizes {
    Sizes {
        n: 3,
        k: 2,
        m: 4,
        rows: vec![vec![0.5, 2.0], vec![1.5]],
        weights: [0.25, 1.5, -0.5],
        inner: Inner { count: 2, scale: 0.75 },
    }
}

#[differentiate]
impl Sizes {
    #[differentiate(jvp)]
    fn to_its_end(#[constant] &self, x: f64) -> f64 {
        let mut s = x;
        for i in 0..self.n {
            s = s * x + self.weights[i];
        }
        s
    }

    #[differentiate(jvp)]
    fn left_early(#[constant] &self, x: f64) -> f64 {
        let mut s = x;
        for i in 0..self.n {
            s *= x * self.weights[i];
            if s > 9.0 {
                break;
            }
        }
        for i in 1..=self.k {
            s += x * i as f64;
            if s > 9.0 {
                return s;
            }
        }
        s
    }

    #[differentiate(jvp)]
    fn backwards(#[constant] &self, x: f64) -> f64 {
        let mut s = 1.0;
        for i in (0..self.n).rev() {
            s = s * x + self.weights[i];
        }
        for _ in (0..self.m).rev() {
            s *= x;
        }
        s
    }

    #[differentiate(jvp)]
    fn mapped(#[constant] &self, x: f64) -> f64 {
        let a: f64 = (0..self.n).map(|i| x * x * self.weights[i]).sum();
        a + (0..self.k).fold(x, |s, i| s * x + i as f64)
    }

    #[differentiate(jvp)]
    fn inside(#[constant] &self, x: f64) -> f64 {
        let mut s = x;
        for _ in 0..self.inner.count {
            s *= x + self.inner.scale;
        }
        for i in 0..self.rows.len() {
            for j in 0..self.rows[i].len() {
                s += x * self.rows[i][j];
            }
        }
        let mut j = 0;
        while j < self.inner.count {
            s *= x;
            j += 1;
        }
        s
    }
}

#[test]
fn loops_to_fields_of_a_constant_self() {
    let c = sizes();
    for x in [0.7, 1.3] {
        assert_close(c.to_its_end_gradient(x), difference(|x| c.to_its_end(x), x));
        assert_close(c.left_early_gradient(x), difference(|x| c.left_early(x), x));
        assert_close(c.backwards_gradient(x), difference(|x| c.backwards(x), x));
        assert_close(c.mapped_gradient(x), difference(|x| c.mapped(x), x));
        assert_close(c.inside_gradient(x), difference(|x| c.inside(x), x));
        assert_close(c.to_its_end_jvp(x, 2.0).1, 2.0 * c.to_its_end_gradient(x));
        assert_close(c.left_early_jvp(x, 2.0).1, 2.0 * c.left_early_gradient(x));
        assert_close(c.backwards_jvp(x, 2.0).1, 2.0 * c.backwards_gradient(x));
        assert_close(c.mapped_jvp(x, 2.0).1, 2.0 * c.mapped_gradient(x));
        assert_close(c.inside_jvp(x, 2.0).1, 2.0 * c.inside_gradient(x));
    }
}

/// Each function at a point, with its derivatives.
macro_rules! check {
    ($($name:ident($($more:expr),*);)*) => {
        #[test]
        fn derivatives_are_right() {
            $({
                for x in [0.7, 1.3] {
                    assert_close($name::gradient(x $(, $more)*), difference(|x| $name(x $(, $more)*), x));
                    let second = $name::hessian(x $(, $more)*)[0][0];
                    let right = difference(|x| $name::gradient(x $(, $more)*), x);
                    assert!((second - right).abs() < 1e-5 * (1.0 + right.abs()), "{second} and {right}");
                }
            })*
        }
    };
}

const FACTORS: [f64; 3] = [1.0, 2.0, 3.0];
const ROWS: [[f64; 2]; 2] = [[1.0, 0.5], [2.0, -1.0]];
const STEPS: usize = 20;
const UNSIGNED: u32 = 20;

#[differentiate(hessian)]
fn from_the_end(x: f64) -> f64 {
    let mut s = x;
    for i in (0..FACTORS.len()).rev() {
        s = s * x + FACTORS[i];
    }
    s
}

#[differentiate(hessian)]
fn in_a_loop_with_a_label(x: f64) -> f64 {
    let (mut s, mut k) = (x, 0);
    loop {
        if k >= FACTORS.len() {
            break;
        }
        s *= x + FACTORS[k];
        k += 1;
    }
    s
}

#[differentiate(hessian)]
fn of_rows(x: f64) -> f64 {
    let mut s = 0.0;
    for i in 0..ROWS.len() {
        for j in 0..ROWS[i].len() {
            s += ROWS[i][j] * x.powi(j as i32 + 2);
        }
    }
    s
}

#[differentiate(hessian)]
fn returned_early(x: f64) -> f64 {
    let mut s = x;
    for i in 0..STEPS {
        s *= x;
        if s > 2.0 || i > 4 {
            return s * x;
        }
    }
    s
}

#[differentiate(hessian)]
fn skipped(x: f64) -> f64 {
    let mut s = x;
    for i in 1..=UNSIGNED {
        if i % 2 == 0 {
            continue;
        }
        s += x * x / f64::from(i);
    }
    s
}

#[differentiate(hessian)]
fn in_two_loops(x: f64) -> f64 {
    let mut s = x;
    'outer: for _ in 0..STEPS {
        for _ in 0..UNSIGNED {
            s *= 1.0 + 0.1 * x;
            if s > 2.0 {
                break 'outer;
            }
        }
    }
    s
}

#[differentiate(hessian)]
fn stepped_down(x: f64, n: usize) -> f64 {
    let mut s = x;
    if let Some(k) = n.checked_sub(2) {
        for i in 0..k {
            s = s * x + i as f64;
        }
    } else {
        s *= s;
    }
    while let Some(k) = n.checked_add(1) {
        s *= x * k as f64;
        if k > 0 {
            break;
        }
    }
    s
}

#[differentiate(hessian)]
fn of_a_match(x: f64, n: usize) -> f64 {
    let k = match n.checked_sub(3) {
        Some(k) => k + 1,
        None => 0,
    };
    x.powi(k as i32) + x * k as f64
}

mod others {
    use super::*;

    #[differentiate(hessian)]
    fn folds(x: f64) -> f64 {
        let v = [x, x * x, x.sin(), 1.0];
        let a = (1..=3).fold(1.0, |s, i| s * v[i - 1] + v[i]);
        let b = (0..=3).rev().fold(x, |s, i| s + v[i] * s);
        a + b + (1..4).step_by(2).fold(0.0, |s, i| s + v[i] * v[i - 1])
    }

    #[differentiate(hessian)]
    fn steps(x: f64) -> f64 {
        let mut v = vec![x; 8];
        for i in (1..=7).rev().step_by(3) {
            v[i] *= v[i - 1] * x;
        }
        for i in (1..7).step_by(2).rev() {
            v[i + 1] += v[i] * v[i - 1];
        }
        v[7] * v[4] + v[1]
    }

    #[differentiate(hessian)]
    fn below_zero(x: f64, n: i32) -> f64 {
        let a: f64 = (-2..n).map(|i| x * i as f64).sum();
        let b = (-n..3).rev().fold(x, |s, i| s * x + i as f64);
        let mut s = a * b;
        for (k, i) in (-1..n).enumerate() {
            s += x * (i * k as i32) as f64;
        }
        for i in (-3..n).step_by(2) {
            s *= x + i as f64;
        }
        for (i, e) in (0..n - 4).zip([x, x * x]) {
            s += e * i as f64;
        }
        s
    }

    #[differentiate(hessian)]
    fn own_constants(x: f64) -> f64 {
        const N: usize = 4;
        const LAST: usize = N - 1;
        let mut v = [x; N];
        for i in 1..=LAST {
            v[i] = v[i - 1] * x;
        }
        for i in (0..LAST).rev() {
            v[i] += v[i + 1];
        }
        (1..N).fold(v[0], |s, i| s * x + v[i])
    }

    check! { folds(); steps(); own_constants(); below_zero(2); below_zero(-5); below_zero(7); }
}

check! {
    from_the_end(); in_a_loop_with_a_label(); of_rows(); returned_early(); skipped(); in_two_loops();
    stepped_down(5); stepped_down(1); of_a_match(5); of_a_match(2);
}
