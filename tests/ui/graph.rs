use chainrule::differentiate;

#[differentiate(graph)]
fn eighth_power(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..3 {
        y = y * y;
    }
    y
}

fn main() {
    eighth_power(1.0);
}
