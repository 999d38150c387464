use chainrule::differentiate;

#[differentiate]
fn scaled(x: f64, #[constant] text: &str) -> f64 {
    let k: f64 = text.parse()?;
    x * k
}

fn main() {
    scaled(1.0, "2");
}
