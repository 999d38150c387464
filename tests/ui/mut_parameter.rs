use chainrule::differentiate;

#[differentiate]
fn bump(x: &mut f64) -> f64 {
    *x * 2.0
}

fn main() {
    bump(&mut 1.0);
}
