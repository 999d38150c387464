//! What Rust tells apart by where it comes from, names do not.

use chainrule::differentiate;

macro_rules! doubled {
    ($name:ident, $x:ident, $e:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            let t = 2.0;
            ($e) * t
        }
    };
}

doubled!(of_another_name, x, x.sin());
doubled!(of_one_name, t, t.sin());

fn main() {
    let _ = (of_another_name::gradient(0.7), of_one_name(0.7));
}
