use chainrule::differentiate;

#[differentiate]
fn nothing(x: f64) {
    assert!(x > 0.0);
}

#[differentiate]
fn positive(x: f64) -> bool {
    x > 0.0
}

#[differentiate]
fn locate(grid: &[f64], x: f64) -> usize {
    grid.iter().filter(|g| **g < x).count()
}

#[differentiate]
fn without_a_type(x: f64) {
    x * x
}

fn main() {
    nothing(1.0);
    positive(1.0);
}
