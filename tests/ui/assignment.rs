use chainrule::differentiate;
use std::cell::RefCell;

#[differentiate]
fn noted(x: f64, #[constant] log: &RefCell<f64>) -> f64 {
    *log.borrow_mut() = 2.0;
    x * x
}

fn main() {
    noted(1.0, &RefCell::new(0.0));
}
