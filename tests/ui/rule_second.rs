use chainrule::differentiate;

#[differentiate]
fn slope(x: f64) -> f64 {
    2.0 * x
}

#[differentiate(derivative = slope, hessian)]
fn not_forward(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp)]
fn once(x: f64) -> f64 {
    2.0 * x
}

#[differentiate(derivative = once, order = 3)]
fn not_so_often(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp, wrt(x))]
fn slopes(x: f64, y: f64) -> (f64, f64) {
    (y, x)
}

#[differentiate(derivative = slopes, hessian)]
fn ignored(x: f64, y: f64) -> f64 {
    x * y
}

struct Square;

impl Square {
    fn slope(x: f64) -> f64 {
        2.0 * x
    }
}

#[differentiate(derivative = Square::slope, hessian)]
fn by_method(x: f64) -> f64 {
    x * x
}

fn main() {
    not_forward(1.0);
    not_so_often(1.0);
    ignored(1.0, 1.0);
    by_method(Square::slope(1.0));
}
