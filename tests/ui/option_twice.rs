use chainrule::differentiate;

#[differentiate(jvp, jvp)]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(wrt(x), hessian, wrt(y))]
fn g(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(order = 2, order = 2)]
fn h(x: f64) -> f64 {
    x * x
}

fn main() {}
