use chainrule::differentiate;

#[differentiate(jvp)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(hessian)]
fn cube(x: f64) -> f64 {
    square(x) * x
}

fn main() {
    cube::hvp(1.0, 1.0);
}
