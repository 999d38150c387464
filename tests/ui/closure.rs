use chainrule::differentiate;

#[differentiate]
fn stored(x: f64) -> f64 {
    let square = |a: f64| a * a;
    let solvers = [square];
    solvers[0](x)
}

#[differentiate]
fn left_early(x: f64) -> f64 {
    let positive = |a: f64| {
        if a < 0.0 {
            return 0.0;
        }
        a
    };
    positive(x)
}

fn main() {
    stored(left_early(1.0));
}
