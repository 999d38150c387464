//! One mistake is one error: the function and its handle can still be used.

use chainrule::differentiate;

#[differentiate]
fn refused(x: f64, p: (f64, f64), w: &[f64], n: usize) -> f64 {
    let y = x + p.0 * w[n];
    y.next_up()
}

#[differentiate]
fn caller(x: f64, w: &[f64]) -> f64 {
    2.0 * refused(x, (x, x), w, 0)
}

#[differentiate(order = 3)]
fn third(x: f64, y: f64) -> f64 {
    x.next_up() * y
}

#[differentiate]
fn curvature(x: f64) -> f64 {
    third::hessian(x, x)[0][0]
}

#[differentiate(hessian)]
fn slope(x: f64) -> f64 {
    third::gradient(x, x).0
}

#[differentiate(jacobian)]
fn several(x: [f64; 2]) -> [f64; 2] {
    [x[0].next_up(), x[1]]
}

#[differentiate(lanes)]
extern "C" fn at_once(x: f64) -> f64 {
    x * x
}

#[differentiate(jacobian)]
fn of_lanes(x: f64) -> f64 {
    2.0 * at_once(x)
}

#[derive(Clone, chainrule::Differentiable)]
struct Poly(Vec<f64>);

#[differentiate(lanes)]
impl Poly {
    fn at(&self, x: f64) -> (f64, Vec<f64>) {
        (self.0[0].next_up() * x, self.0.clone())
    }
}

#[differentiate(jacobian)]
fn of_lanes_of_a_method(c: &[f64]) -> f64 {
    let (y, more) = Poly(c.to_vec()).at(c[0]);
    y * more[0]
}

fn main() {
    of_lanes::jacobian(1.0);
    of_lanes_of_a_method::jacobian(&[1.0]);
    curvature::gradient(1.0);
    slope::hvp(1.0, 2.0);
    several::jacobian([1.0, 2.0]);
    let (x, p, w) = (1.0, (2.0, 3.0), [4.0, 5.0]);
    let value: f64 = refused(x, p, &w, 1);
    let (x_bar, (p0_bar, p1_bar), w_bar) = refused::gradient(x, p, &w, 1);
    let total: f64 = x_bar + p0_bar + p1_bar + w_bar[0] + value;
    assert_eq!(refused::value_and_gradient(x, p, &w, 1).0, total);
    let (value, residuals) = refused::forward(x, p, &w, 1);
    let mut w_bar = vec![0.0; w.len()];
    let (x_bar, p_bar) = refused::backward(x, p, &w, 1, &residuals, 1.0, &mut w_bar);
    assert_eq!(value + x_bar, p_bar.0);
    assert_eq!(caller::gradient(x, &w).0, 2.0);
}
