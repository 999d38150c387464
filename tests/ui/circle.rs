use chainrule::differentiate;

#[differentiate]
fn adaptive(f: &dyn Fn(f64) -> f64, a: f64, b: f64, depth: usize) -> f64 {
    let middle = 0.5 * (a + b);
    if depth == 0 {
        return (b - a) * f(middle);
    }
    adaptive(f, a, middle, depth - 1) + adaptive(f, middle, b, depth - 1)
}

#[differentiate]
fn left(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    right(|v| f(v), x)
}

#[differentiate]
fn right(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    left(|v| f(v), x)
}

#[differentiate]
fn mutual(x: f64) -> f64 {
    left(|v| v * v, x)
}

#[differentiate]
fn of_a_circle(x: f64, y: f64) -> f64 {
    adaptive(&|t| t * y, 0.0, x, 3)
}

fn main() {
    mutual(1.0);
}
