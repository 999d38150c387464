//! Containers that hide a value: each is refused, where it is made.
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Mutex;

use chainrule::differentiate;

#[differentiate]
fn boxed(x: f64) -> f64 {
    let b = Box::new(x);
    *b * x
}

#[differentiate]
fn counted(x: f64) -> f64 {
    let b = Rc::new(x);
    *b * x
}

#[differentiate]
fn cell(x: f64) -> f64 {
    let c = Cell::new(x);
    c.set(2.0 * c.get());
    c.get()
}

#[differentiate]
fn ref_cell(x: f64) -> f64 {
    let c = RefCell::new(0.0);
    *c.borrow_mut() += x;
    c.into_inner()
}

#[differentiate]
fn mutex(x: f64, #[constant] total: &Mutex<f64>) -> f64 {
    *total.lock().unwrap() += x;
    x
}

fn main() {
    boxed::gradient(1.0);
    counted::gradient(1.0);
    cell::gradient(1.0);
    ref_cell::gradient(1.0);
    mutex::gradient(1.0, &Mutex::new(0.0));
}
