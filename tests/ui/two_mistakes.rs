use chainrule::differentiate;

#[differentiate]
fn confused(x: f64, y: f64) -> f64 {
    let a = x.next_up();
    let b = a * y;
    let c = unsafe { y };
    a + b * c
}

fn main() {
    confused(1.0, 2.0);
}
