use chainrule::differentiate;

#[differentiate(jvp)]
fn both(x: f64, y: f64) -> (f64, f64) {
    (y, x)
}

#[differentiate(derivative = both, wrt(x), hessian)]
fn too_many(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(derivative = once, hessian)]
fn too_few(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(jvp)]
fn once(x: f64) -> f64 {
    2.0 * x
}

#[differentiate(jvp)]
fn of_slice(x: &[f64]) -> [f64; 2] {
    [x[1], x[0]]
}

#[differentiate(derivative = of_slice, hessian)]
fn not_a_vector(x: &[f64]) -> f64 {
    x[0] * x[1]
}

#[differentiate(jvp)]
fn other_order(x: &[f64], y: f64) -> (f64, Vec<f64>) {
    (x[0], vec![y; 1])
}

#[differentiate(derivative = other_order, hessian)]
fn in_another_order(x: &[f64], y: f64) -> f64 {
    x[0] * y
}

fn any_number(x: f64, y: f64) -> (f64, f64, f64) {
    (y, x, 0.0)
}

#[differentiate(derivative = any_number)]
fn not_asked_for(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    too_many(1.0, 1.0);
    too_few(1.0, 1.0);
    not_a_vector(&[1.0, 1.0]);
    in_another_order(&[1.0], 1.0);
    not_asked_for(1.0, 1.0);
}
