use chainrule::differentiate;

#[differentiate(order = 0)]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp, order = 0)]
fn g(x: f64) -> f64 {
    x * x
}

#[differentiate(order = 99999999999999999999999)]
fn h(x: f64) -> f64 {
    x * x
}

fn main() {}
