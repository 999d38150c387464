use chainrule::differentiate;

#[differentiate]
fn stored(x: f64) -> f64 {
    let square = |a: f64| a * a;
    let solvers = [square];
    solvers[0](x)
}

fn main() {
    stored(1.0);
}
