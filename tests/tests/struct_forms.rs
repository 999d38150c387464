//! Structs with numbered fields and without, collected structs, and parameters that are taken apart.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V(f64, f64);

#[derive(Differentiable, Clone, Debug)]
struct Line {
    from: V,
    to: V,
}

#[derive(Differentiable, Clone, Copy, Debug)]
struct Spring;

#[differentiate]
impl V {
    fn new(x: f64, y: f64) -> Self {
        Self(x, y)
    }

    fn squared(self) -> f64 {
        let Self(x, y) = self;
        x * x + y * y
    }

    fn turned(&self, by: f64) -> f64 {
        Self(by * self.1, self.0).squared()
    }
}

#[differentiate]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.force(x) * x
    }

    fn force(self, x: f64) -> f64 {
        3.0 * x
    }
}

#[differentiate(hessian)]
fn made(x: &[f64]) -> f64 {
    let v = V(x[0], x[1] * x[0]);
    let line = Line { from: v, to: V(v.1, 2.0) };
    let V(a, b) = line.to;
    a * b * line.from.0 * line.from.1
}

#[differentiate(hessian)]
fn collected(x: &[f64]) -> f64 {
    let vs: Vec<V> = x.iter().map(|a| V(*a, a * a)).collect();
    let mut lines: Vec<Line> = vs.iter().map(|v| Line { from: *v, to: V(v.1, x[0]) }).collect();
    lines[1].to = V(lines[0].from.1, x[2]);
    let all = vec![V(x[0], x[1]); x.len()];
    lines.iter().map(|line| line.from.0 * line.to.0 * line.to.1).sum::<f64>() + all[2].0 * all[1].1
}

#[differentiate]
fn by_a_function(x: &[f64]) -> f64 {
    let v = pair(x[0], x[1]);
    v.0 * v.1 * x[2] + sum((v, x[0]), [x[1], x[2]], &x[1]) + first_of(x)
}

#[differentiate]
fn pair(x: f64, y: f64) -> V {
    V(x * y, y)
}

#[differentiate]
fn sum((V(a, b), c): (V, f64), [p, q]: [f64; 2], &r: &f64) -> f64 {
    a * b * c * p * q * q * r
}

#[differentiate]
fn first_of(x: &[f64]) -> f64 {
    let mut t = (x[0], x[1]);
    swapped(&mut t);
    t.0 * t.1 * t.1
}

#[differentiate]
fn swapped((a, b): &mut (f64, f64)) {
    let before = *a;
    *a = *b * before;
    *b = before;
}

/// The name that is made for a parameter is one that nobody has.
#[differentiate]
fn named((a, b): (f64, f64), a_b: f64) -> f64 {
    a * b * a_b
}

#[test]
fn gradients_and_products_are_those_of_differences() {
    let at = [1.3, 0.4, 0.9];
    macro_rules! check {
        ($($name:ident)*) => {$(
            let expected = differences(|at| $name(at), &at);
            assert_all_close(&$name::gradient(&at), &expected);
            for i in 0..at.len() {
                let mut direction = [0.0; 3];
                direction[i] = 1.0;
                assert_all_close(&[$name::jvp(&at, &direction).1], &[expected[i]]);
                let second = differences(|at| $name::gradient(at)[i], &at);
                assert_all_close(&$name::hvp(&at, &direction), &second);
            }
        )*};
    }
    check!(made collected);
    assert_all_close(&by_a_function::gradient(&at), &differences(by_a_function, &at));
}

#[test]
fn methods_of_structs_without_names() {
    // x² + y²; (by·y)² + x²
    assert_eq!(V(1.0, 2.0).squared_gradient(), VCotangent(2.0, 4.0));
    assert_eq!(V(1.0, 2.0).turned_gradient(3.0), (VCotangent(2.0, 36.0), 24.0));
    let (v, kept) = V::new_forward(1.0, 2.0);
    assert_eq!(v, V(1.0, 2.0));
    assert_eq!(V::new_backward(1.0, 2.0, &kept, VCotangent(3.0, 4.0)), (3.0, 4.0));
    // 1.5 x²
    assert_eq!(Spring.energy_gradient(2.0), 6.0);
}

/// A vector without elements has the type that the function returns.
#[differentiate]
fn squares(x: &[f64]) -> Vec<f64> {
    if x.len() < 2 {
        return vec![];
    }
    x.iter().map(|v| v * v).collect()
}

#[differentiate]
fn sum_of_squares(x: &[f64]) -> f64 {
    squares(x).iter().sum::<f64>() + x[0]
}

#[test]
fn nothing_is_returned_early() {
    assert_eq!(sum_of_squares::gradient(&[3.0]), [1.0]);
    assert_eq!(sum_of_squares::gradient(&[3.0, 2.0]), [7.0, 4.0]);
}

#[test]
fn parameters_that_are_taken_apart() {
    assert_eq!(named::gradient((2.0, 3.0), 5.0), ((15.0, 10.0), 6.0));
}
