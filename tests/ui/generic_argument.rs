use chainrule::differentiate;

#[differentiate]
fn power<const N: usize>(x: f64) -> f64 {
    let mut y = 1.0;
    for _ in 0..N {
        y = y * x;
    }
    y
}

#[differentiate]
fn cube(x: f64) -> f64 {
    power::<3>(x)
}

fn main() {
    cube(2.0);
}
