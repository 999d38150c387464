//! Methods of a trait within an annotated `mod`.

use chainrule::differentiate;

#[differentiate]
mod outer {
    pub trait Energy {
        fn energy(&self, x: f64) -> f64;
        fn name(&self) -> String;
    }

    pub struct Unit(pub usize);

    impl Energy for Unit {
        fn energy(&self, x: f64) -> f64 {
            x * x
        }

        fn name(&self) -> String {
            self.0.to_string()
        }
    }

    #[differentiate(skip)]
    impl Energy for usize {
        fn energy(&self, x: f64) -> f64 {
            x
        }

        fn name(&self) -> String {
            String::new()
        }
    }
}

fn main() {}
