use chainrule::differentiate;

#[differentiate]
#[allow(unreachable_patterns)]
fn first(p: (f64, f64)) -> f64 {
    let ((a, _) | (_, a)) = p;
    a
}

#[differentiate]
fn second(x: f64) -> f64 {
    let (_, a) = x;
    a
}

fn main() {
    first((1.0, 2.0));
}
