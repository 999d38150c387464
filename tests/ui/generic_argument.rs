use chainrule::differentiate;

#[differentiate]
fn powers<const N: usize>(x: f64) -> [f64; N] {
    let mut y = [x; N];
    for i in 1..N {
        y[i] = y[i - 1] * x;
    }
    y
}

#[differentiate]
fn cube(x: f64) -> f64 {
    let y: [f64; 3] = powers(x);
    y[2]
}

fn main() {
    cube(2.0);
}
