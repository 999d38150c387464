use chainrule::differentiate;

#[differentiate]
fn root(x: f64) -> f64 {
    if x < 0.0 {
        return 0.0;
    }
    let y = if x > 100.0 { return 10.0 } else { x };
    return y.sqrt();
}

#[differentiate]
fn last(x: f64) -> f64 {
    return x.sqrt();
}

fn main() {
    root(4.0);
    last::gradient(4.0);
}
