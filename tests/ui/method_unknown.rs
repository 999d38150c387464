use chainrule::differentiate;

#[differentiate]
fn odd(x: f64) -> f64 {
    x.next_up() * 2.0
}

fn main() {
    odd(1.0);
}
