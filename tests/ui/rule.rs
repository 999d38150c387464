use chainrule::differentiate;

fn slopes(x: f64) -> [f64; 2] {
    [1.0, 2.0 * x]
}

#[differentiate(derivative = slopes)]
fn pair(x: f64) -> [f64; 2] {
    [x, x * x]
}

fn slope(x: f64) -> f64 {
    2.0 * x
}

#[differentiate(derivative = slope, graph)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    pair(1.0);
    square(1.0);
}
