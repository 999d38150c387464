use chainrule::differentiate;

#[differentiate]
fn redirected(x: [f64; 2]) -> f64 {
    let mut a = x;
    let mut r = &mut a[0];
    *r *= 2.0;
    r = &mut a[1];
    *r *= 3.0;
    a[0] + a[1]
}

#[differentiate]
fn stored(x: [f64; 2]) -> f64 {
    let mut a = x;
    let pair = (&mut a[0], 2.0);
    *pair.0 *= pair.1;
    a[0]
}

fn main() {
    redirected([1.0, 2.0]);
    stored([1.0, 2.0]);
}
