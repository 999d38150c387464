use chainrule::differentiate;

macro_rules! number {
    ($name:ident) => {
        $name
    };
}

#[differentiate]
fn square(number!(_a): f64, b: f64) -> f64 {
    b * b
}

fn main() {
    square(1.0, 2.0);
}
