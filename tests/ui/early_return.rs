use chainrule::differentiate;

#[differentiate]
fn root(x: f64) -> f64 {
    let pair = [return x.sqrt(); 2];
    pair[0]
}

fn main() {
    root(4.0);
}
