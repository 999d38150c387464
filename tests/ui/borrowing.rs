use chainrule::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct View<'a> {
    x: &'a [f64],
    scale: f64,
}

#[derive(Differentiable, Clone)]
struct Named<'a> {
    value: f64,
    #[constant]
    name: &'a str,
}

#[differentiate]
fn put_together(x: &[f64], scale: f64) -> f64 {
    let view = View { x, scale };
    view.x[0] * view.scale
}

#[differentiate]
fn doubled<'a>(n: Named<'a>) -> Named<'a> {
    Named { value: 2.0 * n.value, name: n.name }
}

#[differentiate]
fn kept(x: f64) -> f64 {
    let n = doubled(Named { value: x, name: "x" });
    n.value * n.value
}

fn main() {
    put_together(&[1.0], 2.0);
    kept(1.0);
}
