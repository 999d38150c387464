use chainrule::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Point {
    x: f64,
}

#[differentiate]
fn found(p: Point, n: usize) -> Point {
    for i in 0..n {
        if i > 2 {
            return p;
        }
    }
    Point { x: 0.0 }
}

fn main() {
    found(Point { x: 1.0 }, 3);
}
