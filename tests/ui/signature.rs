chainrule::signature!(g(x: f64) -> f64);

fn main() {}
