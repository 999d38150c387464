use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct View<'a> {
    x: &'a [f64],
}

#[differentiate]
fn first(v: &View<'_>) -> f64 {
    v.x[0]
}

#[differentiate]
fn second<'a>(v: &View<'a>, w: &[View]) -> f64 {
    v.x[1] * w[0].x[0]
}

fn main() {
    first(&View { x: &[1.0] });
    second(&View { x: &[1.0, 2.0] }, &[]);
}
