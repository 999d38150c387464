use chainrule::differentiate;

const SCALE: f64 = 2.0;

#[differentiate]
fn shifted(x: f64) -> f64 {
    let k = -SCALE;
    x + k
}

fn main() {
    shifted(1.0);
}
